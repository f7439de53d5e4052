"""Which column holds what: by its header, by a header that looks like it, by its content."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from draagvlak.lib.fold import fold, fold_key
from draagvlak.lib.people_table.unit_codes import find_codes
from draagvlak.lib.people_table.words import COLUMN_OF, NOT_OURS, UNIT_LEVEL, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draagvlak.lib.table_file import SmallSheet

_SURE = 1.0
_PART = 0.8
_TYPO = 0.7
_CONTENT = 0.5
_LEAST_PART = 5
_LEAST_RATIO = 0.8
_LEAST_SHARE = 0.6
_SAMPLE = 200
_NO_LEVEL = 3
_NOT_A_TEXT = re.compile(r"code|nummer|nr$|schaal|datum|prive")
_NUMBERED = (Column.PERSONNEL_NUMBER, Column.LEFT_ON)
_PRIVATE = re.compile(r"@(?:gmail|hotmail|outlook|live|yahoo|icloud|ziggo|kpnmail|planet|xs4all)\.")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NAME = re.compile(
    r"(?:[^\W\d_][^\W\d_.'’-]*[.'’,-]*\s+){1,5}[^\W\d_][^\W\d_.'’ -]*[.'’]?(?:-\w+)*"
)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Per column of the table what it holds; None is left out. Both tuples have that length."""

    columns: tuple[Column | None, ...]
    sure: tuple[bool, ...]
    """False where the header was guessed: the preview asks for a look."""

    @classmethod
    def chosen(cls, columns: Iterable[Column | None]) -> Mapping:
        """A mapping that a person has chosen."""
        whole = tuple(columns)
        return cls(whole, (True,) * len(whole))

    def index(self, column: Column) -> int | None:
        """Where the (first) column of this kind stands."""
        return self.columns.index(column) if column in self.columns else None

    @property
    def has_name(self) -> bool:
        """Whether rows can have a name; without one no row can be imported."""
        return not {Column.NAME, Column.FAMILY_NAME, Column.GIVEN_NAME}.isdisjoint(self.columns)

    @property
    def repeated(self) -> tuple[Column, ...]:
        """Columns that occur more than once though only units may; the first one counts."""
        counted = Counter(column for column in self.columns if column is not None)
        return tuple(
            column for column, count in counted.items() if count > 1 and column is not Column.UNIT
        )

    def unit_indexes(self, header: Sequence[str]) -> tuple[int, ...]:
        """The unit columns from the highest level to the lowest (Directie, Afdeling, Team)."""
        found = [index for index, column in enumerate(self.columns) if column is Column.UNIT]
        return tuple(sorted(found, key=lambda index: (unit_level(header[index]), index)))


def header_key(header: str) -> str:
    """Letters and digits of a header, folded: "E-mail adres:" → "emailadres"."""
    return "".join(sign for sign in fold(header) if sign.isalnum())


def is_header(cell: str) -> bool:
    """Whether this cell is a known header word."""
    key = header_key(cell)
    return key in COLUMN_OF or key in NOT_OURS


def unit_level(header: str) -> int:
    """How high in the organisation a unit column stands, 0 highest; by the word in its header."""
    key = header_key(header)
    if key in UNIT_LEVEL:
        return UNIT_LEVEL[key]
    parts = [word for word in UNIT_LEVEL if len(word) >= _LEAST_PART and word in key]
    return UNIT_LEVEL[max(parts, key=len)] if parts else _NO_LEVEL


def recognise(
    header: Sequence[str], sample: Iterable[Sequence[str]], beside: Sequence[SmallSheet] = ()
) -> Mapping:
    """What each column holds, from its header and the first 200 rows.

    Rows have the length of the header. A kind occurs once, except units; the surest
    column wins. Headers without a match are judged by content: e-mail addresses, whole names,
    codes that a list on another sheet (`beside`) explains.
    """
    rows = list(islice(sample, _SAMPLE))
    guesses = [_by_header(name) for name in header]
    columns: list[Column | None] = [None] * len(header)
    scores = [0.0] * len(header)
    taken: set[Column] = set()
    for index in sorted(range(len(header)), key=lambda i: (-guesses[i][1], i)):
        column, score = guesses[index]
        if column is Column.EMAIL and column in taken:
            column = Column.SECOND_EMAIL
        if column is not None and (column is Column.UNIT or column not in taken):
            columns[index], scores[index] = column, score
            taken.add(column)
    values = [[row[index] for row in rows if row[index]] for index in range(len(header))]
    _by_content(columns, scores, values, [header_key(name) in NOT_OURS for name in header])
    _tell_family_from_whole(columns, rows)
    _put_work_first(columns, values)
    if beside:
        _find_unit_codes(columns, scores, values, beside)
    return Mapping(tuple(columns), tuple(score >= _SURE for score in scores))


