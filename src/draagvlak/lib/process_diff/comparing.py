"""Two models side by side: pairs, changes, and how they were found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.lib.process_diff.changes import Change, changes_of
from draagvlak.lib.process_diff.corrections import Correction, anchor, held
from draagvlak.lib.process_diff.matching import Pair, Stage, match
from draagvlak.lib.process_diff.side import Side

if TYPE_CHECKING:
    from draagvlak.lib.bpmn.model import Model


@dataclass(frozen=True, slots=True)
class Difference:
    """The outcome. `stages` counts the pairs per way of finding, in the order of trying."""

    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    stages: tuple[tuple[Stage, int], ...]
    lost_corrections: tuple[Correction, ...] = ()

    def unsure(self, below: float = 0.75) -> tuple[Pair, ...]:
        """Pairs that somebody should look at, the least sure first."""
        doubtful = [pair for pair in self.pairs if pair.confidence < below]
        return tuple(sorted(doubtful, key=lambda pair: pair.confidence))


def compare(old: Model, new: Model, corrections: tuple[Correction, ...] = ()) -> Difference:
    """What changed from the old model to the new one. Their diagrams play no part."""
    ours, theirs = Side(old), Side(new)
    kept = held(corrections, ours, theirs)
    matching = match(ours, theirs, kept.together, kept.apart)
    pairs = tuple(matching.pairs.values())
    count = Counter(pair.stage for pair in pairs)
    stages = tuple((stage, count[stage]) for stage in Stage)
    return Difference(pairs, tuple(changes_of(matching)), stages, kept.lost)


def correction(old: Model, new: Model, pair: tuple[str, str], *, together: bool) -> Correction:
    """Say by hand that an old and a new node are one, or are not. Raises KeyError for no node."""
    return Correction(anchor(Side(old), pair[0]), anchor(Side(new), pair[1]), together)
