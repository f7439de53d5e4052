"""Read an uploaded table (CSV or XLSX) safely, whatever its name says.

Every refusal is a `TableError` with a machine code; the words for people are in the Django layer.
"""

from draagvlak.lib.table_file.errors import TableError, TableErrorCode
from draagvlak.lib.table_file.reading import open_table, read_table
from draagvlak.lib.table_file.table import (
    Limits,
    Note,
    NoteCode,
    Row,
    SmallSheet,
    Table,
    TableKind,
    TableSource,
)

__all__ = [
    "Limits",
    "Note",
    "NoteCode",
    "Row",
    "SmallSheet",
    "Table",
    "TableError",
    "TableErrorCode",
    "TableKind",
    "TableSource",
    "open_table",
    "read_table",
]
