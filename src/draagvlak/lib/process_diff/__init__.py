"""The difference between two process models: what people will do differently, and why we say so."""

from __future__ import annotations

from draagvlak.lib.process_diff.changes import Change, ChangeKind, Subject
from draagvlak.lib.process_diff.comparing import Difference, compare, correction
from draagvlak.lib.process_diff.corrections import Anchor, Correction
from draagvlak.lib.process_diff.matching import Pair, Reason, Stage

__all__ = [
    "Anchor",
    "Change",
    "ChangeKind",
    "Correction",
    "Difference",
    "Pair",
    "Reason",
    "Stage",
    "Subject",
    "compare",
    "correction",
]
