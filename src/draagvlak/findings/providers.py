"""What findings register with the plumbing, and with the vocabularies below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.concerns.commands import MOVERS
from draagvlak.core.audit import VERBS
from draagvlak.core.policy import EDITORS, Data, Role, programme_routes, sees
from draagvlak.core.search import KINDS, AddressOf, SearchKind, by_reading
from draagvlak.core.thread import BESIDE_PROCESSES, SPOTS, NavItem, Panel, SpotSource, panels
from draagvlak.core.web import to
from draagvlak.findings import queries, rules
from draagvlak.findings.commands.merging import move_opportunities
from draagvlak.findings.commands.solving import put_on_bottleneck
from draagvlak.findings.models import Fact
from draagvlak.findings.states import Sort, Tone
from draagvlak.processes.models import Situation
from draagvlak.processes.queries import POINTERS, Pointed, Pointer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Finding
    from draagvlak.findings.queries import FindingRow
    from draagvlak.processes.models import Process

NOW = Situation.Moment.NOW
IN_THE_ROOM = frozenset(Role) - {Role.SUPPLIER}
ICONS = {
    Sort.BOTTLENECK: "triangle-alert",
    Sort.PRACTICE: "repeat",
    Sort.OPPORTUNITY: "sun",
    Sort.FACT: "thumbs-up",
}
ONE: dict[Sort, StrPromise] = {
    Sort.BOTTLENECK: gettext_lazy("Bottleneck"),
    Sort.PRACTICE: gettext_lazy("Practice"),
    Sort.OPPORTUNITY: gettext_lazy("Opportunity"),
    Sort.FACT: gettext_lazy("Fact"),
}
MANY: dict[Sort, StrPromise] = {
    Sort.BOTTLENECK: gettext_lazy("Bottlenecks"),
    Sort.PRACTICE: gettext_lazy("Practices"),
    Sort.OPPORTUNITY: gettext_lazy("Opportunities"),
    Sort.FACT: gettext_lazy("Facts and what goes well"),
}
ADD: dict[Sort, StrPromise] = {
    Sort.BOTTLENECK: gettext_lazy("Write down a bottleneck"),
    Sort.PRACTICE: gettext_lazy("Write down a practice"),
    Sort.OPPORTUNITY: gettext_lazy("Write down an opportunity"),
    Sort.FACT: gettext_lazy("Write down a fact or praise"),
}

programme_routes("findings", Data.PROCESS, "finding_list", "finding_detail")
programme_routes(
    "findings",
    Data.PROCESS,
    "finding_add",
    "finding_edit",
    "finding_archive",
    "finding_restore",
    "practice_judge",
    "fact_check",
    "fact_uncheck",
    "gain_put",
    "gain_remove",
    "concern_find",
    "concern_tie",
    "concern_untie",
    "opportunity_find",
    "measure_find",
    "measure_tie",
    "measure_untie",
    "bottleneck_find",
    "review_add",
    "review_close",
    "review_open",
    "review_hands",
    "vote_count",
    "outcome_write",
    acts=EDITORS,
)
# a supplier is not in the room where a group looks at its own work
programme_routes(
    "findings", Data.PROCESS, "review_list", "review_detail", "vote_cast", acts=IN_THE_ROOM
)


def beside_processes(actor: Actor, route: str) -> Sequence[NavItem]:
    """The four kinds and the sessions, beside the list of processes."""
    if actor.programme is None or not sees(Data.PROCESS, actor.roles):
        return []
    here = route.startswith("findings:")
    items = [
        NavItem(str(MANY[sort]), to(actor, "findings:finding_list", sort=sort), ICONS[sort], here)
        for sort in Sort
    ]
    if actor.roles != {Role.SUPPLIER}:
        items.append(NavItem(_("Sessions"), to(actor, "findings:review_list"), "vote", here))
    return items


def _address(actor: Actor, row: FindingRow) -> str:
    return to(actor, "findings:finding_detail", sort=row.sort, finding_id=row.finding.pk)


def _one(sort: Sort, finding: Finding) -> str:
    """What kind of finding this is. Praise is a fact of its own tone."""
    if isinstance(finding, Fact) and finding.tone == Tone.PRAISE:
        return _("Goes well")
    return str(ONE[sort])


def _parts(
    actor: Actor, rows: Sequence[FindingRow], query: str, kinds: Sequence[Sort] = tuple(Sort)
) -> list[dict[str, object]]:
    """The kinds of findings, each with its lines and the way to add one."""
    keeps = bool(rules.may_keep(actor))
    return [
        {
            "label": MANY[sort],
            "add": ADD[sort],
            "icon": ICONS[sort],
            "rows": [
                (row, _address(actor, row), _one(sort, row.finding))
                for row in rows
                if row.sort is sort
            ],
            "add_url": to(actor, "findings:finding_add", sort=sort) + query if keeps else "",
        }
        for sort in kinds
    ]


def situation_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a process now or later: what was noticed, beside what points at its steps."""
    situation = queries.situation_by_id(actor, object_id)
    if situation is None:
        return None
    rows = queries.pinned(actor, situation)
    query = f"?process={situation.process_id}&moment={situation.moment}"
    # a fact says how it is: there are none of later
    kinds = [sort for sort in Sort if sort is not Sort.FACT or situation.moment == NOW]
    parts = _parts(actor, rows, query, kinds)
    if not rows and not rules.may_keep(actor):
        return None
    return Panel("findings/situation_panel.html", {"parts": parts, "rows": rows})


