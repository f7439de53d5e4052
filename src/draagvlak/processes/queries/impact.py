"""What the change comes to per group: how much is new, different, gone, moved, and how much time.

Minutes that come and minutes that go are told apart: a balance hides who carries the change.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from draagvlak.core.remembered import remembered
from draagvlak.organisations.queries import groups
from draagvlak.processes.queries.access import performers
from draagvlak.processes.queries.lists import number_words
from draagvlak.processes.queries.whole import role_key, wholes, working_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Step
    from draagvlak.processes.queries.difference import Couple, StepChange
    from draagvlak.processes.queries.whole import Whole

LEVELS = 4
_LITTLE = 0.05
"""Fewer minutes a week than anybody writes down."""


class Aspect(StrEnum):
    """In which way the work of a group changes."""

    NEW = "new"
    DIFFERENT = "different"
    GONE = "gone"
    MOVED = "moved"
    SYSTEM = "system"
    MORE = "more"
    LESS = "less"
    UNKNOWN = "unknown"


LABELS: dict[Aspect, StrPromise] = {
    Aspect.NEW: pgettext_lazy("aspect", "New"),
    Aspect.DIFFERENT: pgettext_lazy("aspect", "Different"),
    Aspect.GONE: pgettext_lazy("aspect", "Goes"),
    Aspect.MOVED: pgettext_lazy("aspect", "Moves"),
    Aspect.SYSTEM: pgettext_lazy("aspect", "Other system"),
    Aspect.MORE: pgettext_lazy("aspect", "Minutes more"),
    Aspect.LESS: pgettext_lazy("aspect", "Minutes less"),
    Aspect.UNKNOWN: pgettext_lazy("aspect", "Time unknown"),
}
IN_MINUTES = (Aspect.MORE, Aspect.LESS)
SHOWN = tuple(aspect for aspect in Aspect if aspect is not Aspect.UNKNOWN)
OF_STEPS = tuple(aspect for aspect in SHOWN if aspect not in IN_MINUTES)


@dataclass(frozen=True)
class Reason:
    """Why something stands in a cell: one step of one process."""

    process: UUID
    process_name: str
    title: str
    sentence: str
    minutes: float = 0
    step: tuple[str, str] = ("", "")


@dataclass
class Shares:
    """Everything that changes for one group, by aspect."""

    reasons: dict[Aspect, list[Reason]] = field(default_factory=lambda: defaultdict(list))
    steps: set[tuple[UUID, str, str]] = field(default_factory=set)

    def add(self, aspect: Aspect, reason: Reason, couple: Couple) -> None:
        self.reasons[aspect].append(reason)
        if aspect in OF_STEPS:
            self.steps.add((reason.process, couple.old, couple.new))


@dataclass(frozen=True)
class Tally:
    """How much one group gets: per aspect how many steps, and how many minutes a week."""

    counts: Mapping[Aspect, int]
    minutes: Mapping[Aspect, float]
    steps: int


def weekly(step: Step | None) -> float | None:
    """What a step takes in a week; None when that is not known."""
    if step is None:
        return 0.0
    if step.minutes is None or step.often is None:
        return None
    return float(step.minutes) * float(step.often)


def minutes_added(couple: Couple, roles: Collection[str]) -> float | None:
    """The minutes a week that a step brings to some roles (less than nought: takes away)."""
    was = weekly(couple.now if _of(couple.now, roles) else None)
    becomes = weekly(couple.later if _of(couple.later, roles) else None)
    return None if was is None or becomes is None else becomes - was


def concerns_roles(couple: Couple, roles: Collection[str]) -> bool:
    """Whether a step is the work of some roles, now or later."""
    return _of(couple.now, roles) or _of(couple.later, roles)


def _of(step: Step | None, roles: Collection[str]) -> bool:
    return step is not None and role_key(step.role) in roles


def shares_of(found: Sequence[Whole], ties: Mapping[str, UUID]) -> dict[UUID, Shares]:
    """What changes per group in some processes. `ties`: role (by key) → group."""
    shares: dict[UUID, Shares] = defaultdict(Shares)
    for whole in found:
        if not whole.roles() & ties.keys():
            continue
        seen = whole.difference()
        if seen is None:
            continue
        told = {(row.old, row.new): row for row in seen.rows}
        for couple in seen.couples:
            _weigh(whole, couple, told.get((couple.old, couple.new)), ties, shares)
    return shares


def _weigh(
    whole: Whole,
    couple: Couple,
    told: StepChange | None,
    ties: Mapping[str, UUID],
    shares: dict[UUID, Shares],
) -> None:
    """Add one step to the shares of the groups whose work it is, now or later."""
    was = ties.get(role_key(couple.now.role)) if couple.now else None
    becomes = ties.get(role_key(couple.later.role)) if couple.later else None
    step = couple.later or couple.now
    name = step.name if step else ""
    for group in {was, becomes} - {None}:
        if group is None:
            continue
        said = _aspects(couple, told, moved=was != becomes)
        for aspect, sentence in said.items():
            key = (couple.old, couple.new)
            reason = Reason(whole.process.pk, whole.process.name, name, sentence, step=key)
            shares[group].add(aspect, reason, couple)
        mine = {role for role, tied in ties.items() if tied == group}
        minutes = minutes_added(couple, mine)
        if minutes is None:
            if said:
                words = _("It is not known how long “%(name)s” takes, or how often.")
                reason = Reason(whole.process.pk, whole.process.name, name, words % {"name": name})
                shares[group].add(Aspect.UNKNOWN, reason, couple)
        elif abs(minutes) >= _LITTLE:
            aspect = Aspect.MORE if minutes > 0 else Aspect.LESS
            sentence = minutes_told(couple, mine)
            reason = Reason(whole.process.pk, whole.process.name, name, sentence, abs(minutes))
            shares[group].add(aspect, reason, couple)


def _aspects(couple: Couple, told: StepChange | None, *, moved: bool) -> dict[Aspect, str]:
    """In which ways a step changes, each with its sentences."""
    rows = told.rows if told else []
    if couple.now is None:
        return {Aspect.NEW: " ".join(row.sentence for row in rows)}
    if couple.later is None:
        return {Aspect.GONE: " ".join(row.sentence for row in rows)}
    found: dict[Aspect, list[str]] = {}
    for row in rows:
        if row.kind == "time":
            continue
        aspect = Aspect.DIFFERENT
        if row.kind == "system":
            aspect = Aspect.SYSTEM
        elif row.kind == "moved" and moved:
            aspect = Aspect.MOVED
        found.setdefault(aspect, []).append(row.sentence)
    return {aspect: " ".join(sentences) for aspect, sentences in found.items()}


def minutes_told(couple: Couple, roles: Collection[str]) -> str:
    """How many minutes a week a step takes of some roles now, and later."""
    was = weekly(couple.now if _of(couple.now, roles) else None) or 0
    becomes = weekly(couple.later if _of(couple.later, roles) else None) or 0
    said = {"now": number_words(was), "later": number_words(becomes)}
    return _("Minutes a week: now %(now)s, later %(later)s.") % said


def tallies(actor: Actor) -> dict[UUID, Tally]:
    """How much changes per group, in all processes. Six statements; none while nothing changes."""
    return remembered(actor, "processes.impact", lambda: _tallies(actor))


def _tallies(actor: Actor) -> dict[UUID, Tally]:
    return {
        group: Tally(
            {aspect: len(share.reasons[aspect]) for aspect in Aspect},
            {
                aspect: sum(reason.minutes for reason in share.reasons[aspect])
                for aspect in IN_MINUTES
            },
            len(share.steps),
        )
        for group, share in shares_of(wholes(actor), _ties(actor)).items()
    }


def _ties(actor: Actor) -> dict[str, UUID]:
    return {key: tie.group_id for key, tie in performers(actor).items()}


@dataclass(frozen=True)
class Cell:
    """One cell of a heat map: its words, how much it is, and which reasons lie behind it."""

    label: str
    words: str
    level: int
    aspect: str = ""


@dataclass(frozen=True)
class Line:
    """One group of a heat map."""

    id: UUID
    name: str
    cells: list[Cell]
    steps: int
    unknown: int


def heat_lines(actor: Actor) -> list[Line]:
    """Group × aspect, of the groups in sight, most changes first."""
    found = tallies(actor)
    rows = [(row, found[row.id]) for row in groups(actor) if row.id in found]
    top: dict[Aspect, float] = {
        aspect: max((_amount(t, aspect) for _g, t in rows), default=0) for aspect in SHOWN
    }
    steps = max((top[aspect] for aspect in OF_STEPS), default=0)
    minutes = max((top[aspect] for aspect in IN_MINUTES), default=0)
    lines = [
        Line(
            group.id,
            group.name,
            [_cell(tally, aspect, minutes if aspect in IN_MINUTES else steps) for aspect in SHOWN],
            tally.steps,
            tally.counts[Aspect.UNKNOWN],
        )
        for group, tally in rows
    ]
    return sorted(lines, key=lambda line: (-line.steps, line.name.casefold()))


def _amount(tally: Tally, aspect: Aspect) -> float:
    return tally.minutes[aspect] if aspect in IN_MINUTES else tally.counts[aspect]


def _cell(tally: Tally, aspect: Aspect, top: float) -> Cell:
    amount = _amount(tally, aspect)
    label = str(LABELS[aspect])
    if not amount:
        return Cell(label, "–", 0)
    return Cell(label, _words(aspect, amount), level_of(amount, top), aspect.value)


def _words(aspect: Aspect, amount: float) -> str:
    if aspect in IN_MINUTES:
        return _("%(minutes)s min.") % {"minutes": number_words(amount)}
    count = int(amount)
    return ngettext("%(count)d step", "%(count)d steps", count) % {"count": count}


def level_of(amount: float, top: float) -> int:
    """How dark a cell is: a quarter of the most, a half, three quarters, or more."""
    return min(LEVELS, 1 + int(LEVELS * amount / top)) if top and amount else 0


@dataclass(frozen=True)
class ReasonList:
    """The reasons behind one cell, per process, with what they add up to."""

    process: UUID
    name: str
    rows: list[Reason]


def reasons_of(actor: Actor, group_id: UUID, aspect: Aspect | None) -> list[ReasonList]:
    """What lies behind a cell; without an aspect everything that changes. Seven statements."""
    ties = {key: group for key, group in _ties(actor).items() if group == group_id}
    every = _ties(actor) if ties else {}
    found = wholes(actor, only=working_in(actor, ties)) if ties else []
    share = shares_of(found, every).get(group_id, Shares())
    rows = share.reasons[aspect] if aspect else _by_step(share)
    lists: dict[UUID, ReasonList] = {}
    for reason in rows:
        mine = lists.setdefault(reason.process, ReasonList(reason.process, reason.process_name, []))
        mine.rows.append(reason)
    return list(lists.values())


def _by_step(share: Shares) -> list[Reason]:
    """Everything that changes, each step once: it says all its sentences."""
    found: dict[tuple[UUID, tuple[str, str]], Reason] = {}
    for aspect in OF_STEPS:
        for reason in share.reasons[aspect]:
            key = (reason.process, reason.step)
            earlier = found.get(key)
            said = f"{earlier.sentence} {reason.sentence}" if earlier else reason.sentence
            found[key] = replace(reason, sentence=said)
    return list(found.values())


def sum_words(aspect: Aspect | None, lists: Sequence[ReasonList]) -> str:
    """What the reasons come to together, in a sentence."""
    rows = [row for each in lists for row in each.rows]
    said = {"count": len(rows), "minutes": number_words(sum(row.minutes for row in rows))}
    if aspect is Aspect.MORE:
        words = ngettext(
            "%(minutes)s minutes a week come with it, in %(count)d step.",
            "%(minutes)s minutes a week come with it, in %(count)d steps.",
            len(rows),
        )
    elif aspect is Aspect.LESS:
        words = ngettext(
            "%(minutes)s minutes a week are freed, in %(count)d step.",
            "%(minutes)s minutes a week are freed, in %(count)d steps.",
            len(rows),
        )
    else:
        words = ngettext("It is about %(count)d step.", "It is about %(count)d steps.", len(rows))
    return words % said


TITLES: dict[Aspect | None, StrPromise] = {
    Aspect.NEW: gettext_lazy("What is new for %(name)s"),
    Aspect.DIFFERENT: gettext_lazy("What goes differently for %(name)s"),
    Aspect.GONE: gettext_lazy("What goes away for %(name)s"),
    Aspect.MOVED: gettext_lazy("What moves to or from %(name)s"),
    Aspect.SYSTEM: gettext_lazy("What %(name)s do in another system"),
    Aspect.MORE: gettext_lazy("What takes %(name)s more time"),
    Aspect.LESS: gettext_lazy("What takes %(name)s less time"),
    Aspect.UNKNOWN: gettext_lazy("Of what we do not know the time, for %(name)s"),
    None: gettext_lazy("Everything that changes for %(name)s"),
}
