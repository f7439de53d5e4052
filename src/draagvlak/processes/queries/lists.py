"""Processes and steps as lists show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from draagvlak.lib.bpmn import NodeKind, rows_of
from draagvlak.lib.bpmn.model import CONTAINERS, EVENTS, GATEWAYS, Shape
from draagvlak.lib.fold import fold_key
from draagvlak.processes.models import Performer, Situation, Step
from draagvlak.processes.queries.access import visible_processes
from draagvlak.programmes.queries import members

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Process
    from draagvlak.processes.queries.pictures import Picture
    from draagvlak.processes.queries.pointing import Pointer


@dataclass(frozen=True)
class Standing:
    """How far one situation of a process is, in words."""

    label: str
    dot: str


@dataclass(frozen=True)
class ProcessRow:
    """One process in the list."""

    process: Process
    kind: str
    owner: str
    now: Standing
    later: Standing
    both: bool
    waiting: int = 0


def process_rows(
    actor: Actor, *, archived: bool = False, waiting: Mapping[UUID, int] | None = None
) -> list[ProcessRow]:
    """The processes with how far they are. Two statements. `waiting`: remarks, per process."""
    rows = visible_processes(actor).filter(archived_at__isnull=not archived)
    processes = list(rows)
    counted = (
        Situation.objects.filter(
            workspace_id=actor.tenant,
            process_id__in=[each.pk for each in processes],
            replaced_at=None,
        )
        .annotate(count=Count("steps", filter=Q(steps__removed_at=None)))
        .values_list("process_id", "moment", "state", "count")
    )
    found = {(process, moment): (state, count) for process, moment, state, count in counted}
    return [
        replace(_process_row(each, found), waiting=(waiting or {}).get(each.pk, 0))
        for each in processes
    ]


def unfinished_count(actor: Actor) -> int:
    """How many processes miss a step for now or for later. One statement."""
    rows = visible_processes(actor).present().order_by().annotate(told=_told())
    return rows.filter(told__lt=len(Situation.Moment)).count()


def written_processes(actor: Actor) -> list[UUID]:
    """The processes that have a step for now and for later. One statement."""
    rows = visible_processes(actor).present().order_by().annotate(told=_told())
    return list(rows.filter(told=len(Situation.Moment)).values_list("pk", flat=True))


def _told() -> Count:
    """How many of both moments tell at least one step."""
    return Count(
        "situations__moment",
        filter=Q(situations__replaced_at=None, situations__steps__removed_at=None)
        & Q(situations__steps__isnull=False),
        distinct=True,
    )


def _process_row(process: Process, found: dict[tuple[UUID, str], tuple[str, int]]) -> ProcessRow:
    now = found.get((process.pk, Situation.Moment.NOW), ("", 0))
    later = found.get((process.pk, Situation.Moment.LATER), ("", 0))
    return ProcessRow(
        process,
        str(process.get_kind_display()),
        process.owner.user.name if process.owner else "",
        standing(*now),
        standing(*later),
        both=bool(now[1] and later[1]),
    )


def standing(state: str, count: int) -> Standing:
    """How far a situation is."""
    if not count:
        return Standing(_("not written down yet"), "todo")
    words = ngettext("%(count)d step", "%(count)d steps", count)
    settled = state == Situation.State.SETTLED
    label = f"{words % {'count': count}}, {Situation.State(state).label}"
    return Standing(label, "done" if settled else "now")


@dataclass(frozen=True)
class SideRow:
    """How far one moment of a process is written down, and what it takes a week."""

    moment: str
    label: str
    standing: Standing
    total: str
    roles: str
    empty: bool


def sides(
    situations: Mapping[str, Situation], steps: Mapping[UUID, Sequence[Step]]
) -> list[SideRow]:
    """Now and later beside each other."""
    rows = []
    for moment in Situation.Moment:
        found = situations.get(moment.value)
        mine = steps[found.pk] if found else []
        rows.append(
            SideRow(
                moment.value,
                str(moment.label),
                standing(found.state if found else "", len(mine)),
                weekly_words(mine),
                ", ".join(role_names(mine)),
                not mine,
            )
        )
    return rows


def weekly_words(steps: Sequence[Step]) -> str:
    """What all steps take in a week, as far as it is known."""
    known = [step for step in steps if step.minutes is not None and step.often is not None]
    if not known:
        return ""
    minutes = sum(float(step.minutes or 0) * float(step.often or 0) for step in known)
    said = {
        "hours": number_words(minutes / 60),
        "known": len(known),
        "count": len(steps),
    }
    if len(known) == len(steps):
        return _("%(hours)s hours a week") % said
    return _("%(hours)s hours a week, known of %(known)d of %(count)d steps") % said


@dataclass(frozen=True)
class StepRow:
    """One row of the table beside a picture. `step` is None for an event or a gateway."""

    number: int
    name: str
    kind: str
    role: str
    step: Step | None
    after: str
    minutes: str
    is_step: bool
    pointers: Sequence[Pointer] = ()


def step_rows(
    seen: Picture, pointed: Mapping[str, Sequence[Pointer]] | None = None
) -> list[StepRow]:
    """The model as a table, in the order of the work; with what points at each step."""
    rows, told = [], rows_of(seen.model)
    kinds = {row.number: kind_words(row.node.kind) for row in told}
    for row in told:
        step = seen.steps.get(row.node.id)
        ways = [f"{one.number} ({one.name or kinds[one.number]})" for one in row.after]
        role = " / ".join(row.roles) or row.pool
        rows.append(
            StepRow(
                row.number,
                row.node.name or kind_words(row.node.kind),
                kind_words(row.node.kind),
                role,
                step,
                ", ".join(ways),
                minutes_words(step.minutes, step.often) if step else "",
                row.node.shape is Shape.BOX,
                (pointed or {}).get(step.key, ()) if step else (),
            )
        )
    return rows


def minutes_words(minutes: Decimal | None, often: Decimal | None) -> str:
    """How long, and how often."""
    if minutes is None:
        return ""
    said = _("%(minutes)s minutes") % {"minutes": number_words(minutes)}
    if often is None:
        return said
    return _("%(minutes)s, %(often)s times a week") % {
        "minutes": said,
        "often": number_words(often),
    }


def number_words(value: Decimal | float) -> str:
    """A number as people write it: no nought behind the comma."""
    said = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return number_format(str(said).removesuffix(".0"), use_l10n=True)


_KINDS: dict[NodeKind, StrPromise] = {
    NodeKind.START: gettext_lazy("Start"),
    NodeKind.END: pgettext_lazy("process", "End"),
    NodeKind.PARALLEL: gettext_lazy("At the same time"),
    **dict.fromkeys(GATEWAYS - {NodeKind.PARALLEL}, gettext_lazy("Choice")),
    **dict.fromkeys(EVENTS - {NodeKind.START, NodeKind.END}, gettext_lazy("Event")),
    **dict.fromkeys(CONTAINERS, gettext_lazy("Part with steps of its own")),
}


def kind_words(kind: NodeKind) -> str:
    """What an element is."""
    return str(_KINDS[kind]) if kind in _KINDS else pgettext("process", "Step")


def owner_choices(actor: Actor) -> list[tuple[str, str]]:
    """Members who can see to a process. One statement."""
    choices = []
    for member in members(actor):
        own = [role for role in member.roles if not role.of_workspace]
        if own:
            choices.append((str(own[0].membership_id), f"{member.name} ({own[0].label})"))
    return choices


def role_names(steps: Sequence[Step]) -> list[str]:
    """The roles in some steps, each once, as they came."""
    found: dict[str, str] = {}
    for step in steps:
        if step.role:
            found.setdefault(fold_key(step.role), step.role)
    return list(found.values())


@dataclass(frozen=True)
class PartRow:
    """What one process asks of a group: steps now and later, minutes a week now and later."""

    process: Process
    now: int
    later: int
    roles: str


def group_part(actor: Actor, group_id: UUID) -> list[PartRow]:
    """The processes in which a group does work. Three statements, however many there are."""
    ties = Performer.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, group_id=group_id
    )
    roles = {row.role_key: row.role for row in ties}
    if not roles:
        return []
    processes = {each.pk: each for each in visible_processes(actor).present()}
    rows = Step.objects.present().filter(
        workspace_id=actor.tenant,
        situation__process_id__in=list(processes),
        situation__replaced_at=None,
    )
    found: dict[UUID, dict[str, int]] = {}
    named: dict[UUID, dict[str, None]] = {}
    counted = rows.values_list("situation__process_id", "situation__moment", "role")
    for process_id, moment, role in counted:
        if fold_key(role) in roles:
            mine = found.setdefault(process_id, {"now": 0, "later": 0})
            mine[moment] += 1
            named.setdefault(process_id, {})[roles[fold_key(role)]] = None
    return [
        PartRow(each, found[key]["now"], found[key]["later"], ", ".join(named[key]))
        for key, each in processes.items()
        if key in found
    ]
