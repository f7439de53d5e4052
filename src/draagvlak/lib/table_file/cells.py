"""One cell: cleaned, and judged on whether a spreadsheet would execute it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

CellValue = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]+")
_HARMLESS_SIGNED = re.compile(r"[+\-–]+[\d\s().,/\-–%€]*")
_OPERATOR = re.compile(r"[=(|!&@*^<>\[\]{}\"]|[+\-]\s*\$?[A-Za-z]{1,3}\$?\d")
FORMULA_STARTS = frozenset("=+-@＝＋－＠")
_BIGGEST_WHOLE = 1e15


def clean(text: str) -> str:
    """The text in composed form (NFC) without outer white space and without invisible characters.

    A newline inside a cell stays; a no-break space becomes a space.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    visible = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", visible.replace("\u00a0", " ")).strip()


def clean_all(texts: list[str]) -> list[str]:
    """Every text cleaned, without empty ones at the end."""
    joined = "".join(texts)
    if joined.isascii() and joined.isprintable():
        cells = [text.strip() for text in texts]
    else:
        cells = [clean(text) for text in texts]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would execute this text (OWASP, "CSV Injection").

    Numbers, telephone numbers and words behind a dash are no formula.
    """
    if not text or text[0] not in FORMULA_STARTS:
        return False
    if text[0] in "+-＋－":
        return not _HARMLESS_SIGNED.fullmatch(text) and bool(_OPERATOR.search(text))
    return len(text) > 1


def as_text(value: CellValue) -> str:
    """A cell of a workbook as text: whole numbers without decimals, dates as 2026-11-12."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _BIGGEST_WHOLE:
        return str(int(value))
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time.min
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def column_letters(index: int) -> str:
    """The name that a spreadsheet gives to a column: 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    rest = index + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_index(letters: str) -> int:
    """The inverse of `column_letters`; letters in either case, A → 0."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
