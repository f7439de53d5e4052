"""The process that `apart` starts: a wish and a file come in, lines of JSON go out."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from draagvlak.lib.table_file import TableSource


def main() -> int:
    """Bound this process, read the wish and the file, and answer."""
    come_in, go_out = sys.stdin.buffer, sys.stdout.buffer
    wish = json.loads(come_in.readline())
    sys.path.extend(path for path in wish["path"] if path not in sys.path)
    from draagvlak.lib.people_table import is_header  # noqa: PLC0415 found on that path
    from draagvlak.lib.people_table.apart import CPU_SECONDS, MEMORY_BYTES  # noqa: PLC0415
    from draagvlak.lib.table_file import (  # noqa: PLC0415
        Limits,
        TableError,
        TableErrorCode,
        open_table,
    )

    _bound(MEMORY_BYTES, CPU_SECONDS)
    try:
        source = open_table(
            come_in.read(),
            wish["filename"],
            Limits(**wish["limits"]),
            sheet=wish["sheet"],
            header_row=wish["header_row"],
            is_header=is_header,
        )
        _answer(go_out, source)
    except TableError as error:
        _say(go_out, {"error": error.code.value, "params": error.params})
    except MemoryError:
        _say(go_out, {"error": TableErrorCode.TOO_HEAVY.value, "params": {}})
    go_out.flush()
    return 0


def _bound(memory: int, seconds: int) -> None:
    """No more memory, time or open files than this; no picture of the memory after a crash."""
    with suppress(ImportError, OSError, ValueError):  # not everywhere, and not every one
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _answer(go_out: BinaryIO, source: TableSource) -> None:
    from draagvlak.lib.people_table.apart import BATCH  # noqa: PLC0415

    _say(
        go_out,
        {
            "kind": source.kind.value,
            "header": source.header,
            "batches": -(-source.row_count // BATCH),
            "notes": [(note.code.value, note.params) for note in source.notes],
            "encoding": source.encoding,
            "delimiter": source.delimiter,
            "sheet": source.sheet,
            "sheets": source.sheets,
            "header_number": source.header_number,
            "head": source.head,
            "beside": source.beside,
        },
    )
    rows = source.numbered()
    while batch := list(islice(rows, BATCH)):
        _say(
            go_out,
            {
                "numbers": [row.number for row in batch],
                "cells": [row.cells for row in batch],
                "formulas": [(row.number, column) for row in batch for column in row.formulas],
            },
        )


def _say(go_out: BinaryIO, answer: object) -> None:
    go_out.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # nothing to tidy up: the memory goes with the process
