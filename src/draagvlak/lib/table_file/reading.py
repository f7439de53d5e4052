"""From bytes to a table: judge by content, find the header, drop what is empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draagvlak.lib.table_file.cells import FORMULA_STARTS, clean_all, column_letters, is_formula
from draagvlak.lib.table_file.delimited import read_delimited
from draagvlak.lib.table_file.errors import TableError, TableErrorCode
from draagvlak.lib.table_file.table import (
    Limits,
    Note,
    NoteCode,
    Row,
    Table,
    TableKind,
    TableSource,
)
from draagvlak.lib.table_file.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from draagvlak.lib.table_file.grid import Grid, Records

_DEFAULT_LIMITS = Limits()
_HEADER_WITHIN = 40
_HEAD_ROWS = 20
_HEAD_CELLS = 8
_HEAD_SIGNS = 40
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"{\\rtf", "word"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"PK\x05\x06", "archive"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b")
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"])")
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_CONTENT = re.compile(r"\S+@\S+\.\S+|[\d\s.,:/-]*\d[\d\s.,:/-]*")


def _never(_cell: str) -> bool:
    return False


def read_table(  # noqa: PLR0913 where the table stands, in what it takes
    data: bytes,
    filename: str,
    limits: Limits = _DEFAULT_LIMITS,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    is_header: Callable[[str], bool] = _never,
) -> Table:
    """The whole table in memory. See `open_table` for the arguments and the errors."""
    source = open_table(
        data, filename, limits, sheet=sheet, header_row=header_row, is_header=is_header
    )
    rows = list(source.numbered())
    return Table(
        kind=source.kind,
        header=source.header,
        rows=[row.cells for row in rows],
        row_numbers=[row.number for row in rows],
        formulas=frozenset((row.number, column) for row in rows for column in row.formulas),
        notes=source.notes,
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=source.sheet,
        sheets=source.sheets,
        header_number=source.header_number,
        head=source.head,
        beside=source.beside,
    )


def open_table(  # noqa: PLR0913 where the table stands, in what it takes
    data: bytes,
    filename: str,
    limits: Limits = _DEFAULT_LIMITS,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    is_header: Callable[[str], bool] = _never,
) -> TableSource:
    """Check the whole file once and return a source whose rows can be read one by one.

    `filename` only serves notes: the content decides. `sheet` names a sheet of a workbook; without
    it the first visible sheet with content is taken. `is_header` says of one cell whether it is a
    word known from headers (`people_table.is_header`): that finds a header under a title block.
    `header_row` says which row it is (0: there is none) and goes before that.

    Raises TableError with any of its codes.
    """
    grid, kind = _grid(data, limits, sheet)
    head = _head(grid, limits)
    index = _chosen_index(head, header_row)
    if header_row is None:
        index = _header_index([cells for _, cells in head], is_header)
    start, names = head[index] if index is not None else (_first_content(head), [])
    notes = _notes_on_file(filename, kind, grid, chosen=sheet is not None)
    skipped = index if index is not None else sum(number < start for number, _ in head)
    if skipped and header_row is None:
        notes.append(Note(NoteCode.TITLE_BLOCK, (("rows", skipped),)))
    if index is None and header_row is None:
        notes.append(Note(NoteCode.NO_HEADER))

    def content() -> Records:
        for number, cells in _filled(grid, limits):
            if (number > start or index is None) and number >= start and cells != names:
                yield number, cells

    used, count, extra_row = _survey(content(), names, limits)
    if extra_row:
        notes.append(Note(NoteCode.EXTRA_CELLS, (("row", extra_row),)))
    header = tuple(
        (names[column] if column < len(names) else "") or column_letters(column) for column in used
    )

    def numbered() -> Iterator[Row]:
        for number, cells in content():
            width = len(cells)
            kept = tuple(cells[column] if column < width else "" for column in used)
            yield Row(number, kept, _formulas(kept))

    return TableSource(
        kind=kind,
        header=header,
        row_count=count,
        notes=tuple(notes),
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
        sheets=(grid.sheet, *grid.other_sheets) if grid.sheet else (),
        header_number=start if index is not None else 0,
        head=tuple(
            (number, tuple(cell[:_HEAD_SIGNS] for cell in cells[:_HEAD_CELLS]))
            for number, cells in head[:_HEAD_ROWS]
        ),
        beside=grid.beside(),
        numbered=numbered,
    )


def _grid(data: bytes, limits: Limits, sheet: str | None) -> tuple[Grid, TableKind]:
    if len(data) > limits.bytes:
        raise TableError(TableErrorCode.TOO_LARGE, size=len(data), limit=limits.bytes)
    if not data.strip(b" \t\r\n\x00;,|\xef\xbb\xbf\xff\xfe"):
        raise TableError(TableErrorCode.EMPTY_FILE)
    if data.startswith(_ZIP):
        return read_workbook(data, limits, sheet), TableKind.XLSX
    if data.startswith(_COMPOUND):
        raise _compound(data)
    looks_like = _looks_like(data)
    if looks_like:
        raise TableError(TableErrorCode.NOT_A_TABLE, looks_like=looks_like)
    return read_delimited(data), TableKind.CSV


def _compound(data: bytes) -> TableError:
    """The old Office container: an encrypted workbook, an old one, or another document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return TableError(TableErrorCode.ENCRYPTED_WORKBOOK)
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book\x00")):
        return TableError(TableErrorCode.OLD_XLS)
    kinds = (("WordDocument", "word"), ("PowerPoint Document", "powerpoint"))
    found = (kind for name, kind in kinds if name.encode("utf-16-le") in data)
    return TableError(TableErrorCode.NOT_A_TABLE, looks_like=next(found, "unknown"))


