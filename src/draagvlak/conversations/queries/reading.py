"""A note as a page reads it: its paragraphs with their place, and where passages stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.lib.anchor import find_passage

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENING, CLOSING = '“„«"', '”“»"'


@dataclass(frozen=True)
class Paragraph:
    """One line of the notes and where it begins, in code points."""

    start: int
    text: str

    def __repr__(self) -> str:
        return f"Paragraph({self.start})"


@dataclass(frozen=True)
class Passage:
    """A passage in the notes: its place, and its words as the server cut them."""

    start: int
    end: int
    words: str

    def __repr__(self) -> str:
        return f"Passage({self.start}, {self.end})"


def paragraphs(text: str) -> Sequence[Paragraph]:
    """The lines of a text that say something."""
    found = []
    place = 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Paragraph(place, line))
        place += len(line) + 1
    return found


def passage_in(text: str, start: int | None, end: int | None, exact: str) -> Passage | None:
    """The passage that somebody chose, cut from the stored text; None when it is not there.

    A place counts only while the same words stand there; else the words are looked for.
    """
    exact = exact.replace("\r\n", "\n")
    if start is not None and end is not None and 0 <= start < end <= len(text):
        words = text[start:end]
        if words.split() == exact.split() or not exact.strip():
            return _trimmed(text, start, end)
    found = find_passage(text, exact)
    return _trimmed(text, *found[0]) if found else None


def _trimmed(text: str, start: int, end: int) -> Passage | None:
    """Without white space around it, and without the quotation marks when they hold all of it."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if len(words) > 1 and words[0] in OPENING and words[-1] in CLOSING:
        inner = words[1:-1]
        if not any(sign in inner for sign in OPENING + CLOSING):
            start, words = start + 1, inner
    return Passage(start, start + len(words), words) if words else None
