"""The lists of findings: filters, pages by key, and each row in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from draagvlak.findings.models import Bottleneck, Fact, Gain, Opportunity, Practice
from draagvlak.findings.queries.access import sort_of, visible_findings
from draagvlak.findings.queries.words import gain_words, price_words
from draagvlak.findings.states import Judgement, Reason, Sort, State, Tone
from draagvlak.processes.models import Situation, Step
from draagvlak.processes.queries import visible_processes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Finding

PAGE = 50
MOST_IN_REVIEW = 30
NONE = "none"
DOTS = {State.OPEN: "todo", State.BUSY: "now", State.SOLVED: "done", State.LEFT: "stopped"}
VERDICT_DOTS = {Judgement.KEEP: "done", Judgement.ADAPT: "now", Judgement.STOP: "stopped"}

_BESIDE: dict[Sort, tuple[str, ...]] = {
    Sort.BOTTLENECK: ("process", "owner__user"),
    Sort.PRACTICE: ("process",),
    Sort.OPPORTUNITY: ("process",),
    Sort.FACT: ("process",),
}


@dataclass(frozen=True)
class Filters:
    """What the address of a list asks for. Empty means: all."""

    process: str = ""
    moment: str = ""
    state: str = ""
    reason: str = ""
    archived: str = ""
    after: str = ""

    def href(self, **changes: str) -> str:
        """The address with some filters changed, from its first page."""
        asked = replace(self, **{"after": "", **changes})
        return "?" + urlencode([(key, value) for key, value in vars(asked).items() if value])

    @property
    def narrow(self) -> bool:
        """Whether the list shows less than everything."""
        return any(vars(replace(self, after="", archived="")).values())


def read_filters(sent: Mapping[str, str], *, keeps: bool) -> Filters:
    """The filters in an address; what cannot be read asks for nothing."""

    def one_of(name: str, *values: str) -> str:
        return sent.get(name, "") if sent.get(name) in values else ""

    def key(name: str) -> str:
        try:
            return str(UUID(sent.get(name, "")))
        except ValueError:
            return ""

    return Filters(
        process=key("process"),
        moment=one_of("moment", *Situation.Moment.values),
        state=one_of("state", NONE, *State.values, *Judgement.values, *Tone.values),
        reason=one_of("reason", *Reason.values),
        archived=one_of("archived", "yes") if keeps else "",
        after=key("after"),
    )


@dataclass(frozen=True)
class FindingRow:
    """One finding as a line: what, where, and how it stands."""

    finding: Finding
    sort: Sort
    where: str
    lost: bool
    status: str
    dot: str
    note: str


@dataclass(frozen=True)
class FindingPage:
    """At most fifty lines, and the address of the next."""

    rows: Sequence[FindingRow]
    older: str


def finding_page(actor: Actor, sort: Sort, filters: Filters) -> FindingPage:
    """One page of a list, the latest first. Two statements; three for opportunities."""
    rows = visible_findings(actor, sort).filter(archived_at__isnull=not filters.archived)
    narrow: dict[str, object] = {}
    if filters.process:
        narrow["process_id"] = filters.process
    if filters.moment:
        narrow["moment"] = filters.moment
    if filters.state and sort is Sort.BOTTLENECK:
        narrow["state"] = filters.state
    if filters.state and sort is Sort.PRACTICE:
        narrow["verdict"] = "" if filters.state == NONE else filters.state
    if filters.state and sort is Sort.FACT:
        narrow["tone"] = filters.state
    if filters.reason and sort is Sort.PRACTICE:
        narrow["reason"] = filters.reason
    rows = rows.filter(**narrow)
    if filters.after:
        rows = rows.filter(pk__lt=filters.after)
    found = list(with_lines(rows, sort).order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    older = filters.href(after=str(shown[-1].pk)) if len(found) > PAGE else ""
    return FindingPage(rows_of(actor, shown), older)


def with_lines(rows: QuerySet[Finding], sort: Sort) -> QuerySet[Finding]:
    """Findings with what their lines show."""
    return rows.select_related(*_BESIDE[sort])


def rows_of(actor: Actor, found: Sequence[Finding]) -> list[FindingRow]:
    """Findings as lines. One statement for the names of their steps, one for who gains."""
    names, gains = step_names(actor, found), gains_by_opportunity(actor, found)
    return [_row(each, names, gains.get(each.pk, "")) for each in found]


def gains_by_opportunity(actor: Actor, found: Iterable[Finding]) -> dict[UUID, str]:
    """Who gains by some opportunities, in words. One statement, or none."""
    keys = [each.pk for each in found if isinstance(each, Opportunity)]
    said: dict[UUID, list[str]] = {}
    if keys:
        rows = Gain.objects.filter(workspace_id=actor.tenant, opportunity_id__in=keys)
        for gain in rows.select_related("group").order_by("group__name", "pk"):
            said.setdefault(gain.opportunity_id, []).append(gain_words(gain))
    return {key: " · ".join(words) for key, words in said.items()}


def step_names(actor: Actor, found: Iterable[Finding]) -> dict[tuple[UUID, str, str], str]:
    """What the steps of some findings are called today. One statement."""
    keys = {(each.process_id, each.moment, each.step_key) for each in found if each.step_key}
    if not keys:
        return {}
    rows = Step.objects.present().filter(
        workspace_id=actor.tenant,
        situation__process_id__in={process for process, _moment, _key in keys},
        situation__replaced_at=None,
        key__in={key for _process, _moment, key in keys},
    )
    wanted = rows.values_list("situation__process_id", "situation__moment", "key", "name")
    return {(process, moment, key): name for process, moment, key, name in wanted}


def _row(each: Finding, names: Mapping[tuple[UUID, str, str], str], gains: str) -> FindingRow:
    name = names.get((each.process_id, each.moment, each.step_key))
    status, dot, note = _standing(each, gains)
    return FindingRow(
        finding=each,
        sort=sort_of(each),
        where=name or each.step_name or _("the whole process"),
        lost=bool(each.step_key) and name is None,
        status=status,
        dot=dot,
        note=note,
    )


def _standing(each: Finding, gains: str) -> tuple[str, str, str]:
    """How a finding stands, the dot of that, and a word more."""
    if isinstance(each, Bottleneck):
        owner = each.owner.user.name if each.owner else ""
        words = [price_words(each), owner]
        note = " · ".join(word for word in words if word)
        return capfirst(str(each.get_state_display())), DOTS[State(each.state)], note
    if isinstance(each, Practice):
        note = capfirst(str(each.get_reason_display()))
        if not each.verdict:
            return _("No verdict yet"), "todo", note
        dot = VERDICT_DOTS[Judgement(each.verdict)]
        return capfirst(str(each.get_verdict_display())), dot, note
    if isinstance(each, Fact):
        return _fact_standing(each)
    return "", "", gains


def _fact_standing(each: Fact) -> tuple[str, str, str]:
    if each.tone == Tone.PRAISE:
        return _("Goes well"), "done", ""
    note = capfirst(str(each.get_basis_display()))
    if each.checked_on is None:
        return _("Not checked yet"), "todo", note
    return _("Checked"), "done", note


def process_choices(actor: Actor) -> list[tuple[str, str]]:
    """The processes that a finding can be about. One statement."""
    rows = visible_processes(actor).present().values_list("pk", "name")
    return [(str(key), name) for key, name in rows]


def practice_choices(actor: Actor) -> list[tuple[str, str]]:
    """The practices that a group can look at: those without a verdict first; at most 200."""
    rows = visible_findings(actor, Sort.PRACTICE).filter(archived_at=None)
    found = rows.order_by("verdict", "process__name", "-pk").values_list(
        "pk", "title", "process__name"
    )
    return [(str(key), f"{title} ({process})") for key, title, process in found[:200]]
