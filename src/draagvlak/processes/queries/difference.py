"""What is different later, step by step, in words; and what was said about it by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.lib.bpmn import Mark
from draagvlak.lib.bpmn.model import Shape
from draagvlak.lib.fold import fold_key
from draagvlak.lib.process_diff import (
    Anchor,
    Change,
    ChangeKind,
    Correction,
    Reason,
    Stage,
    Subject,
    compare,
)
from draagvlak.processes.queries.lists import kind_words, number_words
from draagvlak.processes.queries.pictures import Picture, boxes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draagvlak.lib.bpmn import Model
    from draagvlak.lib.process_diff import Pair
    from draagvlak.processes import models

_MARKS = {
    ChangeKind.ADDED: Mark.ADDED,
    ChangeKind.REMOVED: Mark.REMOVED,
    ChangeKind.MOVED: Mark.MOVED,
}
_SURE = 0.75


@dataclass(frozen=True)
class ChangeRow:
    """One change in a sentence. `roles` are those whose work it is, now or later."""

    kind: str
    icon: str
    label: str
    sentence: str
    roles: tuple[str, ...]
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class StepChange:
    """Everything that changes about one step, or about a role."""

    title: str
    rows: list[ChangeRow]
    roles: tuple[str, ...]
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Couple:
    """One step as it is and as it will be, by the rows of their tables; None: not there."""

    old: str
    new: str
    now: models.Step | None
    later: models.Step | None


@dataclass(frozen=True)
class PairRow:
    """Two steps that we hold for one, and why."""

    old: str
    new: str
    old_name: str
    new_name: str
    why: str
    sure: bool
    by_hand: bool


@dataclass(frozen=True)
class Seen:
    """A difference as a page shows it."""

    rows: list[StepChange]
    pairs: list[PairRow]
    marks_old: dict[str, Mark]
    marks_new: dict[str, Mark]
    old_names: list[tuple[str, str]] = field(default_factory=list)
    new_names: list[tuple[str, str]] = field(default_factory=list)
    lost: int = 0
    couples: list[Couple] = field(default_factory=list)


def kept_corrections(rows: Sequence[models.Correction]) -> tuple[Correction, ...]:
    """What was said by hand, as the comparison takes it."""
    return tuple(
        Correction(
            Anchor(row.old_key, row.old_name, row.old_role),
            Anchor(row.new_key, row.new_name, row.new_role),
            row.together,
        )
        for row in rows
    )


def difference_of(old: Picture, new: Picture, corrections: Sequence[models.Correction]) -> Seen:
    """Compare what is with what will be."""
    found = compare(old.model, new.model, kept_corrections(corrections))
    telling = _Telling(old, new)
    rows = [row for change in found.changes if (row := telling.row(change))]
    rows += telling.facts(found.pairs)
    order = _order(old, new, found.pairs)
    rows.sort(key=lambda row: order.get(row.new or row.old, len(order)))
    marks_old: dict[str, Mark] = {}
    marks_new: dict[str, Mark] = {}
    for change in found.changes:
        mark = _MARKS.get(change.kind, Mark.CHANGED)
        if change.old and change.kind is not ChangeKind.ADDED:
            marks_old.setdefault(change.old, mark)
        if change.new:
            marks_new.setdefault(change.new, mark)
    return Seen(
        _by_step(rows, telling),
        telling.pairs(found.pairs),
        marks_old,
        marks_new,
        node_choices(old.model),
        node_choices(new.model),
        len(found.lost_corrections),
        _couples(old, new, found.pairs, order),
    )


def _couples(
    old: Picture, new: Picture, pairs: Sequence[Pair], order: Mapping[str, float]
) -> list[Couple]:
    """Every step of now with the one of later that it becomes, in the order of the work."""
    found = [(pair.old, pair.new) for pair in pairs]
    paired = {each.old for each in pairs}, {each.new for each in pairs}
    found += [(key, "") for key in old.steps if key not in paired[0]]
    found += [("", key) for key in new.steps if key not in paired[1]]
    rows = [Couple(a, b, old.steps.get(a), new.steps.get(b)) for a, b in found]
    rows = [row for row in rows if row.now or row.later]
    return sorted(rows, key=lambda row: order.get(row.new or row.old, len(order)))


def node_choices(model: Model) -> list[tuple[str, str]]:
    """The steps of a model to choose from."""
    return [
        (node.id, f"{node.name or node.id} ({role})" if role else node.name or node.id)
        for node, role in boxes(model)
    ]


def _order(old: Picture, new: Picture, pairs: Sequence[Pair]) -> dict[str, float]:
    """Where each step stands in the work to come; what goes stands behind what stays before it."""
    places: dict[str, float] = {
        node.id: float(at) for at, (node, _role) in enumerate(boxes(new.model))
    }
    stays = {pair.old: pair.new for pair in pairs}
    at = -1.0
    for node, _role in boxes(old.model):
        at = places.get(stays.get(node.id, ""), at)
        places.setdefault(node.id, at + 0.5)
    return places


def _by_step(rows: Sequence[ChangeRow], telling: _Telling) -> list[StepChange]:
    """Changes of one step together."""
    found: dict[tuple[str, str], list[ChangeRow]] = defaultdict(list)
    for row in rows:
        found[row.old, row.new].append(row)
    return [
        StepChange(
            telling.title(old, new) or next(iter(mine[0].roles), ""),
            mine,
            tuple(dict.fromkeys(role for row in mine for role in row.roles)),
            old,
            new,
        )
        for (old, new), mine in found.items()
    ]


def difference_words(seen: Seen, old: Picture, new: Picture) -> str:
    """What the difference comes to, in one or two sentences."""
    count = len(seen.rows)
    if not count:
        return _("Nothing changes in the steps.")
    words = ngettext("%(count)d thing changes.", "%(count)d things change.", count)
    said = words % {"count": count}
    week = sum(map(_weekly, new.steps.values())) - sum(map(_weekly, old.steps.values()))
    if abs(week) < 1 or not (_timed(old) and _timed(new)):
        return said
    hours = number_words(abs(week) / 60)
    more = (
        _("All steps together take %(hours)s hours a week more.")
        if week > 0
        else _("All steps together take %(hours)s hours a week less.")
    )
    return f"{said} {more % {'hours': hours}}"


def _timed(seen: Picture) -> bool:
    """Whether it is known of every step how long it takes, and how often."""
    return all(step.minutes is not None and step.often is not None for step in seen.steps.values())


class _Telling:
    """Knows the words of both models."""

    def __init__(self, old: Picture, new: Picture) -> None:
        self._old, self._new = old, new
        self._names = {node.id: node.name for node in old.model.nodes}
        self._new_names = {node.id: node.name for node in new.model.nodes}
        self._lanes = {one.id: one.name for one in (*old.model.lanes, *new.model.lanes)}
        self._kinds = {node.id: node.kind for node in (*old.model.nodes, *new.model.nodes)}
        self._shapes = {node.id: node.shape for node in (*old.model.nodes, *new.model.nodes)}
        self._roles = [{node.id: role for node, role in boxes(each.model)} for each in (old, new)]

    def title(self, old: str, new: str) -> str:
        """The name of a step as it will be, or was."""
        return self._new_names.get(new) or self._names.get(old) or self._lanes.get(new or old, "")

    def row(self, change: Change) -> ChangeRow | None:
        """One change; None for what nobody notices in the work."""
        if change.subject is Subject.WAY or change.kind is ChangeKind.RETYPED:
            return None
        if change.subject is Subject.ROLE:
            return self._role(change)
        if change.subject is not Subject.STEP:
            return None
        roles = tuple(dict.fromkeys(r for r in (change.role_before, change.role_after) if r))
        icon, label, sentence = self._words(change)
        return ChangeRow(change.kind.value, icon, label, sentence, roles, change.old, change.new)

    def _role(self, change: Change) -> ChangeRow:
        before, after = change.before, change.after
        if change.kind is ChangeKind.ADDED:
            words, icon = _("The role “%(after)s” is new."), "user-plus"
        elif change.kind is ChangeKind.REMOVED:
            words, icon = _("The role “%(before)s” has no work in this any more."), "users"
        else:
            words, icon = _("The role “%(before)s” will be called “%(after)s”."), "pencil"
        sentence = words % {"before": before, "after": after}
        roles = tuple(dict.fromkeys(name for name in (before, after) if name))
        return ChangeRow(change.kind.value, icon, _("role"), sentence, roles)

    def _words(self, change: Change) -> tuple[str, str, str]:
        name = self._names.get(change.old) or self._new_names.get(change.new) or change.before
        said = {
            "name": name or _("a step without a name"),
            "before": change.before,
            "after": change.after,
            "was": change.role_before or _("nobody"),
            "becomes": change.role_after or _("nobody"),
        }
        if change.kind is ChangeKind.ADDED:
            words = _("“%(name)s” is new, for %(becomes)s.")
            return "plus", _("new"), words % {**said, "name": change.after or said["name"]}
        if change.kind is ChangeKind.REMOVED:
            return "x", _("goes"), _("“%(name)s” goes. %(was)s did this.") % said
        if change.kind is ChangeKind.RENAMED:
            words = _("“%(before)s” will be called “%(after)s”.")
            return "pencil", _("other name"), words % said
        if change.kind is ChangeKind.MOVED:
            words = _("“%(name)s” moves from %(was)s to %(becomes)s.")
            return "users", _("other role"), words % said
        if change.kind is ChangeKind.REROUTED:
            return "route", _("other order"), self._route(change, str(said["name"]))
        words = _("“%(name)s” moves to another part: from “%(before)s” to “%(after)s”.")
        return "git-branch", _("other part"), words % said

    def _route(self, change: Change, name: str) -> str:
        lost = [self._names.get(key) or self._kind(key) for key in change.lost]
        gained = [self._new_names.get(key) or self._kind(key) for key in change.gained]
        said = {"name": name, "lost": _or(lost), "gained": _or(gained)}
        if lost and gained:
            return _("After “%(name)s” comes %(gained)s, no longer %(lost)s.") % said
        if gained:
            return _("After “%(name)s” also comes %(gained)s.") % said
        return _("After “%(name)s” no longer comes %(lost)s.") % said

    def _kind(self, key: str) -> str:
        return kind_words(self._kinds[key]).lower() if key in self._kinds else key

    def facts(self, pairs: Sequence[Pair]) -> list[ChangeRow]:
        """What the tables say of steps that stay: another system, more or fewer minutes."""
        rows = []
        for pair in pairs:
            was, becomes = self._old.steps.get(pair.old), self._new.steps.get(pair.new)
            if was is None or becomes is None:
                continue
            roles = tuple(dict.fromkeys(r for r in (was.role, becomes.role) if r))
            name = becomes.name or was.name
            if fold_key(was.system) != fold_key(becomes.system):
                words = _("“%(name)s” is done in %(after)s, now in %(before)s.")
                said = {"name": name, "before": was.system or "–", "after": becomes.system or "–"}
                rows.append(
                    ChangeRow("system", "monitor", _("other system"), words % said, roles,
                              pair.old, pair.new)
                )  # fmt: skip
            week = _weekly(becomes) - _weekly(was)
            if was.minutes is not None and becomes.minutes is not None and abs(week) >= 1:
                words = (
                    _("“%(name)s” takes %(week)s minutes a week more.")
                    if week > 0
                    else _("“%(name)s” takes %(week)s minutes a week less.")
                )
                said = {"name": name, "week": number_words(abs(week))}
                rows.append(
                    ChangeRow("time", "clock", _("other time"), words % said, roles,
                              pair.old, pair.new)
                )  # fmt: skip
        return rows

    def pairs(self, pairs: Sequence[Pair]) -> list[PairRow]:
        """Steps that we hold for one though their name or number differs, the least sure first."""
        rows = []
        for pair in sorted(pairs, key=lambda one: one.confidence):
            if self._shapes.get(pair.old) is not Shape.BOX:
                continue
            names = self._names.get(pair.old, ""), self._new_names.get(pair.new, "")
            same = fold_key(names[0]) == fold_key(names[1])
            if same and pair.stage is not Stage.HAND and pair.confidence >= _SURE:
                continue
            rows.append(
                PairRow(pair.old, pair.new, *names, _why(pair), pair.confidence >= _SURE,
                        pair.stage is Stage.HAND)
            )  # fmt: skip
        return rows


def _weekly(step: models.Step) -> float:
    return float(step.minutes or 0) * float(step.often or 0)


def _or(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    if len(quoted) < 2:  # noqa: PLR2004 one name needs no “and”
        return "".join(quoted)
    return _("%(some)s and %(last)s") % {"some": ", ".join(quoted[:-1]), "last": quoted[-1]}


def _why(pair: Pair) -> str:
    """The evidence for a pair in words."""
    if pair.stage is Stage.HAND:
        return _("Said by hand.")
    found = dict(pair.evidence)
    reasons = {
        Reason.ID: _("the same number in the model"),
        Reason.NAME: _("names that are alike"),
        Reason.ROLE: _("the same role"),
        Reason.NEIGHBOURS: _("the same steps around it"),
        Reason.ONLY_ONE: _("the only one left"),
    }
    said = [words for reason, words in reasons.items() if found.get(reason, 0) > 0]
    return _("Because of: %(reasons)s.") % {"reasons": ", ".join(said)} if said else ""
