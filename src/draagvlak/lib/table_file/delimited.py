"""Text tables: find the encoding and the delimiter, then read with the csv module."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from draagvlak.lib.table_file.errors import TableError, TableErrorCode
from draagvlak.lib.table_file.grid import Grid, Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DELIMITERS = ";,\t|"
_SAMPLE_CHARACTERS = 65_536
_SAMPLE_RECORDS = 200
_LEAST_SHARE = 0.5
_MOST_CONTROLS = 0.005
_PROSE_WORDS = 8
_PROSE_SHARE = 0.2
_PAIR = 2

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_LINE_END = re.compile("\\r\\n|\\n|\\r")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# A private-use character ends the text: when it is no record of its own, a quote was left open.
_END = "\ue000end\ue000"


def read_delimited(data: bytes) -> Grid:
    """The records of a text file.

    Raises TableError: broken_encoding, not_a_table, unclosed_quote (while the records are read),
    cell_too_long.
    """
    text, encoding = decode(data)
    first_number = 1
    delimiter = None
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        delimiter, first_number, text = declared[1], 2, text[declared.end() :]
    if delimiter is None:
        delimiter = find_delimiter(text)
    if (delimiter is None or not text.replace(", ", "").count(delimiter)) and _is_prose(text):
        raise TableError(TableErrorCode.NOT_A_TABLE, looks_like="text")

    def records() -> Records:
        return _records(text, delimiter or DELIMITERS[0], first_number)

    return Grid(records=records, encoding=encoding, delimiter=delimiter or "")


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding.

    A BOM decides, then UTF-16 by its zeros, then UTF-8, then Windows-1252.

    Raises TableError broken_encoding (with the line) when none of them explains every byte, and
    not_a_table for bytes that are no text.
    """
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise TableError(TableErrorCode.BROKEN_ENCODING, line=line) from problem
    text = text.removeprefix("\ufeff")
    controls = len(_CONTROLS.findall(text))
    if "\x00" in text or controls > len(text) * _MOST_CONTROLS:
        raise TableError(TableErrorCode.NOT_A_TABLE, looks_like="unknown")
    return text, "utf-8" if encoding == "utf-8-sig" else encoding


def _encoding(data: bytes) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    head = data[:4096]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # Mostly sound UTF-8 with a broken spot is damaged: Windows-1252 would give "JosÃ©".
        pairs = _UTF8_PAIR.findall(data)
        strays = len(_HIGH.findall(data)) - sum(map(len, pairs))
        return "utf-8" if len(pairs) > strays else "cp1252"
    return "utf-8"


def find_delimiter(text: str) -> str | None:
    """The delimiter that cuts most of the first records alike; None for a file of one column."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    best: tuple[float, int] = (_LEAST_SHARE, 0)
    found = None
    for delimiter in DELIMITERS:
        if delimiter in sample and not _only_in_names(sample, delimiter):
            score = _consistency(sample, delimiter)
            if score > best:
                best, found = score, delimiter
    return found


def _only_in_names(sample: str, delimiter: str) -> bool:
    """Whether a comma only stands in "Jansen, P.", under a header without one."""
    first = next((line for line in sample.splitlines() if line.strip()), "")
    if delimiter != "," or delimiter in first:
        return False
    return sample.count(", ") == sample.count(",")


def _consistency(sample: str, delimiter: str) -> tuple[float, int]:
    """(share of records with the most common width, that width); (0, 0) when that width is 1."""
    widths: Counter[int] = Counter()
    try:
        for count, record in enumerate(_reader(io.StringIO(sample, newline=""), delimiter)):
            if count == _SAMPLE_RECORDS:
                break
            if any(map(str.strip, record)):
                widths[len(record)] += 1
    except csv.Error:
        return (0.0, 0)
    wide = [(count, width) for width, count in widths.items() if width >= _PAIR]
    if not wide:
        return (0.0, 0)
    count, width = max(wide)
    return (count / widths.total(), width)


def _is_prose(text: str) -> bool:
    lines = [line for line in text[:_SAMPLE_CHARACTERS].splitlines() if line.strip()]
    long = sum(len(line.split()) > _PROSE_WORDS for line in lines)
    return long > len(lines) * _PROSE_SHARE


def _reader(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter)


def _lines(text: str) -> Iterator[str]:
    """The lines one by one; `StringIO` would make a copy of four bytes per character."""
    start = 0
    for found in _LINE_END.finditer(text):
        yield text[start : found.end()]
        start = found.end()
    if start < len(text):
        yield text[start:]


def _records(text: str, delimiter: str, first_number: int) -> Records:
    number = first_number - 1
    try:
        for record in _reader(chain(_lines(text), (_END,)), delimiter):
            if record == [_END]:
                return
            number += 1
            if record and record[-1].endswith(_END):
                break
            yield number, record
    except csv.Error as problem:
        limit = csv.field_size_limit()
        raise TableError(TableErrorCode.CELL_TOO_LONG, row=number + 1, limit=limit) from problem
    raise TableError(TableErrorCode.UNCLOSED_QUOTE, row=number)
