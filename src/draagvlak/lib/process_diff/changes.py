"""What changed between two models, in the words of the work and not of the drawing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from draagvlak.lib.bpmn.model import FlowKind, Shape
from draagvlak.lib.process_diff.side import Side, folded_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draagvlak.lib.process_diff.matching import Matching

_MOST_PASSED = 200
_SHARED_HALF = 0.5


class ChangeKind(StrEnum):
    """The kinds of change."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    """To another role."""
    REROUTED = "rerouted"
    """Other work comes after it. Work added or taken away in between is no re-routing."""
    RETYPED = "retyped"
    REGROUPED = "regrouped"
    """Into or out of a subprocess."""


class Subject(StrEnum):
    """What a change is about."""

    STEP = "step"
    EVENT = "event"
    GATEWAY = "gateway"
    ROLE = "role"
    WAY = "way"


_SUBJECTS = {Shape.BOX: Subject.STEP, Shape.CIRCLE: Subject.EVENT, Shape.DIAMOND: Subject.GATEWAY}


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `old` and `new` are element ids, "" on the side where it is not.

    `before` and `after` are names, roles, kinds or subprocesses, as the kind of change asks.
    `lost` (old ids) and `gained` (new ids) are what comes next no longer, and now.
    """

    kind: ChangeKind
    subject: Subject
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""
    role_before: str = ""
    role_after: str = ""
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    message: bool = False


def changes_of(matching: Matching) -> list[Change]:
    """All changes: roles, then the nodes of the old model in order, then what is new."""
    roles = roles_paired(matching)
    found = _roles(matching, roles)
    routes = _routes(matching)
    old, new = matching.old, matching.new
    for key, node in old.nodes.items():
        subject = _SUBJECTS[node.shape]
        pair = matching.pairs.get(key)
        if pair is None:
            role = old.role_name(key)
            kind = ChangeKind.REMOVED
            found.append(Change(kind, subject, key, before=node.name, role_before=role))
            continue
        found += _of_pair(matching, key, pair.new, roles)
        found += routes.get(key, [])
    for key, node in new.nodes.items():
        if key not in matching.back:
            role = new.role_name(key)
            subject = _SUBJECTS[node.shape]
            found.append(
                Change(ChangeKind.ADDED, subject, "", key, after=node.name, role_after=role)
            )
    return found + _ways(matching)


def roles_paired(matching: Matching) -> dict[str, str]:
    """Old role → new role: by name, by id, and then by who does the same work."""
    old, new = matching.old, matching.new
    by_name: dict[str, list[str]] = defaultdict(list)
    for key, name in new.roles.items():
        by_name[folded_name(name)].append(key)
    paired: dict[str, str] = {}
    for key, name in old.roles.items():
        same = by_name.get(folded_name(name), [])
        pick = key if key in same else next((s for s in same if s not in paired.values()), "")
        if pick and name:
            paired[key] = pick
    taken = set(paired.values())
    for key in old.roles:
        if key not in paired and key in new.roles and key not in taken:
            paired[key] = key
            taken.add(key)
    shared: Counter[tuple[str, str]] = Counter()
    sizes: Counter[str] = Counter(old.role_of.values())
    for pair in matching.pairs.values():
        shared[old.role_of[pair.old], new.role_of[pair.new]] += 1
    for (ours, theirs), count in sorted(shared.items(), key=lambda one: (-one[1], one[0])):
        free = ours in old.roles and ours not in paired and theirs and theirs not in taken
        if free and count > _SHARED_HALF * sizes[ours]:
            paired[ours] = theirs
            taken.add(theirs)
    return paired


def _roles(matching: Matching, paired: Mapping[str, str]) -> list[Change]:
    old, new = matching.old.roles, matching.new.roles
    found = []
    for key, name in old.items():
        if key not in paired:
            found.append(Change(ChangeKind.REMOVED, Subject.ROLE, key, before=name))
        elif folded_name(name) != folded_name(new[paired[key]]):
            after = new[paired[key]]
            kind = ChangeKind.RENAMED
            found.append(Change(kind, Subject.ROLE, key, paired[key], name, after))
    taken = set(paired.values())
    fresh = [key for key in new if key not in taken]
    return found + [Change(ChangeKind.ADDED, Subject.ROLE, "", k, after=new[k]) for k in fresh]


