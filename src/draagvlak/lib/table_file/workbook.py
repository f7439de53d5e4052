"""XLSX: unpack under guard, then let calamine read only what the guard has seen.

A workbook is a ZIP archive of XML. Three attacks are known: an archive that unpacks to gigabytes,
XML entities that multiply, and a promise of size: one cell in the last row and column, or a list
that says it holds four billion strings, for which calamine reserves memory and aborts the whole
process. So the parts are unpacked here, counted while they come out, looked through, and packed
again without compression: the reader never sees the uploaded archive, and no difference between two
ZIP readers can be used.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from draagvlak.lib.table_file.cells import as_text, clean_all, column_index
from draagvlak.lib.table_file.errors import TableError, TableErrorCode
from draagvlak.lib.table_file.grid import Grid, Records
from draagvlak.lib.table_file.table import SmallSheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet

    from draagvlak.lib.table_file.table import Limits

_PIECE = 1 << 20
_RATIO_FROM_BYTES = 10 * 1024 * 1024
_MOST_CELLS = 10_000_000
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MOST_FILLED = 1_500_000
_MOST_MERGES = 100_000
_MOST_BESIDE = 10
_SMALL_ROWS = 6_000
_SMALL_COLUMNS = 30
_SMALL_SIGNS = 200
_UNREAD = ("docprops/", "customxml/", "xl/theme", "xl/drawings", "xl/media", "xl/charts")
_BAD_REFERENCE = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"'](?![A-Za-z]{0,3}[0-9]{1,7}[\"'])")
_COLUMN = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']([A-Za-z]+)[0-9]")
_ROW = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"'][A-Za-z]*([0-9]+)[\"']")
_FEW_COLUMNS = 52  # A to AZ
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s>/]")
# A list announces its length and the reader reserves that much: a false one kills the process.
_LIST_TAG = re.compile(
    rb"<(?:\w+:)?(?:sst|numFmts|cellXfs|cellStyleXfs|mergeCells|tableParts|tableColumns)\b"
    rb"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
)
_ANNOUNCED = re.compile(rb"(?<![\w:.-])(?:count|uniqueCount)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*/>")
_EMPTY_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*(?:/>|>\s*</(?:\w+:)?row>)")


def read_workbook(data: bytes, limits: Limits, sheet: str | None) -> Grid:
    """The records of one sheet: the named one, else the first visible sheet that holds something.

    Raises TableError: zip_bomb, unsafe_workbook, broken_workbook, other_workbook, not_a_table,
    too_many_rows, too_many_columns, unknown_sheet, empty_file.
    """
    parts = unpack(data, limits)
    _refuse_other_documents(parts)
    for name, part in parts.items():
        if b"sheetData" in part:
            parts[name] = _within_bounds(part, limits)
    book = _open(_packed(parts))
    names = [
        meta.name
        for meta in book.sheets_metadata
        if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible
    ]
    if sheet is not None and sheet not in names:
        raise TableError(TableErrorCode.UNKNOWN_SHEET, sheet=sheet)
    if len(names) > limits.sheets:
        raise TableError(TableErrorCode.TOO_MANY_SHEETS, limit=limits.sheets)
    content: CalamineSheet | None = None
    filled: list[str] = []
    for name in names:
        opened = _sheet(book, name)
        if _holds_something(opened):
            filled.append(name)
            content = opened if name == (sheet or filled[0]) else content
    if content is None:
        raise TableError(TableErrorCode.EMPTY_FILE)
    return _grid_of(book, content, filled)


def _grid_of(book: CalamineWorkbook, content: CalamineSheet, filled: list[str]) -> Grid:
    downwards = _downwards(content)
    others = tuple(name for name in filled if name != content.name)

    def records() -> Records:
        for number, values in enumerate(content.iter_rows(), start=1):
            yield number, [v if isinstance(v, str) else as_text(v) for v in values]

    def whole() -> Records:
        return _filled_down(records(), downwards) if downwards else records()

    def beside() -> tuple[SmallSheet, ...]:
        found = (_small(_sheet(book, name), name) for name in others[:_MOST_BESIDE])
        return tuple(sheet for sheet in found if sheet.rows)

    return Grid(records=whole, sheet=content.name, other_sheets=others, beside=beside)


def _downwards(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Merged cells that reach down: first row → (column, last row), counted from 1 and 0."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _right) in (sheet.merged_cell_ranges or [])[:_MOST_MERGES]:
        if bottom > top:
            found.setdefault(top + 1, []).append((column, bottom + 1))
    return found


def _filled_down(records: Records, downwards: dict[int, list[tuple[int, int]]]) -> Records:
    """Give every row of a merged cell what stands in its first row."""
    open_cells: dict[int, tuple[int, str]] = {}
    for number, cells in records:
        for column, (last, text) in list(open_cells.items()):
            if number > last:
                del open_cells[column]
            elif not cells[column] and any(cells):
                cells[column] = text
        for column, last in downwards.get(number, ()):
            if column < len(cells):
                open_cells[column] = (last, cells[column])
        yield number, cells


def _small(sheet: CalamineSheet, name: str) -> SmallSheet:
    """A sheet beside the chosen one; without rows when it is no small list."""
    if sheet.total_height > _SMALL_ROWS or sheet.total_width > _SMALL_COLUMNS:
        return SmallSheet(name, ())
    rows = (clean_all([as_text(value) for value in values]) for values in sheet.iter_rows())
    return SmallSheet(
        name, tuple(tuple(cell[:_SMALL_SIGNS] for cell in row) for row in rows if row)
    )


def unpack(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The XML parts of the archive by name, counted while they are unpacked.

    Raises TableError: broken_workbook, zip_bomb, unsafe_workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > limits.archive_parts:
                raise TableError(TableErrorCode.ZIP_BOMB, limit=limits.archive_parts)
            return _parts(archive, entries, len(data), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as problem:
        raise TableError(TableErrorCode.BROKEN_WORKBOOK) from problem
    except (NotImplementedError, RuntimeError) as problem:  # an encrypted or exotic entry
        raise TableError(TableErrorCode.BROKEN_WORKBOOK) from problem


def _parts(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int, limits: Limits
) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    for entry in entries:
        name = entry.filename
        key = name.replace("\\", "/").lower()
        if key in seen:
            raise TableError(TableErrorCode.UNSAFE_WORKBOOK, part=name)
        seen.add(key)
        if not key.endswith((".xml", ".rels")) or key.startswith(_UNREAD):
            parts.setdefault(name, b"")
            continue
        if entry.compress_type not in _METHODS:
            raise TableError(TableErrorCode.BROKEN_WORKBOOK)
        pieces: list[bytes] = []
        for piece in _pieces(archive, entry):
            total += len(piece)
            too_tight = total > _RATIO_FROM_BYTES and total > packed * limits.unpacked_ratio
            if total > limits.unpacked_bytes or too_tight:
                raise TableError(TableErrorCode.ZIP_BOMB, limit=limits.unpacked_bytes)
            pieces.append(piece)
        part = b"".join(pieces)
        if part.count(b"<!") != part.count(b"<!--") + part.count(b"<![CDATA["):  # <!DOCTYPE …
            raise TableError(TableErrorCode.UNSAFE_WORKBOOK, part=name)
        if b"\x00" in part:  # UTF-16 would hide a document type; no spreadsheet program writes it
            raise TableError(TableErrorCode.BROKEN_WORKBOOK)
        parts[name] = _LIST_TAG.sub(_without_length, part) if b"ount" in part else part
    return parts


def _without_length(tag: re.Match[bytes]) -> bytes:
    return _ANNOUNCED.sub(b" ", tag[0])


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _refuse_other_documents(parts: dict[str, bytes]) -> None:
    names = {name.replace("\\", "/").lower() for name in parts}
    if "xl/workbook.bin" in names:
        raise TableError(TableErrorCode.OTHER_WORKBOOK, looks_like="xlsb")
    if "content.xml" in names and "mimetype" in names:
        raise TableError(TableErrorCode.OTHER_WORKBOOK, looks_like="ods")
    if any(name.endswith(".iwa") for name in names):
        raise TableError(TableErrorCode.OTHER_WORKBOOK, looks_like="numbers")
    for folder, kind in (("word/", "word"), ("ppt/", "powerpoint")):
        if any(name.startswith(folder) for name in names):
            raise TableError(TableErrorCode.NOT_A_TABLE, looks_like=kind)
    if not any(name.startswith("xl/") for name in names):
        raise TableError(TableErrorCode.NOT_A_TABLE, looks_like="archive")


def _within_bounds(part: bytes, limits: Limits) -> bytes:
    """The sheet itself; without its empty formatted cells when only those lie far away."""
    if part.count(b"</c></row>") > limits.rows + _margin(limits.rows):  # these hold something
        raise TableError(TableErrorCode.TOO_MANY_ROWS, limit=limits.rows)
    if part.count(b"</c>") > _MOST_FILLED:
        raise TableError(TableErrorCode.TOO_MANY_CELLS, limit=_MOST_FILLED)
    if _is_small(part, limits) or _too_big(part, limits) is None:
        return part
    bare = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", part))
    problem = _too_big(bare, limits)
    if problem is not None:
        raise problem
    return bare


def _is_small(part: bytes, limits: Limits) -> bool:
    """Whether the sheet is written the plain way and its rectangle of cells is small enough.

    Plain: every cell says first, and once, where it stands (`<c r="B2" …`), as all known programs
    write it. Whatever is not plain is judged slowly.
    """
    cells = sum(part.count(tag) for tag in (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r"))
    known = sum(part.count(name) for name in (b'<row r="', b"xmlns:r=", b"header=", b"footer="))
    if part.count(b'<c r="') != cells or part.count(b"r=") != cells + known or b":c" in part:
        return False
    if any(spaced in part for spaced in (b"r =", b"r\t=", b"r\n=", b"r\r=")):
        return False
    above = _number_above(min(limits.rows + _margin(limits.rows), _MOST_CELLS // _FEW_COLUMNS))
    return not re.search(rb'<c r="(?!A?[A-Z][0-9])|<c r="A?[A-Z]' + above, part)


def _number_above(bound: int) -> bytes:
    """A pattern for the decimal numbers above a bound of at least 1; leading zeros count as above.

    For 250: 0 | four digits | 3-9 and two digits | 2, 6-9 and a digit | 25, 1-9.
    """
    digits = str(bound)
    size = len(digits)
    branches = ["0", f"[0-9]{{{size + 1}}}"]
    for position, digit in enumerate(digits):
        if digit != "9":
            rest = size - position - 1
            branches.append(f"{digits[:position]}[{int(digit) + 1}-9][0-9]{{{rest}}}")
    return ("(?:" + "|".join(branches) + ")").encode()


def _too_big(part: bytes, limits: Limits) -> TableError | None:
    """Why the rectangle around all cells is too big to reserve, judged before the reader does."""
    if _BAD_REFERENCE.search(part):
        return TableError(TableErrorCode.BROKEN_WORKBOOK)
    letters = _COLUMN.findall(part)
    columns = max((column_index(found.decode()) + 1 for found in set(letters)), default=0)
    rows = max(map(int, set(_ROW.findall(part))), default=0)
    if len(_CELL.findall(part)) > len(letters):  # cells without a reference follow one another
        per_row = max(len(_CELL.findall(row)) for row in _ROW_TAG.split(part))
        columns += per_row
        rows += len(_ROW_TAG.findall(part))
    if columns > limits.columns + _margin(limits.columns):
        return TableError(TableErrorCode.TOO_MANY_COLUMNS, limit=limits.columns)
    if rows > limits.rows + _margin(limits.rows) or rows * columns > _MOST_CELLS:
        return TableError(TableErrorCode.TOO_MANY_ROWS, limit=limits.rows)
    return None


def _margin(limit: int) -> int:
    """Room for a title block and empty rows and columns, which do not count in the limits."""
    return limit // 4 + 100


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts in one archive; each is let go of as soon as it is in."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in list(parts):
            part = parts.pop(name)
            if part:
                archive.writestr(name, part)
    packed.seek(0)
    return packed


@contextmanager
def _reading() -> Iterator[None]:
    """Turn what calamine raises into ours: a panic of its own derives from BaseException."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as problem:
        raise TableError(TableErrorCode.BROKEN_WORKBOOK) from problem


def _open(packed: io.BytesIO) -> CalamineWorkbook:
    with _reading():
        return CalamineWorkbook.from_filelike(packed)


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    with _reading():
        return book.get_sheet_by_name(name)


def _holds_something(sheet: CalamineSheet) -> bool:
    return any(as_text(value).strip() for row in sheet.iter_rows() for value in row)
