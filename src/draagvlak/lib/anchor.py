"""Anchors: where in a text a quote was taken, found again after the text was edited.

Offsets count Unicode code points: Python string indexes, in JavaScript `[...text].length`. The idea
of an exact text with a prefix and a suffix is the TextQuoteSelector of the W3C Web Annotation Data
Model (2017, 4.2.4).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

CONTEXT = 32
"""Code points of context that are kept on either side."""

_DROPPED = frozenset('"“”„‟«»‹›\u00ad\u200b\u200c\u200d\u2060\ufeff')
_APOSTROPHES = frozenset("'‘’‚‛`´ʼ′")
_DASHES = frozenset("-‐‑‒–—−")
_OUTER = ' \t\r\n"“”„‟«»‹›‘’‚‛`´'
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\s*[\r\n\u2028\u2029]+")
_ABBREVIATED = """
    dhr mevr mw mej dr drs mr ir ing prof ds bc st sr jr nl bijv bv o.a oa d.w.z dwz i.v.m ivm m.b.t
    mbt t.a.v tav i.p.v ipv m.u.v z.s.m t/m e.d m.i i.o n.a.v t.o.v o.b.v t.b.v m.n o.i.d v.a
    i.e e.g vs ca circa nr nrs art blz pag tel incl excl evt max min resp bijl hfdst afd gem vgl
    aug sept okt nov dec jan feb mrt apr
"""
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘]+$")
_NUMBERED = re.compile(r"\d{1,3}|[a-z]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[A-Z]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage: text[start:end] == exact at the moment it was cut, with some text around it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def cut(text: str, start: int, end: int) -> Anchor:
    """The anchor of text[start:end], without white space at its ends.

    Raises ValueError when the range lies outside the text or holds nothing but white space.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no passage at {start}–{end} in a text of {len(text)} code points")
    passage = text[start:end]
    start += len(passage) - len(passage.lstrip())
    exact = passage.strip()
    if not exact:
        raise ValueError("the passage is empty")
    end = start + len(exact)
    prefix = text[max(0, start - CONTEXT) : start]
    return Anchor(start, end, exact, prefix, text[end : end + CONTEXT])


def locate(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Where the passage stands in the text now, or None when it is no longer there.

    First at its own place; else where the exact text stands with most of its prefix and suffix, the
    nearest when equal; else the same with white space, quotation marks and dashes set aside.
    """
    start, end = anchor.start, anchor.end
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if (text[start:end], before, after) == (anchor.exact, anchor.prefix, anchor.suffix):
        return start, end
    found = _exact(text, anchor.exact) or find_passage(text, anchor.exact)
    return min(found, key=lambda span: _strangeness(text, anchor, span), default=None)


def find_passage(text: str, pasted: str) -> list[tuple[int, int]]:
    """Every place where a pasted or retyped passage stands, from the beginning, not overlapping.

    White space, quotation marks, kinds of dashes and invisible signs may differ, and quotation
    marks around the whole are no part of it. An empty passage stands nowhere.
    """
    wanted = _loose(pasted.strip(_OUTER))[0].strip()
    if not wanted:
        return []
    whole, places = _loose(text)
    spans = []
    at = whole.find(wanted)
    while at >= 0:
        last = at + len(wanted) - 1
        spans.append((places[at], places[last] + 1))
        at = whole.find(wanted, last + 1)
    return [(start, _with_marks(text, end)) for start, end in spans]


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences as ranges, in order, without white space around them; together the whole text.

    A line break ends a sentence, so do . ! ? and … before white space, with the quotation marks and
    brackets that close behind them. No end: abbreviations (bijv., dhr., o.a.), initials, the number
    of a list item, and a full stop before a small letter.
    """
    spans = []
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        if not match[0].strip() or _ends(text, begin, match):
            spans.append((begin, match.end()))
            begin = match.end()
    spans.append((begin, len(text)))
    return [span for span in (_trimmed(text, *span) for span in spans) if span[0] < span[1]]


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether this . ! ? or … closes the sentence that began at `begin`."""
    rest = text[match.end() :].lstrip()[:1]
    if rest.islower():
        # "Echt? vroeg hij" goes on, and so does "nr. twee".
        return False
    if match[0] != ".":
        return True
    before = _LAST_WORD.search(text, begin, match.start())
    if before is None:
        return True
    word = before[0]
    if word.lower() in _ABBREVIATIONS or _INITIALS.fullmatch(word):
        return False
    alone = not text[begin : before.start()].strip()
    return not (alone and _NUMBERED.fullmatch(word))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    passage = text[start:end]
    left = start + len(passage) - len(passage.lstrip())
    return left, max(left, start + len(passage.rstrip()))


def _exact(text: str, exact: str) -> list[tuple[int, int]]:
    spans = []
    at = text.find(exact)
    while at >= 0:
        spans.append((at, at + len(exact)))
        at = text.find(exact, at + 1)
    return spans


def _strangeness(text: str, anchor: Anchor, span: tuple[int, int]) -> tuple[int, int]:
    """(minus the code points of context that agree, distance to the old place)."""
    start, end = span
    before = text[max(0, start - CONTEXT) : start]
    agree = _common(before[::-1], anchor.prefix[::-1])
    agree += _common(text[end : end + CONTEXT], anchor.suffix)
    return -agree, abs(start - anchor.start)


def _common(one: str, other: str) -> int:
    """Code points that agree from the beginning."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _loose(text: str) -> tuple[str, list[int]]:
    """(the text with single spaces and plain signs, the place in the text of each of its signs)."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign in _DROPPED:
            continue
        if sign.isspace():
            plain = " " if signs and signs[-1] != " " else ""
        elif sign in _APOSTROPHES:
            plain = "'"
        elif sign in _DASHES:
            plain = "-"
        else:
            plain = "..." if sign == "…" else unicodedata.normalize("NFD", sign)
        signs.extend(plain)
        places.extend([place] * len(plain))
    return "".join(signs), places


def _with_marks(text: str, end: int) -> int:
    """The end behind combining marks that belong to the last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
