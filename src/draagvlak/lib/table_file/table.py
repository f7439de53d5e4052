"""The shapes: limits, rows, notes and the table itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a file may be at most. Bytes, rows under the header, columns, characters per cell."""

    bytes: int = 30 * 1024 * 1024
    rows: int = 200_000
    columns: int = 200
    cells: int = 4_000_000
    sheets: int = 100
    cell_characters: int = 32_767
    unpacked_bytes: int = 200 * 1024 * 1024
    unpacked_ratio: int = 250
    archive_parts: int = 2_000


class SmallSheet(NamedTuple):
    """Another sheet of the workbook, such as a list of unit codes. `rows`: clean cells."""

    name: str
    rows: tuple[tuple[str, ...], ...]


class TableKind(StrEnum):
    """What the content turned out to be."""

    CSV = "csv"
    XLSX = "xlsx"


class NoteCode(StrEnum):
    """Something about the file that is no error but that the preview may tell."""

    RENAMED_XLSX = "renamed_xlsx"
    """A workbook with another extension. extension: what the name said."""
    RENAMED_CSV = "renamed_csv"
    """Text with the extension of a workbook. extension: what the name said."""
    TITLE_BLOCK = "title_block"
    """Rows above the header were skipped. rows: how many."""
    NO_HEADER = "no_header"
    """The first row already is content; the header is A, B, C …"""
    OTHER_SHEETS = "other_sheets"
    """More sheets hold something. sheets: their names, joined by a comma."""
    EXTRA_CELLS = "extra_cells"
    """Rows hold more cells than the header has. row: the first of them."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note with its parameters."""

    code: NoteCode
    params: tuple[tuple[str, str | int], ...] = ()


class Row(NamedTuple):
    """One row of content.

    `number` is the row number that a spreadsheet shows (from 1). `cells` are as many as the header
    has, stripped, never None. `formulas` are the indexes of cells with text that a spreadsheet
    would execute; that text is kept as it is.
    """

    number: int
    cells: tuple[str, ...]
    formulas: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TableSource:
    """A checked table whose rows can be read one by one, as often as needed.

    The whole file has been looked at: reading the rows raises nothing any more.
    """

    kind: TableKind
    header: tuple[str, ...]
    row_count: int
    notes: tuple[Note, ...]
    encoding: str
    """utf-8, utf-16-le, cp1252 …; empty for a workbook."""
    delimiter: str
    """; , tab or |; empty for a workbook and for a file of one column."""
    sheet: str
    """Name of the sheet; empty for a text file."""
    sheets: tuple[str, ...]
    """Every sheet that holds something; empty for a text file."""
    header_number: int
    """The row of the header; 0 without one."""
    head: tuple[tuple[int, tuple[str, ...]], ...]
    """The first rows with something in them, to choose another header from."""
    beside: tuple[SmallSheet, ...]
    """The other sheets, as far as they are small."""
    numbered: Callable[[], Iterator[Row]]
    """The rows with their numbers and formula cells."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A whole table in memory. `rows` have the length of `header`; see `Row` for the numbers."""

    kind: TableKind
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    row_numbers: list[int]
    formulas: frozenset[tuple[int, int]]
    """(row number, column index) of cells with text that a spreadsheet would execute."""
    notes: tuple[Note, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_number: int = 0
    head: tuple[tuple[int, tuple[str, ...]], ...] = ()
    beside: tuple[SmallSheet, ...] = ()

    @property
    def first_row_number(self) -> int:
        """The number of the first row of content, as a spreadsheet shows it (from 1)."""
        return self.row_numbers[0]

    def numbered(self) -> Iterator[Row]:
        """The rows with their numbers and formula cells."""
        flagged: dict[int, list[int]] = {}
        for number, column in sorted(self.formulas):
            flagged.setdefault(number, []).append(column)
        for number, cells in zip(self.row_numbers, self.rows, strict=True):
            yield Row(number, cells, tuple(flagged.get(number, ())))
