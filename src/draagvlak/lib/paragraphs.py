"""Two versions of a text, compared paragraph by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_BREAK = re.compile(r"\n\s*\n")
_ALIKE = 0.5


@dataclass(frozen=True)
class Change:
    """One paragraph in two versions. `kind`: same, changed, added (no `old`) or removed."""

    kind: str
    old: str
    new: str


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: what stands between empty lines, trimmed, none of them empty."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip() for part in _BREAK.split(lines) if part.strip()]


def compare(old: str, new: str) -> list[Change]:
    """The changes from one text to another, in reading order.

    Paragraphs that were replaced by as many others stand beside each other as `changed` when at
    least half of their words agree (difflib ratio over words, 0.5); else one is removed and
    another added.
    """
    before, after = paragraphs(old), paragraphs(new)
    changes: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            changes += [Change("same", text, text) for text in before[a:b]]
        else:
            changes += _replaced(before[a:b], after[c:d])
    return changes


def _replaced(before: list[str], after: list[str]) -> list[Change]:
    changes: list[Change] = []
    rest = list(after)
    for text in before:
        best = max(rest, key=lambda other: _likeness(text, other), default="")
        if not best or _likeness(text, best) < _ALIKE:
            changes.append(Change("removed", text, ""))
            continue
        place = rest.index(best)
        changes += [Change("added", "", skipped) for skipped in rest[:place]]
        changes.append(Change("changed", text, best))
        rest = rest[place + 1 :]
    return changes + [Change("added", "", text) for text in rest]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