def pointers(
    actor: Actor, process: Process, moment: str, keys: Sequence[str]
) -> dict[str, Pointed]:
    """What was noticed at the steps of a process. What is gone stands in the panel."""
    found: dict[str, list[Pointer]] = {}
    for sort, each in queries.pinned_at(actor, process, moment, keys):
        url = to(actor, "findings:finding_detail", sort=sort, finding_id=each.pk)
        pointer = Pointer(f"{_one(sort, each)}: {each.title}", url, ICONS[sort])
        found.setdefault(each.step_key, []).append(pointer)
    return {key: Pointed("", rows) for key, rows in found.items()}


def quote_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a released quote: what was written down from it, and the way to do so."""
    rows = queries.from_quote(actor, object_id)
    parts = _parts(actor, rows, f"?quote={object_id}")
    if not rows and not rules.may_keep(actor):
        return None
    return Panel("findings/quote_panel.html", {"parts": parts, "rows": rows})


def concern_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a concern: the opportunities that answer it."""
    rows = queries.concern_opportunities(actor, object_id)
    keeps = rules.may_keep(actor)
    if not rows and not keeps:
        return None
    add = to(actor, "findings:finding_add", sort=Sort.OPPORTUNITY)
    find = to(actor, "findings:opportunity_find", concern_id=object_id)
    context = {
        "rows": [
            (
                row,
                to(actor, "findings:finding_detail", sort=Sort.OPPORTUNITY, finding_id=row.pk),
                _untie_concern(actor, row.pk, object_id) if keeps else "",
            )
            for row in rows
        ],
        "add_url": f"{add}?concern={object_id}" if keeps else "",
        "find_url": find if keeps else "",
    }
    return Panel("findings/concern_panel.html", context)


def _untie_concern(actor: Actor, opportunity_id: UUID, concern_id: UUID) -> str:
    keys = {"opportunity_id": opportunity_id, "concern_id": concern_id}
    return to(actor, "findings:concern_untie", **keys) + "?from=concern"


