"""What the groups say of their work now and later, beside what the project wrote down."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.core.blind_keys import blind
from draagvlak.core.policy import EDITORS, SIGHT, Data, Sight, sees
from draagvlak.core.remembered import remembered
from draagvlak.organisations.queries import groups_in_sight
from draagvlak.processes.models import Confirmation, Remark, Situation
from draagvlak.processes.queries.access import performers
from draagvlak.processes.queries.lists import (
    minutes_words,
    number_words,
    written_processes,
)
from draagvlak.processes.queries.whole import (
    mark_of_part,
    mark_of_step,
    ties_by_group,
    wholes,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group
    from draagvlak.processes.models import Process, Step
    from draagvlak.processes.queries.whole import Whole

COUNTED_FROM = 5
"""Fewer voices of a group are “a few”: nobody can be recognised by a number."""
Place = tuple[str, str]
"""A step by its moment and key; the whole process has neither."""


def author_mark(actor: Actor, group: Group) -> str:
    """The same for the same person in a group; without the server's key it leads to nobody."""
    return blind(f"processes.remark:{group.pk}:{actor.user_id}")


def remark_readers() -> str:
    """Who reads what a group says: who sees all groups, and the people of the group."""
    roles = [
        str(role.label)
        for role, how in SIGHT[Data.REGISTER].items()
        if how is Sight.FULL and sees(Data.PROCESS, frozenset({role}))
    ]
    return _("%(roles)s, and the people of this group") % {"roles": ", ".join(roles)}


def visible_remarks(actor: Actor) -> QuerySet[Remark]:
    """Of this programme and of the groups in sight, but for what was taken back."""
    rows = Remark.objects.filter(
        workspace_id=actor.tenant,
        process__programme_id=actor.programme_id,
        group_id__in=groups_in_sight(actor).values("pk"),
    )
    return rows.exclude(state=Remark.State.WITHDRAWN).select_related("group", "process")


def access_remark(actor: Actor, process: Process, remark_id: UUID) -> Remark:
    """One remark about a process that was accessed, or Http404."""
    return get_object_or_404(visible_remarks(actor), process_id=process.pk, pk=remark_id)


def open_remark(actor: Actor, process: Process, group: Group, place: Place) -> Remark | None:
    """What this actor said about a step and is not handled yet."""
    rows = Remark.objects.filter(
        workspace_id=actor.tenant,
        process_id=process.pk,
        group_id=group.pk,
        moment=place[0],
        key=place[1],
        author_mark=author_mark(actor, group),
        state=Remark.State.OPEN,
    )
    return rows.select_related("group", "process").first()


@dataclass(frozen=True)
class RemarkRow:
    """One thing that a group says, as everybody reads it."""

    remark: Remark
    who: str
    figures: str
    is_open: bool
    is_mine: bool
    is_outdated: bool
    has_values: bool
    about: str


@dataclass(frozen=True)
class Said:
    """What is said about one step or one process: who agrees in a few words, and the rest."""

    agree: str
    rows: list[RemarkRow]

    def __bool__(self) -> bool:
        return bool(self.agree or self.rows)


def remarks_by_place(
    actor: Actor, rows: Iterable[Remark], steps: Sequence[Step]
) -> dict[Place, list[RemarkRow]]:
    """Remarks of one process by the step they are about, oldest day first."""
    known = {(step.situation.moment, step.key): step for step in steps}
    found: dict[Place, list[RemarkRow]] = defaultdict(list)
    for row in rows:
        place = (row.moment, row.key)
        found[place].append(_row(actor, row, known.get(place)))
    return found


def _row(actor: Actor, row: Remark, step: Step | None) -> RemarkRow:
    outdated = bool(row.key) and (step is None or row.about != mark_of_step(step))
    figures = [minutes_words(row.minutes, row.often)]
    if row.minutes is None and row.often is not None:
        figures = [_("%(often)s times a week") % {"often": number_words(row.often)}]
    if row.fate:
        figures.append(str(row.get_fate_display()))
    moments = dict(Situation.Moment.choices)
    return RemarkRow(
        row,
        who_words(row),
        ", ".join(filter(None, figures)),
        row.state == Remark.State.OPEN and row.right is not True,
        row.author_mark == author_mark(actor, row.group),
        outdated and row.state == Remark.State.OPEN,
        row.minutes is not None or row.often is not None or bool(row.fate),
        str(moments.get(row.moment, "")),
    )


def who_words(row: Remark) -> str:
    """Who says it: the group, and a name only where it was given."""
    if row.by_name:
        return _("%(name)s, of %(group)s") % {"name": row.by_name, "group": row.group.name}
    if row.noted:
        return _("%(group)s, written down by a guide") % {"group": row.group.name}
    return _("Somebody of %(group)s") % {"group": row.group.name}


def told(rows: Sequence[RemarkRow]) -> Said:
    """Those who agree as a few words, the others one by one."""
    agree = sum(row.remark.right is True and not row.is_outdated for row in rows)
    others = [row for row in rows if row.remark.right is not True]
    return Said(agree_words(agree), others)


