"""How long an event log takes: `python bench/event_log.py`.

Logs of some sizes, as XES and as a table: CPU seconds to read and to measure, and the growth from
size to size. Then how little of a 50 MB file and of an XML bomb is looked at.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.factories.event_logs import make_csv, make_xes  # noqa: E402

from draagvlak.lib.event_log import (  # noqa: E402
    Log,
    LogRefused,
    guess_columns,
    measure,
    read_rows,
    read_xes,
)
from draagvlak.lib.event_log.tables import is_log_head  # noqa: E402
from draagvlak.lib.table_file import read_table  # noqa: E402

CASES = (300, 3_000, 12_000)
BOMB = b'<!DOCTYPE log [<!ENTITY a "' + b"a" * 10_000 + b'">]><log>' + b"&a;" * 10_000 + b"</log>"


def read_table_log(content: bytes) -> Log:
    """A log out of a table with its columns guessed."""
    table = read_table(content, "log.csv", is_header=is_log_head)
    return read_rows(table.numbered(), guess_columns(table.header))


def main() -> None:
    """Print times and growth."""
    last: dict[str, float] = {}
    for cases in CASES:
        for title, content, read in (
            ("XES", make_xes(cases), read_xes),
            ("table", make_csv(cases), read_table_log),
        ):
            begin = time.process_time()
            log = read(content)
            middle = time.process_time()
            measure(log)
            end = time.process_time()
            growth = f"  × {(end - begin) / last[title]:.1f}" if title in last else ""
            last[title] = end - begin
            size = len(content) / 1e6
            print(
                f"{title:6} {log.event_count:7} events {size:6.1f} MB  read {middle - begin:6.2f} s"
                f"  measure {end - middle:6.2f} s{growth}"
            )
    for title, content in (("50 MB", b"<log>" + b" " * 50_000_000), ("bomb", BOMB)):
        begin = time.process_time()
        try:
            read_xes(content)
        except LogRefused as no:
            print(f"{title:6} refused ({no.code}) in {time.process_time() - begin:.3f} s")


if __name__ == "__main__":
    main()
