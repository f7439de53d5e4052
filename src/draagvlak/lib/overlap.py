"""How much of one text stands literally in another, counted in words."""

from __future__ import annotations

import re

from draagvlak.lib.fold import fold

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def longest_shared_run(one: str, other: str) -> int:
    """The most words in a row that both texts have, whatever the case, accents or punctuation.

    Dynamic programming over both word lists (longest common substring): O(n·m) time, O(m) memory.
    """
    first, second = _words(one), _words(other)
    longest = 0
    above = [0] * (len(second) + 1)
    for word in first:
        row = [0] * (len(second) + 1)
        for place, twin in enumerate(second):
            if word == twin:
                row[place + 1] = above[place] + 1
        longest = max(longest, *row)
        above = row
    return longest


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