def _by_header(header: str) -> tuple[Column | None, float]:
    key = header_key(header)
    if key in NOT_OURS or not key:
        return None, 0.0
    if key in COLUMN_OF:
        return COLUMN_OF[key], _SURE
    words = fold_key(header).replace("-", " ").split()
    parts = [
        word for word in COLUMN_OF if word in words or (len(word) >= _LEAST_PART and word in key)
    ]
    if parts:
        best = max(parts, key=len)
        if COLUMN_OF[best] in _NUMBERED or not _NOT_A_TEXT.search(key):
            return COLUMN_OF[best], _PART
        numbered = [word for word, column in COLUMN_OF.items() if column in _NUMBERED]
        close = difflib.get_close_matches(key, numbered, n=1, cutoff=_LEAST_RATIO)
        return (COLUMN_OF[close[0]], _TYPO) if close else (None, 0.0)
    close = difflib.get_close_matches(key, COLUMN_OF, n=1, cutoff=_LEAST_RATIO)
    return (COLUMN_OF[close[0]], _TYPO) if close else (None, 0.0)


def _by_content(
    columns: list[Column | None],
    scores: list[float],
    values: list[list[str]],
    others: list[bool],
) -> None:
    """Fill in e-mail and name from what stands in columns that no header explains."""
    named = {Column.NAME, Column.FAMILY_NAME, Column.GIVEN_NAME}
    for column, pattern in ((Column.EMAIL, _EMAIL), (Column.NAME, _NAME)):
        wanted = named if column is Column.NAME else {column}
        if not wanted.isdisjoint(columns):
            continue
        shares = [
            _share(pattern, cells) if columns[index] is None and not others[index] else 0.0
            for index, cells in enumerate(values)
        ]
        best = max(shares, default=0.0)
        if best >= _LEAST_SHARE:
            index = shares.index(best)
            columns[index], scores[index] = column, _CONTENT


def _share(pattern: re.Pattern[str], cells: list[str]) -> float:
    return sum(bool(pattern.fullmatch(cell)) for cell in cells) / len(cells) if cells else 0.0


def _tell_family_from_whole(columns: list[Column | None], rows: list[Sequence[str]]) -> None:
    """A column "Naam" beside "Voornaam" is the family name, unless it repeats the given name."""
    if Column.NAME not in columns or Column.FAMILY_NAME in columns:
        return
    beside = [column for column in (Column.GIVEN_NAME, Column.INITIALS) if column in columns]
    if not beside and Column.INFIX not in columns:
        return
    name = columns.index(Column.NAME)
    given = [columns.index(column) for column in beside]
    pairs = [(fold(row[name]), fold(row[index])) for row in rows for index in given if row[index]]
    if not pairs or sum(first in whole.split() for whole, first in pairs) * 2 < len(pairs):
        columns[name] = Column.FAMILY_NAME


def _put_work_first(columns: list[Column | None], values: list[list[str]]) -> None:
    """Of two columns with addresses the one with addresses from home comes second."""
    if Column.EMAIL not in columns or Column.SECOND_EMAIL not in columns:
        return
    first, second = columns.index(Column.EMAIL), columns.index(Column.SECOND_EMAIL)
    homes = [sum(bool(_PRIVATE.search(cell)) for cell in values[at]) for at in (first, second)]
    if homes[0] > homes[1]:
        columns[first], columns[second] = columns[second], columns[first]


def _find_unit_codes(
    columns: list[Column | None],
    scores: list[float],
    values: list[list[str]],
    beside: Sequence[SmallSheet],
) -> None:
    """Take a column for unit codes when another sheet explains most of what stands in it."""
    named = Column.UNIT in columns
    for index, column in enumerate(columns):
        free = column is None and not named
        if (free or column is Column.UNIT) and find_codes(beside, values[index]):
            columns[index], scores[index] = Column.UNIT_CODE, _SURE
            return