def _of_pair(matching: Matching, one: str, other: str, roles: Mapping[str, str]) -> list[Change]:
    old, new = matching.old, matching.new
    before, after = old.nodes[one], new.nodes[other]
    subject = _SUBJECTS[after.shape]
    names = old.role_name(one), new.role_name(other)
    found = []

    def change(kind: ChangeKind, was: str, becomes: str) -> None:
        found.append(Change(kind, subject, one, other, was, becomes, names[0], names[1]))

    if old.folded[one] != new.folded[other]:
        change(ChangeKind.RENAMED, before.name, after.name)
    if (before.kind, before.triggers) != (after.kind, after.triggers):
        was = " ".join((before.kind.value, *before.triggers))
        change(ChangeKind.RETYPED, was, " ".join((after.kind.value, *after.triggers)))
    ours, theirs = old.role_of[one], new.role_of[other]
    if ours and theirs and roles.get(ours) != theirs and after.shape is Shape.BOX:
        change(ChangeKind.MOVED, names[0], names[1])
    scope = matching.pairs[before.scope].new if before.scope in matching.pairs else before.scope
    if scope != after.scope and (scope or after.scope):
        words = [
            side.nodes[key].name if key in side.nodes else ""
            for side, key in ((old, before.scope), (new, after.scope))
        ]
        change(ChangeKind.REGROUPED, words[0], words[1])
    return found


def _routes(matching: Matching) -> dict[str, list[Change]]:
    """Old id → how its way on changed.

    What comes next is compared between paired nodes, seen through nodes that were added or removed.
    A next that only exists through an added (or removed) step is no change of route when the same
    place could be reached before (or still can): the step itself tells that story.
    """
    old, new = matching.old, matching.new
    stayed, kept = set(matching.pairs), set(matching.back)
    found: dict[str, list[Change]] = {}
    reach_old, reach_new = _Reach(old), _Reach(new)
    for key, pair in matching.pairs.items():
        ours = _next_paired(old, key, stayed)
        theirs = _next_paired(new, pair.new, kept)
        mapped = {matching.pairs[one].new: one for one in ours}
        gained = [
            one
            for one, by_step in theirs.items()
            if one not in mapped and not (by_step and reach_old.reaches(key, matching.back[one]))
        ]
        lost = [
            one
            for other, one in mapped.items()
            if other not in theirs and not (ours[one] and reach_new.reaches(pair.new, other))
        ]
        if gained or lost:
            subject = _SUBJECTS[new.nodes[pair.new].shape]
            found.setdefault(key, []).append(
                Change(
                    ChangeKind.REROUTED,
                    subject,
                    key,
                    pair.new,
                    role_before=old.role_name(key),
                    role_after=new.role_name(pair.new),
                    lost=tuple(sorted(lost)),
                    gained=tuple(sorted(gained)),
                )
            )
    return found


class _Reach:
    """What can be reached, remembered per start."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._known: dict[str, set[str]] = {}

    def reaches(self, start: str, goal: str) -> bool:
        if start not in self._known:
            seen: set[str] = set()
            waiting = [start]
            while waiting:
                for one in self._side.after.get(waiting.pop(), ()):
                    if one not in seen:
                        seen.add(one)
                        waiting.append(one)
            self._known[start] = seen
        return goal in self._known[start]


def _next_paired(side: Side, start: str, paired: set[str]) -> dict[str, bool]:
    """What comes next among paired nodes → whether only through a step or event that is not."""
    found: dict[str, bool] = {}
    seen: set[tuple[str, bool]] = set()
    waiting = [(one, False) for one in side.after.get(start, ())]
    while waiting and len(seen) < _MOST_PASSED:
        one, by_step = waiting.pop()
        if one in paired:
            found[one] = found.get(one, True) and by_step
            continue
        through = by_step or side.shapes[one] is not Shape.DIAMOND
        if (one, through) not in seen:
            seen.add((one, through))
            waiting += [(other, through) for other in side.after.get(one, ())]
    return found


def _ways(matching: Matching) -> list[Change]:
    """Words at the lines, and messages between who stayed."""
    old, new = matching.old, matching.new
    to_new = {key: pair.new for key, pair in matching.pairs.items()}
    theirs = {(flow.kind, flow.source, flow.target): flow for flow in new.model.flows}
    found = []
    seen = set()
    for flow in old.model.flows:
        ends = to_new.get(flow.source), to_new.get(flow.target)
        if not ends[0] or not ends[1]:
            continue
        same = theirs.get((flow.kind, ends[0], ends[1]))
        seen.add((flow.kind, ends[0], ends[1]))
        if same is None and flow.kind is FlowKind.MESSAGE:
            kind = ChangeKind.REROUTED
            lost = (flow.target,)
            found.append(Change(kind, Subject.WAY, flow.source, ends[0], lost=lost, message=True))
        elif same and folded_name(flow.name) != folded_name(same.name):
            kind = ChangeKind.RENAMED
            found.append(Change(kind, Subject.WAY, flow.id, same.id, flow.name, same.name))
    for key, flow in theirs.items():
        if flow.kind is FlowKind.MESSAGE and key not in seen:
            source = matching.back.get(flow.source)
            if source and flow.target in matching.back:
                kind = ChangeKind.REROUTED
                gained = (flow.target,)
                found.append(
                    Change(kind, Subject.WAY, source, flow.source, gained=gained, message=True)
                )
    return found
