"""What changes for one group: in every process in which it does the work of a role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.lib.fold import fold_key
from draagvlak.organisations.queries import groups, sees_everyone
from draagvlak.processes.models import Correction, Performer, Situation
from draagvlak.processes.queries.access import steps_of, visible_processes
from draagvlak.processes.queries.difference import StepChange, difference_of
from draagvlak.processes.queries.lists import number_words
from draagvlak.processes.queries.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.queries import GroupRow
    from draagvlak.processes.models import Process, Step


@dataclass(frozen=True)
class ProcessChange:
    """What changes for a group in one process; `missing` when it is not written down whole."""

    process: Process
    roles: str
    rows: list[StepChange]
    time: str
    missing: bool


def own_groups(actor: Actor) -> list[GroupRow]:
    """The groups of who sees only their own, as far as they do work in a process."""
    if sees_everyone(actor):
        return []
    ties = Performer.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    tied = set(ties.values_list("group_id", flat=True))
    return [row for row in groups(actor) if row.id in tied]


def group_changes(actor: Actor, group_id: UUID) -> list[ProcessChange]:
    """Per process what changes for a group. Five statements, however many processes there are."""
    ties = Performer.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, group_id=group_id
    )
    roles = {row.role_key: row.role for row in ties}
    processes = {each.pk: each for each in visible_processes(actor).present()} if roles else {}
    rows = Situation.objects.filter(
        workspace_id=actor.tenant, process_id__in=list(processes), replaced_at=None
    ).select_related("source")
    situations = list(rows)
    steps = steps_of(actor, situations)
    said: dict[UUID, list[Correction]] = {key: [] for key in processes}
    kept = Correction.objects.filter(
        workspace_id=actor.tenant, process_id__in=list(processes), removed_at=None
    )
    for row in kept.order_by("pk"):
        said[row.process_id].append(row)
    found = []
    for key, process in processes.items():
        mine = {each.moment: each for each in situations if each.process_id == key}
        every = [step for each in mine.values() for step in steps[each.pk]]
        here = list(dict.fromkeys(fold_key(step.role) for step in every))
        named = [roles[role] for role in here if role in roles]
        if named:
            sides = {moment: (each, steps[each.pk]) for moment, each in mine.items()}
            found.append(_change(process, sides, said[key], named))
    return found


def _change(
    process: Process,
    sides: dict[str, tuple[Situation, list[Step]]],
    said: Sequence[Correction],
    roles: list[str],
) -> ProcessChange:
    """One process, for some roles in it."""
    now, later = sides.get(Situation.Moment.NOW), sides.get(Situation.Moment.LATER)
    words = ", ".join(roles)
    if now is None or later is None or not now[1] or not later[1]:
        return ProcessChange(process, words, [], "", missing=True)
    seen = difference_of(picture(process, *now), picture(process, *later), said)
    keys = {fold_key(role) for role in roles}
    rows = [row for row in seen.rows if keys & {fold_key(role) for role in row.roles}]
    return ProcessChange(process, words, rows, _time(now[1], later[1], keys), missing=False)


def _time(now: Sequence[Step], later: Sequence[Step], keys: set[str]) -> str:
    """How many minutes a week the work of these roles takes now and later, if all are known."""
    sums = []
    for steps in (now, later):
        mine = [step for step in steps if fold_key(step.role) in keys]
        if any(step.minutes is None or step.often is None for step in mine):
            return ""
        sums.append(sum(float(step.minutes or 0) * float(step.often or 0) for step in mine))
    said = {"now": number_words(sums[0]), "later": number_words(sums[1])}
    return _("Minutes a week together: now %(now)s, later %(later)s.") % said
