"""Which element of the one model is which of the other, with the reasons.

First what somebody said by hand, then ids that can be believed, then names that occur once, then
the best pairing by name, kind, role and neighbours, again and again, as every pair found tells more
about its neighbours. Where things are drawn plays no part.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from draagvlak.lib.bpmn.model import Node, NodeKind, Shape
from draagvlak.lib.process_diff.assignment import assigned
from draagvlak.lib.process_diff.side import Side, likeness, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROUNDS = (0.75, 0.5)
"""The lowest score that counts, per round: sure pairs first."""
_LIKE = 0.3
_TRUSTED = 0.3
_FEW_IDS = 3
_COMMON_WORD = 20
_MOST_TWINS = 30
_CLOSE = 0.05
_NEAR = 0.5


class Stage(StrEnum):
    """How a pair was found, in the order of trying."""

    HAND = "hand"
    ID = "id"
    NAME = "name"
    LIKENESS = "likeness"


class Reason(StrEnum):
    """One piece of evidence for a pair. Its value, 0–1, says how strong."""

    HAND = "hand"
    ID = "id"
    NAME = "name"
    """How alike the names are; 1 is the same."""
    KIND = "kind"
    ROLE = "role"
    NEIGHBOURS = "neighbours"
    """Share of what comes before and after that is paired with each other."""
    ONLY_ONE = "only_one"
    """The only one left of its kind on both sides."""
    RIVAL = "rival"
    """Another pairing was nearly as good; its value is that score."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An old and a new node that are one; confidence 0–1."""

    old: str
    new: str
    stage: Stage
    confidence: float
    evidence: tuple[tuple[Reason, float], ...]


@dataclass(slots=True)
class Matching:
    """What is paired so far."""

    old: Side
    new: Side
    apart: frozenset[tuple[str, str]] = frozenset()
    pairs: dict[str, Pair] = field(default_factory=dict)
    """By old id, in the order in which they were found."""
    back: dict[str, str] = field(default_factory=dict)
    """New id → old id."""

    def may(self, old: str, new: str) -> bool:
        """Whether two nodes are free, of one shape, and not held apart by hand."""
        if old in self.pairs or new in self.back or (old, new) in self.apart:
            return False
        return self.old.shapes[old] is self.new.shapes[new]

    def add(self, old: str, new: str, stage: Stage, confidence: float, *more: Reason) -> None:
        found: list[tuple[Reason, float]] = [(reason, 1.0) for reason in more]
        self._add(Pair(old, new, stage, round(confidence, 2), tuple(found) + self.seen(old, new)))

    def _add(self, pair: Pair) -> None:
        self.pairs[pair.old] = pair
        self.back[pair.new] = pair.old

    def seen(self, old: str, new: str) -> tuple[tuple[Reason, float], ...]:
        """What speaks for a pair, as far as is known now."""
        alike = likeness(self.old.folded[old], self.new.folded[new])
        found = [(Reason.NAME, round(alike, 2))] if alike > 0 else []
        if self.old.nodes[old].kind is self.new.nodes[new].kind:
            found.append((Reason.KIND, 1.0))
        if self.same_role(old, new):
            found.append((Reason.ROLE, 1.0))
        return tuple(found)

    def same_role(self, old: str, new: str) -> bool:
        return self.old.folded_role[old] == self.new.folded_role[new]

    def near(self, old: str, new: str) -> float:
        """The share of neighbours, gateways seen through, that are pairs."""
        paired = total = 0
        for ours, theirs in (
            (self.old.far_before[old], self.new.far_before[new]),
            (self.old.far_after[old], self.new.far_after[new]),
        ):
            for one in ours:
                pair = self.pairs.get(one)
                if pair and pair.new in theirs:
                    paired += 1
            total += max(len(ours), len(theirs))
        return paired / total if total else 0.0


