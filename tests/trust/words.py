"""The words of the demo that stand sealed, and a page as a run of words."""

from __future__ import annotations

import re
from functools import cache

from draagvlak.kits.imports import read_demo


@cache
def raw_words():
    """A run of six words from every raw quote; none of them may be read by others."""
    runs = []
    for quote in read_demo().quotes:
        words = re.findall(r"\w+", quote.text("exact").lower())
        if len(words) >= 6:
            runs.append(" ".join(words[:6]))
    assert len(runs) > 60
    return runs


def plain(body):
    """A page as a run of words."""
    return " ".join(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", body).lower()))
