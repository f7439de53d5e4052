"""What in a text for strangers may lead back: days, and counts of fewer than five people.

Found by pattern in Dutch texts, only to ask the writer to look again: it misses much.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTHS: Final = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
_DAY: Final = re.compile(
    rf"\b\d{{1,2}}[-/]\d{{1,2}}(?:[-/]\d{{2,4}})?\b|\b(?:\d{{1,2}}\s+)?(?:{_MONTHS})\b"
    r"(?:\s+\d{4})?|\bweek\s+\d{1,2}\b|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)
_FEW: Final = re.compile(
    r"\b(?:[1-4]|één|twee|drie|vier)\s+(?:van\s+de\s+\w+|"
    r"(?:mensen|personen|collega[’']?s|medewerkers|stemmen|leden|raadsleden|gebruikers))\b",
    re.IGNORECASE,
)


def find_days(text: str) -> Sequence[str]:
    """Passages that tell a day, a week or a month."""
    return [found.group().strip() for found in _DAY.finditer(text)]


def find_few(text: str) -> Sequence[str]:
    """Passages that count one to four people, or "three of the …"."""
    return [found.group() for found in _FEW.finditer(text)]
