"""What in a text may be somebody's own: found by pattern, only to ask the writer to look again.

It misses much and is sometimes wrong, so it never stops anybody. Words as people in the Netherlands
write them; sources: the eleven test of the citizen service number (BSN) and ISO 13616 (IBAN).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST: Final = 5
"""How many findings are worth telling."""


class Kind(StrEnum):
    """What a passage may be."""

    ADDRESS = "address"
    NUMBER = "number"
    NAME = "name"
    HEALTH = "health"
    WRONGDOING = "wrongdoing"


@dataclass(frozen=True)
class Finding:
    """A passage, as it stands in the text."""

    kind: Kind
    words: str


_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE: Final = re.compile(r"(?<![\w.])(?:\+31|0031|0)[\s-]?(?:\d[\s-]?){8}\d(?!\w)")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,6}(?:\s?[A-Z0-9]{1,4})?\b")
_NINE: Final = re.compile(r"(?<!\d)\d{4}[\s.]?\d{2}[\s.]?\d{3}(?!\d)")
_TITLES: Final = (
    r"[Mm]evrouw|[Mm]evr\.|[Mm]eneer|[Dd]hr\.|[Mm]w\.|[Cc]ollega|[Mm]anager|[Cc]hef|"
    r"[Tt]eamleider|[Ll]eidinggevende|[Dd]irecteur"
)
_NAME: Final = re.compile(
    rf"\b(?:{_TITLES})\s+(?:(?:van|de|der|den|ten|ter|el|al)\s+){{0,3}}[A-ZÀ-Þ][\w’'-]+"
    r"(?:\s+(?:(?:van|de|der|den|ten|ter)\s+){0,3}[A-ZÀ-Þ][\w’'-]+)?"
)
_HEALTH: Final = re.compile(
    r"\b(?:burn-?\s?out|depressie\w*|depressief|diagnose|zwanger\w*|kanker|miskraam|medicijn\w*|"
    r"overspannen|psychiat\w+|psycholoog|ziekmelding|ziek gemeld|ziekteverzuim|arbeidsongeschikt|"
    r"hartaanval|autis\w+|adhd|dyslexie|dyslectisch)\b",
    re.IGNORECASE,
)
_WRONGDOING: Final = re.compile(
    r"\b(?:fraude\w*|frauderen|omkop\w+|steekpenning\w*|diefstal|gestolen|intimid\w+|aanrand\w+|"
    r"seksuele?|discrimin\w+|mishandel\w+|bedreig\w+|misstand\w*|corrupt\w*|"
    r"grensoverschrijdend\w*)\b",
    re.IGNORECASE,
)
_PATTERNS: Final = (
    (Kind.ADDRESS, _ADDRESS),
    (Kind.NUMBER, _PHONE),
    (Kind.NUMBER, _IBAN),
    (Kind.NUMBER, _NINE),
    (Kind.NAME, _NAME),
    (Kind.HEALTH, _HEALTH),
    (Kind.WRONGDOING, _WRONGDOING),
)


def find_personal(text: str) -> Sequence[Finding]:
    """At most five passages that may be personal, or a report of wrongdoing, in their order."""
    spans = [
        (one.start(), one.end(), kind)
        for kind, pattern in _PATTERNS
        for one in pattern.finditer(text)
        if pattern is not _NINE or _is_citizen_number(one.group())
    ]
    found: list[Finding] = []
    reached = 0
    for start, end, kind in sorted(spans):
        if start >= reached:
            found.append(Finding(kind, text[start:end].strip()))
            reached = end
    return found[:MOST]


def _is_citizen_number(text: str) -> bool:
    digits = [int(sign) for sign in text if sign.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * digit for weight, digit in zip(weights, digits, strict=True))
    return any(digits) and total % 11 == 0