def agree_words(count: int) -> str:
    """How many say that it is right; a small number stays vague."""
    if not count:
        return ""
    if count < COUNTED_FROM:
        return _("A few say: this is right.")
    return _("%(count)d say: this is right.") % {"count": count}


def open_count(rows: Iterable[Remark]) -> int:
    """How many of these wait for an answer."""
    return sum(row.state == Remark.State.OPEN and row.right is not True for row in rows)


@dataclass(frozen=True)
class GroupStanding:
    """How far one group is with one process."""

    group: Group
    roles: str
    confirmation: Confirmation | None
    holds: bool
    waiting: int
    words: str
    dot: str
    mark: str
    """Of its steps as they are read now: who confirms, confirms these."""


def part_roles(whole: Whole, roles: Mapping[str, str]) -> dict[str, str]:
    """The roles of a group that do something in a process, by their key."""
    here = whole.roles()
    return {key: name for key, name in roles.items() if key in here}


def confirmations_of(
    actor: Actor, processes: Iterable[UUID]
) -> dict[tuple[UUID, UUID], Confirmation]:
    """What groups confirmed, by process and group. One statement."""
    rows = Confirmation.objects.filter(
        workspace_id=actor.tenant, process_id__in=list(processes), removed_at=None
    )
    return {(row.process_id, row.group_id): row for row in rows}


def standing_of(
    group: Group,
    roles: Mapping[str, str],
    whole: Whole,
    confirmation: Confirmation | None,
    remarks: Iterable[Remark],
) -> GroupStanding:
    """Whether a group confirmed its part of a process, and whether that still holds."""
    mark = mark_of_part(whole.steps(), roles.keys())
    holds = confirmation is not None and confirmation.about == mark
    waiting = open_count(remarks)
    words, dot = _standing_words(confirmation, waiting, holds=holds)
    names = ", ".join(roles.values())
    return GroupStanding(group, names, confirmation, holds, waiting, words, dot, mark)


def _standing_words(
    confirmation: Confirmation | None, waiting: int, *, holds: bool
) -> tuple[str, str]:
    if confirmation is not None and holds:
        return _("confirmed by the group"), "done"
    if confirmation is not None:
        return _("confirmed, changed since"), "todo"
    if waiting:
        words = ngettext("%(count)d correction waits", "%(count)d corrections wait", waiting)
        return words % {"count": waiting}, "now"
    return _("not confirmed yet"), "todo"


def group_standings(actor: Actor, whole: Whole, remarks: Sequence[Remark]) -> list[GroupStanding]:
    """The groups in sight that do work in a process, by name. Three statements."""
    ties = performers(actor)
    tied = ties_by_group(ties)
    known = {each.pk: each for each in groups_in_sight(actor).filter(pk__in=list(tied))}
    confirmed = confirmations_of(actor, [whole.process.pk])
    rows = []
    for key, group in known.items():
        roles = part_roles(whole, tied[key])
        if roles:
            mine = [row for row in remarks if row.group_id == key]
            found = confirmed.get((whole.process.pk, key))
            rows.append(standing_of(group, roles, whole, found, mine))
    return sorted(rows, key=lambda row: row.group.name.casefold())


def waiting_by_process(actor: Actor) -> dict[UUID, int]:
    """How many remarks wait for an answer, per process; for who answers. One statement."""
    if not actor.has(*EDITORS):
        return {}
    rows = Remark.objects.filter(
        workspace_id=actor.tenant,
        process__programme_id=actor.programme_id,
        process__archived_at=None,
        state=Remark.State.OPEN,
    ).exclude(right=True)
    counted = rows.order_by().values_list("process_id").annotate(many=Count("pk"))
    return dict(counted)


def unconfirmed_count(actor: Actor) -> int:
    """How many processes are written down and miss the confirmation of a group."""
    return remembered(actor, "processes.unconfirmed", lambda: _unconfirmed(actor))


def _unconfirmed(actor: Actor) -> int:
    tied = ties_by_group(performers(actor))
    written = written_processes(actor)
    confirmed = confirmations_of(actor, written)
    some = {process for process, _group in confirmed}
    found = wholes(actor, only=some) if some else []
    sure = sum(_is_confirmed(whole, tied, confirmed) for whole in found)
    return len(written) - sure


def _is_confirmed(
    whole: Whole,
    tied: Mapping[UUID, Mapping[str, str]],
    confirmed: Mapping[tuple[UUID, UUID], Confirmation],
) -> bool:
    """Whether every group that works in a process confirmed it; without a group nobody did."""
    parts = {group: part_roles(whole, roles) for group, roles in tied.items()}
    parts = {group: roles for group, roles in parts.items() if roles}
    return bool(parts) and all(
        _holds(confirmed.get((whole.process.pk, group)), whole, roles)
        for group, roles in parts.items()
    )


def _holds(found: Confirmation | None, whole: Whole, roles: Collection[str]) -> bool:
    return found is not None and found.about == mark_of_part(whole.steps(), roles)
