"""Steps of the work and what points at them: from a thing to its steps, and from a step to all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.conversations.queries.released import visible_released
from draagvlak.core.few import first_few
from draagvlak.core.policy import EDITORS, Data, sees
from draagvlak.core.thread import Spot
from draagvlak.core.web import to
from draagvlak.measures.queries import visible_measures
from draagvlak.processes.models import Situation, Step
from draagvlak.processes.queries import Pointed, Pointer, find_step, standing_steps
from draagvlak.solutions.models import StepMark, Tie
from draagvlak.solutions.queries.access import (
    concern_in_sight,
    visible_capabilities,
    visible_ties,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Process

SHOWN = 50
"""Most things of one kind on the page of a step."""
FEW = 12
"""Most steps of one thing that its page shows."""


@dataclass(frozen=True)
class StepLink:
    """A step that a thing is about: where it is, and whether it still stands in the model."""

    tie: UUID
    name: str
    where: str
    url: str
    stands: bool


def step_address(actor: Actor, process_id: UUID, moment: str, key: str) -> str:
    """The page of a step, which also exists for a step that went."""
    page = to(actor, "solutions:step_detail", process_id=process_id, moment=moment)
    return f"{page}?{urlencode({'step': key})}"


def where_words(process: Process, moment: str) -> str:
    """“Collegestukken: nu”."""
    label = str(Situation.Moment(moment).label).lower()
    return _("%(process)s: %(moment)s") % {"process": process.name, "moment": label}


def steps_by_thing(
    actor: Actor, kind: str, ids: Sequence[UUID]
) -> dict[UUID, list[tuple[Tie, Step | None]]]:
    """The steps that things of one kind are about, by thing. Two statements."""
    rows = visible_ties(actor).present().filter(**{f"{kind}_id__in": list(ids)})
    ties = list(rows.select_related("mark__process").order_by("mark__process__name", "mark__name"))
    steps = standing(actor, [tie.mark for tie in ties])
    found: dict[UUID, list[tuple[Tie, Step | None]]] = defaultdict(list)
    for tie in ties:
        found[getattr(tie, f"{kind}_id")].append((tie, steps.get(tie.mark_id)))
    return found


def standing(actor: Actor, marks: Iterable[StepMark]) -> dict[UUID, Step]:
    """The steps as they stand in the models of today, by the mark that names them."""
    wanted = {(mark.process_id, mark.moment, mark.key): mark.pk for mark in marks}
    if not wanted:
        return {}
    rows = standing_steps(actor).filter(
        situation__process_id__in={process for process, _moment, _key in wanted},
        key__in={key for _process, _moment, key in wanted},
    )
    found = {}
    for step in rows:
        mark = wanted.get((step.situation.process_id, step.situation.moment, step.key))
        if mark is not None:
            found[mark] = step
    return found


def step_links(actor: Actor, kind: str, object_id: UUID) -> list[StepLink]:
    """The steps that one thing is about, as its page shows them."""
    rows = steps_by_thing(actor, kind, [object_id]).get(object_id, [])
    return [
        StepLink(
            tie.pk,
            (step.name if step else tie.mark.name) or tie.mark.key,
            where_words(tie.mark.process, tie.mark.moment),
            step_address(actor, tie.mark.process_id, tie.mark.moment, tie.mark.key),
            step is not None,
        )
        for tie, step in rows[:FEW]
    ]


def tied_keys(actor: Actor, kind: str, object_id: UUID) -> set[tuple[UUID, str, str]]:
    """Process, moment and key of the steps that a thing is about already."""
    rows = visible_ties(actor).present().filter(**{f"{kind}_id": object_id})
    return set(rows.values_list("mark__process_id", "mark__moment", "mark__key"))


def pointers(
    actor: Actor, process: Process, moment: str, keys: Sequence[str]
) -> Mapping[str, Pointed]:
    """How many things point at each step of a process, as one link per step. One statement."""
    sight = {
        "concerns": concern_in_sight(actor),
        "quotes": Q(quote__in=visible_released(actor)),
        "measures": Q(measure__in=visible_measures(actor).filter(archived_at=None)),
        "capabilities": Q(capability__in=visible_capabilities(actor).present()),
    }
    rows = Tie.objects.present().filter(
        workspace_id=actor.tenant, mark__process_id=process.pk, mark__moment=moment
    )
    counted = rows.values_list("mark__key", "mark__name").annotate(
        **{name: Count("pk", filter=seen) for name, seen in sight.items()}
    )
    found = {}
    for key, name, *counts in counted:
        words = _counts(*counts)
        if words:
            link = Pointer(words, step_address(actor, process.pk, moment, key), "link")
            found[key] = Pointed(name or key, [link])
    if actor.has(*EDITORS):
        for key in keys:
            if key not in found:
                link = Pointer(
                    _("Say what is going on here"), step_address(actor, process.pk, moment, key)
                )
                found[key] = Pointed(key, [link])
    return found


def _counts(concerns: int, quotes: int, measures: int, capabilities: int) -> str:
    """“3 zorgen en wensen, 1 maatregel”; empty when nothing is in sight."""
    said = [
        ngettext("%(count)d worry or wish", "%(count)d worries and wishes", concerns),
        ngettext("%(count)d quote", "%(count)d quotes", quotes),
        ngettext("%(count)d measure", "%(count)d measures", measures),
        ngettext("%(count)d capability", "%(count)d capabilities", capabilities),
    ]
    counts = (concerns, quotes, measures, capabilities)
    parts = zip(said, counts, strict=True)
    return ", ".join(words % {"count": count} for words, count in parts if count)


@dataclass(frozen=True)
class ThingRow:
    """One thing about a step."""

    tie: UUID
    title: str
    url: str
    note: str


@dataclass(frozen=True)
class ThingList:
    """All things of one kind about a step; `count` when there are more than are shown."""

    kind: str
    title: str
    rows: Sequence[ThingRow]
    count: int


def things_at(actor: Actor, process: Process, moment: str, key: str) -> list[ThingList]:
    """What is about a step, kind by kind: at most fifty of each. One statement a kind."""
    rows = Tie.objects.present().filter(
        workspace_id=actor.tenant,
        mark__process_id=process.pk,
        mark__moment=moment,
        mark__key=key,
    )
    concerns = rows.filter(concern_in_sight(actor))
    quotes = rows.filter(quote__in=visible_released(actor))
    measures = rows.filter(measure__in=visible_measures(actor).filter(archived_at=None))
    lists = [
        (
            "concern",
            _("Worries and wishes"),
            concerns.select_related("concern").order_by("-concern__voices", "concern_id"),
        ),
        ("quote", _("What was said"), quotes.select_related("quote").order_by("quote_id")),
        (
            "measure",
            _("Measures"),
            measures.select_related("measure").order_by("measure__title_key", "measure_id"),
        ),
    ]
    if sees(Data.FIT, actor.roles):
        can = rows.filter(capability__in=visible_capabilities(actor).present())
        can = can.select_related("capability__solution").order_by("capability__name")
        lists.append(("capability", _("What the system can do"), can))
    found = []
    for kind, title, ties in lists:
        few = first_few(ties, SHOWN)
        shown = [thing_row(actor, tie) for tie in few.rows]
        found.append(ThingList(kind, title, shown, few.count))
    return found


def thing_row(actor: Actor, tie: Tie) -> ThingRow:
    """One tied thing as a line: its words, its page, what kind it is or how far."""
    if tie.concern is not None:
        url = to(actor, "concerns:concern_detail", concern_id=tie.concern.pk)
        note = f"{tie.concern.get_kind_display()}, {tie.concern.get_state_display()}"
        return ThingRow(tie.pk, tie.concern.title, url, note)
    if tie.quote is not None:
        url = to(actor, "conversations:released_detail", released_id=tie.quote.pk)
        return ThingRow(tie.pk, tie.quote.text, url, "")
    if tie.measure is not None:
        url = to(actor, "measures:measure_detail", measure_id=tie.measure.pk)
        note = f"{tie.measure.get_kind_display()}, {tie.measure.get_state_display()}"
        return ThingRow(tie.pk, tie.measure.title, url, note)
    if tie.capability is None:
        raise LookupError(tie.pk)
    solution = tie.capability.solution
    url = to(actor, "solutions:solution_detail", solution_id=solution.pk)
    note = f"{solution.name}: {tie.capability.get_how_display()}"
    return ThingRow(tie.pk, tie.capability.name, f"{url}#c-{tie.capability.pk}", note)


def mark_at(actor: Actor, process: Process, moment: str, key: str) -> StepMark | None:
    """The mark of a step, when something ever pointed at it."""
    rows = StepMark.objects.filter(workspace_id=actor.tenant, process_id=process.pk)
    return rows.filter(moment=moment, key=key).first()


def spot(actor: Actor, asked: Mapping[str, str]) -> Spot | None:
    """The step that an address names, for the form of a new concern or measure."""
    if not asked.get("step"):
        return None
    step = find_step(actor, asked)
    if step is None:
        return None
    process, moment = step.situation.process, step.situation.moment
    return Spot(
        _("About the step “%(step)s” (%(where)s)")
        % {"step": step.name or step.key, "where": where_words(process, moment)},
        step_address(actor, process.pk, moment, step.key),
        [("process", str(process.pk)), ("moment", moment), ("step", step.key)],
    )
