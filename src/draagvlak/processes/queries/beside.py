"""The view of the project and that of the groups, beside each other, for one process.

Nothing is averaged: where a group says something else, both stand there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.processes.models import Step
from draagvlak.processes.queries.lists import minutes_words
from draagvlak.processes.queries.remarks import (
    RemarkRow,
    Said,
    group_standings,
    open_count,
    remarks_by_place,
    told,
    visible_remarks,
)
from draagvlak.processes.queries.whole import wholes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Process, Remark
    from draagvlak.processes.queries.remarks import GroupStanding


@dataclass(frozen=True)
class BesideLine:
    """One step: what the project wrote down, and what groups say of it."""

    title: str
    moment: str
    role: str
    figures: str
    step: Step | None
    said: Said


@dataclass(frozen=True)
class Beside:
    """Both views of one process. `gone`: remarks about steps that are not there any more."""

    lines: list[BesideLine]
    general: Said
    gone: list[RemarkRow]
    standings: list[GroupStanding]
    waiting: int
    lead: str


def beside(actor: Actor, process: Process) -> Beside:
    """Both views. Eight statements, however much is said."""
    (whole,) = wholes(actor, process)
    remarks = list(visible_remarks(actor).filter(process_id=process.pk).order_by("said_on", "pk"))
    steps = whole.steps()
    by_place = remarks_by_place(actor, remarks, steps)
    lines = []
    for step in steps:
        rows = by_place.pop((step.situation.moment, step.key), [])
        if rows:
            lines.append(
                BesideLine(
                    step.name or _("a step without a name"),
                    str(step.situation.get_moment_display()),
                    step.role,
                    _figures(step),
                    step,
                    told(rows),
                )
            )
    general = told(by_place.pop(("", ""), []))
    gone = [row for rows in by_place.values() for row in rows if row.remark.right is not True]
    standings = group_standings(actor, whole, remarks)
    waiting = open_count(remarks)
    return Beside(lines, general, gone, standings, waiting, _lead(standings, waiting, remarks))


def _figures(step: Step) -> str:
    found = [minutes_words(step.minutes, step.often)]
    if step.fate:
        found.append(str(step.get_fate_display()))
    return ", ".join(filter(None, found)) or _("no time written down")


def _lead(standings: Sequence[GroupStanding], waiting: int, remarks: Sequence[Remark]) -> str:
    """What it comes to, in a sentence."""
    if not standings:
        return _("No group does work in this yet. Say on the page of the process who does what.")
    sure = sum(row.holds for row in standings)
    said = {"sure": sure, "count": len(standings), "waiting": waiting}
    words = ngettext(
        "%(sure)d of %(count)d groups confirmed it.",
        "%(sure)d of %(count)d groups confirmed it.",
        sure,
    )
    if len(standings) == 1:
        words = _("The group confirmed it.") if sure else _("The group has not confirmed it yet.")
    words %= said
    if waiting:
        more = ngettext(
            "%(waiting)d correction waits for an answer.",
            "%(waiting)d corrections wait for an answer.",
            waiting,
        )
        return f"{words} {more % said}"
    if not remarks:
        return f"{words} {_('Nobody said anything yet.')}"
    return words


def step_at(actor: Actor, process: Process, moment: str, key: str) -> Step | None:
    """The step with a key, as it stands now or later; None when it is not there any more."""
    if not key:
        return None
    rows = Step.objects.present().filter(
        workspace_id=actor.tenant,
        situation__process_id=process.pk,
        situation__moment=moment,
        situation__replaced_at=None,
        key=key,
    )
    return rows.select_related("situation__process").first()


@dataclass(frozen=True)
class StepPlace:
    """A step as other pages name it."""

    id: UUID
    name: str
    process_id: UUID
    process: str
    moment: str
    key: str
    role: str


def step_places(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, StepPlace]:
    """Steps of this programme by key, also those that are not there any more. One statement."""
    rows = Step.objects.filter(
        workspace_id=actor.tenant,
        situation__process__programme_id=actor.programme_id,
        pk__in=list(ids),
    )
    found = rows.values_list(
        "pk",
        "name",
        "situation__process_id",
        "situation__process__name",
        "situation__moment",
        "key",
        "role",
    )
    return {row[0]: StepPlace(*row) for row in found}


def remark_row(actor: Actor, remark: Remark, step: Step | None) -> RemarkRow:
    """One remark as everybody reads it."""
    found = remarks_by_place(actor, [remark], [step] if step else [])
    return found[remark.moment, remark.key][0]
