"""Words that were taken out of a text are taken out of what was quoted from it, also in part."""

from __future__ import annotations

from itertools import pairwise


def struck(text: str, passage: str, quote: str, mark: str) -> str:
    """A quote of a text, after every place of a passage in that text was replaced by a mark.

    A quote that holds only a part of the passage loses that part. A quote that does not stand in
    the text is searched for the passage itself.
    """
    if not passage:
        return quote
    start = text.find(quote)
    if start < 0:
        return quote.replace(passage, mark)
    end = start + len(quote)
    gone = [
        (max(start, one), min(end, one + len(passage)))
        for one in _places(text, passage)
        if one < end and one + len(passage) > start
    ]
    if not gone:
        return quote
    edges = [start, *(edge for span in gone for edge in span), end]
    kept = [text[one:other] for one, other in list(pairwise(edges))[::2]]
    return mark.join(kept)


def _places(text: str, passage: str) -> list[int]:
    """Where a passage stands, as `str.replace` finds it: from the beginning, not overlapping."""
    found, at = [], text.find(passage)
    while at >= 0:
        found.append(at)
        at = text.find(passage, at + len(passage))
    return found
