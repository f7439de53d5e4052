"""Whether a row says that somebody no longer works here: by a last day, or by a word."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from draagvlak.lib.fold import fold

_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[ T].*)?")
_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_WRITTEN = re.compile(r"(\d{1,2})[ -]([a-z]{3})[a-z]*\.?[ -](\d{4})")
_SERIAL = re.compile(r"\d{5}")
_EPOCH = dt.date(1899, 12, 30)
_CENTURY = 2000
_SHORT_YEAR = 100
_MONTH_WORDS = "jan feb mrt apr mei jun jul aug sep okt nov dec"
_MONTHS = {word: number for number, word in enumerate(_MONTH_WORDS.split(), 1)}
_MONTHS |= {"maa": 3, "mar": 3, "may": 5, "oct": 10}
_GONE_WORDS = """
    uitdienst uitdienstgetreden nietactief inactief nietindienst vertrokken exmedewerker gestopt
    ontslagen ontslag beeindigd pensioen gepensioneerd metpensioen overleden vervallen afgesloten
    nee onwaar false no n 0 inactive terminated left leaver retired deceased disabled deactivated
    nonactief uit
"""
_GONE = frozenset(_GONE_WORDS.split())


@lru_cache(maxsize=4096)
def read_day(text: str) -> dt.date | None:
    """The day in "31-12-2026", "2026-12-31", "31 december 2026" or Excel's 46387; None for none."""
    written = fold(text).strip()
    try:
        if found := _ISO.fullmatch(written):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DUTCH.fullmatch(written):
            year = int(found[3])
            return dt.date(year + _CENTURY * (year < _SHORT_YEAR), int(found[2]), int(found[1]))
        if (found := _WRITTEN.fullmatch(written)) and found[2] in _MONTHS:
            return dt.date(int(found[3]), _MONTHS[found[2]], int(found[1]))
    except ValueError:
        return None
    return _EPOCH + dt.timedelta(days=int(written)) if _SERIAL.fullmatch(written) else None


@lru_cache(maxsize=4096)
def says_gone(status: str) -> bool:
    """Whether a status says that somebody does not work here; unknown words do not."""
    return "".join(sign for sign in fold(status) if sign.isalnum()) in _GONE