def measure_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a measure: the bottlenecks that it is there to solve."""
    if actor.programme is None or not sees(Data.PROCESS, actor.roles):
        return None
    rows, keeps = queries.solved_by(actor, object_id), rules.may_keep(actor)
    if not rows and not keeps:
        return None
    context = {
        "rows": [
            (
                row,
                to(actor, "findings:finding_detail", sort=Sort.BOTTLENECK, finding_id=row.pk),
                _untie_measure(actor, row.pk, object_id) if keeps else "",
            )
            for row in rows
        ],
        "find_url": to(actor, "findings:bottleneck_find", measure_id=object_id) if keeps else "",
    }
    return Panel("findings/measure_panel.html", context)


def _untie_measure(actor: Actor, bottleneck_id: UUID, measure_id: UUID) -> str:
    keys = {"bottleneck_id": bottleneck_id, "measure_id": measure_id}
    return to(actor, "findings:measure_untie", **keys) + "?from=measure"


def group_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a group, and of what changes for it: what it gains."""
    if actor.programme is None or not sees(Data.PROCESS, actor.roles):
        return None
    gains = queries.group_gains(actor, object_id)
    if not gains:
        return None
    known = [gain.minutes for gain in gains if gain.minutes is not None]
    context = {
        "rows": [
            (
                gain,
                queries.minute_words(gain.minutes),
                to(
                    actor,
                    "findings:finding_detail",
                    sort=Sort.OPPORTUNITY,
                    finding_id=gain.opportunity_id,
                ),
            )
            for gain in gains
        ],
        "total": queries.minute_words(sum(known[1:], known[0])) if len(known) > 1 else "",
    }
    return Panel("findings/group_panel.html", context)


def address_of(sort: Sort) -> AddressOf:
    """Where the findings of one kind live."""
    return lambda actor, object_id: to(
        actor, "findings:finding_detail", sort=sort, finding_id=object_id
    )


for _place, _sort in enumerate(Sort):
    KINDS.register(
        _sort.name.lower(),
        SearchKind(
            Data.PROCESS,
            MANY[_sort],
            address_of(_sort),
            by_reading(queries.findable(_sort)),
            queries.placed(_sort),
        ),
        order=44 + _place,
    )
BESIDE_PROCESSES.register("findings", beside_processes, order=30)
panels("situation").register("findings", situation_panel, order=30)
POINTERS.register("findings", pointers, order=30)
panels("quote").register("findings", quote_panel, order=30)
panels("concern").register("findings", concern_panel, order=45)
panels("measure").register("findings", measure_panel, order=45)
panels("group").register("findings", group_panel, order=35)
panels("group_change").register("findings", group_panel, order=30)
SPOTS.register("findings", SpotSource(queries.bottleneck_spot, put_on_bottleneck))
MOVERS.register("findings", move_opportunities)

for _verb, _words in {
    "findings.added": gettext_lazy("wrote down a finding"),
    "findings.edited": gettext_lazy("changed a finding"),
    "findings.archived": gettext_lazy("put a finding in the archive"),
    "findings.restored": gettext_lazy("took a finding out of the archive"),
    "findings.practice_judged": gettext_lazy("said what is to be done with a practice"),
    "findings.fact_checked": gettext_lazy("checked a fact"),
    "findings.fact_unchecked": gettext_lazy("said that a fact still has to be checked"),
    "findings.gain_put": gettext_lazy("said who gains by an opportunity"),
    "findings.gain_removed": gettext_lazy("took away who gains by an opportunity"),
    "findings.concern_tied": gettext_lazy("said what an opportunity answers"),
    "findings.concern_untied": gettext_lazy("took away what an opportunity answers"),
    "findings.measure_tied": gettext_lazy("said which measure is for a bottleneck"),
    "findings.measure_untied": gettext_lazy("said that a measure is not for a bottleneck"),
    "findings.review_opened": gettext_lazy("opened a session of a group"),
    "findings.review_by_hands": gettext_lazy("let a group vote by show of hands"),
    "findings.vote_cast": gettext_lazy("somebody voted in a session"),
    "findings.votes_counted": gettext_lazy("counted the votes of a group"),
    "findings.outcome_written": gettext_lazy("wrote down what a group said"),
    "findings.review_closed": gettext_lazy("closed a session of a group"),
    "findings.review_reopened": gettext_lazy("opened a session of a group again"),
}.items():
    VERBS.register(_verb, _words)