def match(
    old: Side,
    new: Side,
    together: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> Matching:
    """Pair the nodes of two models. `together` and `apart` are (old id, new id), said by hand."""
    matching = Matching(old, new, frozenset(apart))
    for one, other in together:
        known = one in old.nodes and other in new.nodes
        if known and one not in matching.pairs and other not in matching.back:
            matching.add(one, other, Stage.HAND, 1.0, Reason.HAND)
    _by_id(matching)
    _by_name(matching)
    _only_ones(matching)
    _by_likeness(matching, ROUNDS[0], _score)
    while _by_likeness(matching, ROUNDS[-1], _score):
        pass
    if not any(pair.stage is Stage.ID for pair in matching.pairs.values()):
        while _by_likeness(matching, ROUNDS[-1], _score_by_place, alone=True):
            pass
    return matching


def _by_id(matching: Matching) -> None:
    """Ids that both models use, unless their names say that the ids were dealt out anew."""
    old, new = matching.old, matching.new
    shared = [key for key in old.nodes if key in new.nodes and matching.may(key, key)]
    named = [key for key in shared if old.folded[key] and new.folded[key]]
    like = {key: likeness(old.folded[key], new.folded[key]) for key in named}
    trusted = sum(score >= _LIKE for score in like.values()) >= _TRUSTED * len(named)
    if not trusted and len(named) >= _FEW_IDS:
        return
    in_old, in_new = _once(old), _once(new)
    for key in shared:
        alike = like.get(key, 1.0)
        elsewhere = in_new.get((old.folded[key], old.shapes[key]), key)
        earlier = in_old.get((new.folded[key], new.shapes[key]), key)
        if alike < _LIKE and (elsewhere != key or earlier != key):
            continue  # the name went elsewhere: the id was used again
        matching.add(key, key, Stage.ID, 0.99 if alike >= _LIKE else 0.8, Reason.ID)


def _once(side: Side) -> dict[tuple[str, Shape], str]:
    """Names that occur once → the node."""
    count = Counter((side.folded[key], side.shapes[key]) for key, node in side.nodes.items())
    return {
        (side.folded[key], side.shapes[key]): key
        for key, node in side.nodes.items()
        if side.folded[key] and count[side.folded[key], side.shapes[key]] == 1
    }


def _by_name(matching: Matching) -> None:
    """Names that occur once among what is left, and then once within a role."""
    for within_role in (False, True):
        sides = []
        for side, taken in ((matching.old, matching.pairs), (matching.new, matching.back)):
            found: dict[tuple[str, Shape, str], list[str]] = defaultdict(list)
            for key in side.nodes:
                if key not in taken and side.folded[key]:
                    role = side.folded_role[key] if within_role else ""
                    found[side.folded[key], side.shapes[key], role].append(key)
            sides.append(found)
        for name, ours in sides[0].items():
            theirs = sides[1].get(name, [])
            if len(ours) == len(theirs) == 1 and matching.may(ours[0], theirs[0]):
                confidence = 0.9 if within_role else 0.95
                matching.add(ours[0], theirs[0], Stage.NAME, confidence)


def _by_likeness(
    matching: Matching,
    least: float,
    score_of: Callable[[Matching, str, str], float],
    *,
    alone: bool = False,
) -> int:
    """One round; the number of pairs found. `alone`: only pairs without any rival."""
    scores: dict[tuple[str, str], float] = {}
    best: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for one, other in _candidates(matching):
        score = score_of(matching, one, other)
        if score >= least:
            scores[one, other] = score
            best[one].append((score, other))
            best["\n" + other].append((score, one))
    fresh = []
    for one, other in assigned(scores):
        score = scores[one, other]
        rivals = [s for s, key in best[one] if key != other]
        rivals += [s for s, key in best["\n" + other] if key != one]
        rival = max(rivals, default=0.0)
        if alone and rival:
            continue
        near = (Reason.NEIGHBOURS, round(matching.near(one, other), 2))
        evidence = (*matching.seen(one, other), near)
        if rival > score - _CLOSE:
            evidence = (*evidence, (Reason.RIVAL, round(rival, 2)))
            score *= 0.7
        fresh.append(Pair(one, other, Stage.LIKENESS, round(min(score, 0.95), 2), evidence))
    for pair in fresh:
        matching._add(pair)  # noqa: SLF001 the evidence is that from before this round
    return len(fresh)


def _candidates(matching: Matching) -> Iterable[tuple[str, str]]:
    """Pairs worth a look: the same name, a word in common, or neighbours that are paired."""
    old, new = matching.old, matching.new
    mine = [key for key in old.nodes if key not in matching.pairs]
    found: dict[tuple[str, str], None] = {}
    by_name: dict[str, list[str]] = defaultdict(list)
    by_word: dict[str, list[str]] = defaultdict(list)
    for key in new.nodes:
        if key not in matching.back:
            by_name[new.folded[key]].append(key)
            for word in words_of(new.folded[key]):
                by_word[word].append(key)
    for key in mine:
        name = old.folded[key]
        near = [
            other
            for ours, theirs in ((old.before, new.after), (old.after, new.before))
            for one in ours.get(key, ())
            if one in matching.pairs
            for other in theirs.get(matching.pairs[one].new, ())[:_MOST_TWINS]
        ]
        far = [
            other
            for ours, theirs in (
                (old.far_before, new.far_after),
                (old.far_after, new.far_before),
            )
            for one in ours[key]
            if one in matching.pairs
            for other in theirs[matching.pairs[one].new]
        ]
        like = by_name.get(name, [])[:_MOST_TWINS] if name else []
        for word in words_of(name):
            those = by_word.get(word, [])
            like = like + those if len(those) <= _COMMON_WORD else like
        for other in (*like, *near, *far):
            if matching.may(key, other):
                found[key, other] = None
    return found


def _score(matching: Matching, one: str, other: str) -> float:
    """How much speaks for a pair, 0–1."""
    before, after = matching.old.nodes[one], matching.new.nodes[other]
    kind = 1.0 if before.kind is after.kind else _kinship(before, after)
    if not kind:
        return 0.0
    near = matching.near(one, other)
    role = 1.0 if matching.same_role(one, other) else 0.0
    names = matching.old.folded[one], matching.new.folded[other]
    if not names[0] and not names[1]:
        return 0.6 * near + 0.2 * role + 0.2 * kind
    alike = likeness(*names)
    if alike < _LIKE and not (near and before.shape is not Shape.BOX and not all(names)):
        return 0.0
    if before.shape is not Shape.BOX and not all(names):  # a gateway or event that got a name
        return 0.6 * near + 0.15 * role + 0.15 * kind
    return 0.6 * alike + 0.2 * near + 0.1 * role + 0.1 * kind


def _score_by_place(matching: Matching, one: str, other: str) -> float:
    """For models that share no id: another name, but the same role, kind and place."""
    before, after = matching.old.nodes[one], matching.new.nodes[other]
    if before.kind is not after.kind or not matching.same_role(one, other):
        return 0.0
    near = matching.near(one, other)
    return 0.4 + 0.2 * near if near >= _NEAR else 0.0


def _kinship(before: Node, after: Node) -> float:
    """Whether one kind can have become the other: a start never becomes an end."""
    fixed = {NodeKind.START, NodeKind.END, NodeKind.BOUNDARY}
    return 0.0 if {before.kind, after.kind} & fixed else 0.5


def _only_ones(matching: Matching) -> None:
    """The one start and the one end that are left on the top of both models."""
    for kind in (NodeKind.START, NodeKind.END):
        left = []
        for side, taken in ((matching.old, matching.pairs), (matching.new, matching.back)):
            nodes = [n for n in side.nodes.values() if n.kind is kind and not n.scope]
            left.append([n.id for n in nodes if n.id not in taken] if len(nodes) == 1 else [])
        if left[0] and left[1] and matching.may(left[0][0], left[1][0]):
            matching.add(left[0][0], left[1][0], Stage.LIKENESS, 0.7, Reason.ONLY_ONE)
