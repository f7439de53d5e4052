"""Files that people add: as durable and as closed as rows.

A form calls `keep_file`, outside any transaction: it counts, looks and seals while it reads, and
gives a `StoredFile`. A command calls `attach` and so makes the row. What has no row after a day is
swept away; a file is removed by removing its row, never by hand. Where files stand (a folder, or
a bucket) only `stores` knows.
"""

from __future__ import annotations

from draagvlak.core.storage.keeping import (
    StoredFile,
    attach,
    file_path,
    keep_file,
    pieces_of,
    remove_file,
    write_sealed,
)
from draagvlak.core.storage.kinds import DOCUMENTS, IMAGES, FileKind, FileRefused
from draagvlak.core.storage.serving import download
from draagvlak.core.storage.stores import name_of, store
from draagvlak.core.storage.sweeping import Loss, lost_files, sweep_files

__all__ = [
    "DOCUMENTS",
    "IMAGES",
    "FileKind",
    "FileRefused",
    "Loss",
    "StoredFile",
    "attach",
    "download",
    "file_path",
    "keep_file",
    "lost_files",
    "name_of",
    "pieces_of",
    "remove_file",
    "store",
    "sweep_files",
    "write_sealed",
]