def _looks_like(data: bytes) -> str:
    """A word for a file that is no table, or nothing."""
    for magic, kind in _OTHER_FILES:
        if data.startswith(magic) and (magic != b"BM" or b"\x00" in data[:20]):
            return kind
    head = data[:512].removeprefix(b"\xef\xbb\xbf")
    for pattern, kind in ((_MARKUP, "html"), (_XML, "xml"), (_JSON, "json")):
        if pattern.match(head):
            return kind
    return ""


def _filled(grid: Grid, limits: Limits) -> Records:
    """Clean records that hold something, without empty cells at their end."""
    for number, raw in grid.records():
        cells = clean_all(raw)
        if not cells:
            continue
        if len(cells) > limits.columns:
            raise TableError(TableErrorCode.TOO_MANY_COLUMNS, limit=limits.columns)
        yield number, cells


def _head(grid: Grid, limits: Limits) -> list[tuple[int, list[str]]]:
    head = []
    for record in _filled(grid, limits):
        head.append(record)
        if len(head) == _HEADER_WITHIN:
            break
    if not head:
        raise TableError(TableErrorCode.EMPTY_FILE)
    return head


def _header_index(head: list[list[str]], is_header: Callable[[str], bool]) -> int | None:
    """Which record is the header: the one with most known words, else the first wide one.

    None when that one already holds content, such as an e-mail address.
    """
    hits = [sum(map(is_header, cells)) for cells in head]
    best = max(hits)
    if best:
        index = hits.index(best)
        if best * 2 >= sum(map(bool, head[index])) or best > 1:
            return index
    index = _first_wide(head)
    if any(_CONTENT.fullmatch(cell) for cell in head[index] if cell):
        return None
    return index


def _chosen_index(head: list[tuple[int, list[str]]], header_row: int | None) -> int | None:
    """Where the chosen row stands among the first ones."""
    numbers = [number for number, _ in head]
    return numbers.index(header_row) if header_row in numbers else None


def _first_wide(head: list[list[str]]) -> int:
    """The first record with at least half as many filled cells as the fullest one."""
    filled = [sum(map(bool, cells)) for cells in head]
    least = max(2, (max(filled) + 1) // 2) if max(filled) > 1 else 1
    return next(index for index, count in enumerate(filled) if count >= least)


def _first_content(head: list[tuple[int, list[str]]]) -> int:
    return head[_first_wide([cells for _, cells in head])][0]


def _survey(content: Records, names: list[str], limits: Limits) -> tuple[list[int], int, int]:
    """(indexes of the columns that hold something, number of rows, first row with extra cells)."""
    used = {column for column, name in enumerate(names) if name}
    width = len(names)
    count = filled = 0
    extra_row = 0
    for number, cells in content:
        count += 1
        if count > limits.rows:
            raise TableError(TableErrorCode.TOO_MANY_ROWS, limit=limits.rows)
        filled += len(cells)
        if filled > limits.cells:
            raise TableError(TableErrorCode.TOO_MANY_CELLS, limit=limits.cells)
        if max(map(len, cells)) > limits.cell_characters:
            limit = limits.cell_characters
            raise TableError(TableErrorCode.CELL_TOO_LONG, row=number, limit=limit)
        width = max(width, len(cells))
        if len(used) < width:
            used.update(column for column, cell in enumerate(cells) if cell)
        if names and not extra_row and len(cells) > len(names):
            extra_row = number
    if not count:
        raise TableError(TableErrorCode.NO_ROWS)
    if count * len(used) > limits.cells:
        raise TableError(TableErrorCode.TOO_MANY_CELLS, limit=limits.cells)
    return sorted(used), count, extra_row


def _formulas(cells: tuple[str, ...]) -> tuple[int, ...]:
    suspects = [column for column, cell in enumerate(cells) if cell[:1] in FORMULA_STARTS]
    return tuple(column for column in suspects if is_formula(cells[column]))


def _notes_on_file(filename: str, kind: TableKind, grid: Grid, *, chosen: bool) -> list[Note]:
    notes = []
    name = filename.strip().lower()
    extension = name[name.rfind(".") :] if "." in name else ""
    if kind is TableKind.XLSX and extension not in {".xlsx", ".xlsm"}:
        notes.append(Note(NoteCode.RENAMED_XLSX, (("extension", extension),)))
    if kind is TableKind.CSV and extension in _WORKBOOK_NAMES:
        notes.append(Note(NoteCode.RENAMED_CSV, (("extension", extension),)))
    if grid.other_sheets and not chosen:
        notes.append(Note(NoteCode.OTHER_SHEETS, (("sheets", ", ".join(grid.other_sheets)),)))
    return notes
