"""Read a table of people in a process of its own, with a bound on its memory and its time.

A workbook is a program for its reader: whatever it does there, this process only sees lines of
JSON, and gets a `TableError` when the other one stopped. Nothing is written to disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from draagvlak.lib.table_file import (
    Limits,
    Note,
    NoteCode,
    SmallSheet,
    Table,
    TableError,
    TableErrorCode,
    TableKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY_BYTES = 290 * 1024 * 1024
CPU_SECONDS = 60
WALL_SECONDS = 120.0
BATCH = 2_000
_SOURCE = str(Path(__file__).resolve().parents[3])


def read_apart(
    data: bytes,
    filename: str,
    limits: Limits | None = None,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Table:
    """The table in a file, read in another process. Raises TableError, also `too_heavy`."""
    wish = {
        "filename": filename,
        "limits": asdict(limits or Limits()),
        "sheet": sheet,
        "header_row": header_row,
        "path": [path for path in sys.path if path],
    }
    with subprocess.Popen(
        [sys.executable, "-m", "draagvlak.lib.people_table.apart_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": _SOURCE, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
    ) as child:
        feeder = threading.Thread(target=_feed, args=(child, json.dumps(wish).encode(), data))
        clock = threading.Timer(WALL_SECONDS, child.kill)
        feeder.start()
        clock.start()
        try:
            return _table(_lines(child))
        except (ValueError, KeyError, TypeError, StopIteration):  # it stopped in the middle
            raise TableError(TableErrorCode.TOO_HEAVY) from None
        finally:
            clock.cancel()
            child.kill()
            feeder.join()


def _feed(child: subprocess.Popen[bytes], wish: bytes, data: bytes) -> None:
    with suppress(OSError, ValueError):
        if child.stdin is not None:
            child.stdin.write(wish + b"\n")
            child.stdin.write(data)
            child.stdin.close()


def _lines(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    if child.stdout is not None:
        yield from child.stdout


def _table(lines: Iterator[bytes]) -> Table:
    first = json.loads(next(lines))
    if "error" in first:
        raise TableError(TableErrorCode(first["error"]), **first["params"])
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    formulas: set[tuple[int, int]] = set()
    for _ in range(first["batches"]):
        batch = json.loads(next(lines))
        rows += map(tuple, batch["cells"])
        numbers += batch["numbers"]
        formulas.update((number, column) for number, column in batch["formulas"])
    return Table(
        kind=TableKind(first["kind"]),
        header=tuple(first["header"]),
        rows=rows,
        row_numbers=numbers,
        formulas=frozenset(formulas),
        notes=tuple(
            Note(NoteCode(code), tuple((name, value) for name, value in params))
            for code, params in first["notes"]
        ),
        encoding=first["encoding"],
        delimiter=first["delimiter"],
        sheet=first["sheet"],
        sheets=tuple(first["sheets"]),
        header_number=first["header_number"],
        head=tuple((number, tuple(cells)) for number, cells in first["head"]),
        beside=tuple(
            SmallSheet(name, tuple(tuple(row) for row in found)) for name, found in first["beside"]
        ),
    )
