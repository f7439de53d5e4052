"""What changes for one group: in every process in which it does the work of a role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.organisations.queries import belongs_to, groups
from draagvlak.processes.models import Performer, Remark, Situation
from draagvlak.processes.queries.difference import Couple
from draagvlak.processes.queries.impact import concerns_roles, minutes_added
from draagvlak.processes.queries.lists import minutes_words, number_words
from draagvlak.processes.queries.remarks import (
    Said,
    confirmations_of,
    part_roles,
    remarks_by_place,
    standing_of,
    told,
    visible_remarks,
)
from draagvlak.processes.queries.whole import wholes, working_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group
    from draagvlak.organisations.queries import GroupRow
    from draagvlak.processes.models import Process, Step
    from draagvlak.processes.queries.difference import ChangeRow, StepChange
    from draagvlak.processes.queries.remarks import GroupStanding, Place, RemarkRow
    from draagvlak.processes.queries.whole import Whole


@dataclass(frozen=True)
class GroupLine:
    """One step of a group: what changes, how long it takes, and what the group says of it."""

    title: str
    rows: Sequence[ChangeRow]
    now: Step | None
    later: Step | None
    now_words: str
    later_words: str
    said: Said
    mine: Remark | None

    @property
    def step(self) -> Step | None:
        """The row that the group speaks about: as it will be, or else as it is."""
        return self.later or self.now

    @property
    def step_key(self) -> str:
        """Its key in an address."""
        return str(self.step.pk) if self.step else ""

    @property
    def other_key(self) -> str:
        """The key of the same step as it is now, when it stays."""
        return str(self.now.pk) if self.now and self.later else ""


@dataclass(frozen=True)
class ProcessChange:
    """What changes for a group in one process; `missing` when it is not written down whole."""

    process: Process
    roles: str
    lines: list[GroupLine]
    same: list[GroupLine]
    time: str
    missing: bool
    standing: GroupStanding
    general: Said = field(default_factory=lambda: Said("", []))


def own_groups(actor: Actor) -> list[GroupRow]:
    """The groups that somebody is in, as far as they do work in a process."""
    mine = belongs_to(actor)
    if not mine:
        return []
    ties = Performer.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, group_id__in=mine
    )
    tied = set(ties.values_list("group_id", flat=True))
    return [row for row in groups(actor) if row.id in tied]


def group_changes(actor: Actor, group: Group) -> list[ProcessChange]:
    """Per process what changes for a group, and what it says of that.

    Eight statements, however many processes there are.
    """
    ties = Performer.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, group_id=group.pk
    )
    roles = {row.role_key: row.role for row in ties}
    found = wholes(actor, only=working_in(actor, roles)) if roles else []
    processes = [whole.process.pk for whole in found]
    said: dict[UUID, list[Remark]] = {key: [] for key in processes}
    remarks = visible_remarks(actor).filter(group_id=group.pk, process_id__in=processes)
    for row in remarks.order_by("said_on", "pk"):
        said[row.process_id].append(row)
    confirmed = confirmations_of(actor, processes)
    changes = []
    for whole in found:
        here = part_roles(whole, roles)
        kept = confirmed.get((whole.process.pk, group.pk))
        mine = said[whole.process.pk]
        standing = standing_of(group, here, whole, kept, mine)
        changes.append(_change(actor, whole, here, mine, standing))
    return changes


def _change(
    actor: Actor,
    whole: Whole,
    roles: Mapping[str, str],
    remarks: Sequence[Remark],
    standing: GroupStanding,
) -> ProcessChange:
    """One process, for some roles in it."""
    seen = whole.difference()
    by_place = remarks_by_place(actor, remarks, whole.steps())
    told_by: dict[tuple[str, str], StepChange] = {}
    if seen is not None:
        couples = [each for each in seen.couples if concerns_roles(each, roles)]
        told_by = {(row.old, row.new): row for row in seen.rows}
    else:
        couples = [
            Couple(step.key, "", step, None)
            if step.situation.moment == Situation.Moment.NOW
            else Couple("", step.key, None, step)
            for step in whole.steps()
        ]
        couples = [each for each in couples if concerns_roles(each, roles)]
    lines = [_line(each, told_by.get((each.old, each.new)), by_place) for each in couples]
    return ProcessChange(
        whole.process,
        ", ".join(roles.values()),
        [line for line in lines if line.rows],
        [line for line in lines if not line.rows],
        time_words(couples, roles) if seen else "",
        seen is None,
        standing,
        told(by_place.get(("", ""), [])),
    )


def _line(
    couple: Couple,
    change: StepChange | None,
    by_place: Mapping[Place, Sequence[RemarkRow]],
) -> GroupLine:
    step = couple.later or couple.now
    rows = [
        row
        for each in (couple.now, couple.later)
        if each
        for row in by_place.get((each.situation.moment, each.key), ())
    ]
    mine = next((r.remark for r in rows if r.is_mine and r.remark.state == Remark.State.OPEN), None)
    return GroupLine(
        (step.name if step else "") or _("a step without a name"),
        change.rows if change else (),
        couple.now,
        couple.later,
        minutes_words(couple.now.minutes, couple.now.often) if couple.now else "",
        minutes_words(couple.later.minutes, couple.later.often) if couple.later else "",
        told(rows),
        mine,
    )


def time_words(couples: Sequence[Couple], roles: Mapping[str, str]) -> str:
    """How many minutes a week come with it and how many go, and what is not known."""
    found = [minutes_added(each, roles) for each in couples]
    more = sum(each for each in found if each and each > 0)
    less = -sum(each for each in found if each and each < 0)
    unknown = sum(each is None for each in found)
    said = []
    if more:
        said.append(_("%(minutes)s minutes more") % {"minutes": number_words(more)})
    if less:
        said.append(_("%(minutes)s minutes less") % {"minutes": number_words(less)})
    if not said:
        return ""
    words = _("A week: %(minutes)s.") % {"minutes": ", ".join(said)}
    if unknown:
        more_words = ngettext(
            "Of %(count)d step the time is not known.",
            "Of %(count)d steps the time is not known.",
            unknown,
        )
        words = f"{words} {more_words % {'count': unknown}}"
    return words
