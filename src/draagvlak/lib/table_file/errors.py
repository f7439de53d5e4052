"""Why a file was refused."""

from __future__ import annotations

from enum import StrEnum


class TableErrorCode(StrEnum):
    """One code per message a person can get about a whole file. Parameters stand behind it."""

    EMPTY_FILE = "empty_file"
    """No bytes, or nothing but white space and delimiters."""
    NOT_A_TABLE = "not_a_table"
    """Another kind of file. looks_like: pdf, image, word, powerpoint, html, xml, json, archive,
    text or unknown."""
    BROKEN_ENCODING = "broken_encoding"
    """Characters that no encoding explains. line: number of the first such line, from 1."""
    UNCLOSED_QUOTE = "unclosed_quote"
    """A quotation mark that never closes. row: number of the row in which it opens, from 1."""
    TOO_LARGE = "too_large"
    """size and limit in bytes."""
    TOO_MANY_ROWS = "too_many_rows"
    """limit: rows."""
    TOO_MANY_COLUMNS = "too_many_columns"
    """limit: columns."""
    TOO_MANY_SHEETS = "too_many_sheets"
    """limit: sheets."""
    TOO_MANY_CELLS = "too_many_cells"
    """Rows times columns. limit: cells."""
    TOO_HEAVY = "too_heavy"
    """Reading it took more memory or time than a list of people ever needs."""
    CELL_TOO_LONG = "cell_too_long"
    """row: number from 1, 0 when unknown. limit: characters."""
    NO_ROWS = "no_rows"
    """A header and nothing under it."""
    ZIP_BOMB = "zip_bomb"
    """A workbook that unpacks to far more than it should. limit: bytes or parts."""
    UNSAFE_WORKBOOK = "unsafe_workbook"
    """A workbook with a document type, an entity or a part that occurs twice. part: its name."""
    BROKEN_WORKBOOK = "broken_workbook"
    """A damaged XLSX."""
    ENCRYPTED_WORKBOOK = "encrypted_workbook"
    """An Excel file with a password on it."""
    OLD_XLS = "old_xls"
    """An Excel file from before 2007."""
    OTHER_WORKBOOK = "other_workbook"
    """A spreadsheet of another program. looks_like: ods, xlsb or numbers."""
    UNKNOWN_SHEET = "unknown_sheet"
    """The sheet that was asked for is not there. sheet: its name."""


class TableError(Exception):
    """A file that cannot be read as a table.

    `code` names the reason and `params` holds what the message needs (numbers and short words).
    `looks_like` and such are words of ours, never content of the file, apart from `sheet`/`part`.
    """

    def __init__(self, code: TableErrorCode, **params: str | int) -> None:
        """Keep the code and its parameters."""
        super().__init__(code.value, params)
        self.code = code
        self.params = params
