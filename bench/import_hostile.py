"""Two hundred hostile files, read as an upload is: `python bench/import_hostile.py`.

Each is read in a process of its own, as in the product. Printed are how many were refused and why,
the slowest, and the most memory that a reading process took. Exit code 1 when a file came in, or
when a process took more than 300 MB.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.organisations.hostile import hostile  # noqa: E402

from draagvlak.lib.people_table.apart import read_apart  # noqa: E402 - after the path
from draagvlak.lib.table_file import TableError  # noqa: E402

MOST_MB = 300
SHOWN = 12


class Watch(threading.Thread):
    """Keeps the highest memory (kB) of the reading processes; a sample each ten milliseconds.

    `getrusage` would count what this process held when it forked.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stop = threading.Event()
        self.most = 0

    def run(self) -> None:
        while not self.stop.wait(0.01):
            for listed in Path("/proc/self/task").glob("*/children"):
                with suppress(OSError):
                    for pid in listed.read_text().split():
                        self.most = max(self.most, self._peak(Path("/proc", pid)))

    @staticmethod
    def _peak(process: Path) -> int:
        with suppress(OSError, IndexError):
            if b"apart_child" in (process / "cmdline").read_bytes():
                lines = (process / "status").read_text().splitlines()
                return next((int(one.split()[1]) for one in lines if one.startswith("VmHWM")), 0)
        return 0


def main() -> int:
    """Read them all."""
    taken: list[tuple[float, str, str]] = []
    let_in: list[str] = []
    watch = Watch()
    watch.start()
    for name, filename, data in hostile():
        start = time.perf_counter()
        try:
            table = read_apart(data, filename)
        except TableError as error:
            said = error.code.value
        else:
            said = f"came in with {len(table.rows)} rows"
            let_in.append(name)
        taken.append((time.perf_counter() - start, name, said))
    watch.stop.set()
    watch.join()
    most = watch.most / 1024
    for code, count in Counter(said for _, _, said in taken).most_common():
        print(f"{count:5} {code}")
    print(f"\nthe slowest of {len(taken)}:")
    for seconds, name, said in sorted(taken, reverse=True)[:SHOWN]:
        print(f"{seconds:7.2f} s  {name} ({said})")
    print(f"\nmost memory of a reading process: {most:.0f} MB (bound {MOST_MB})")
    for name in let_in:
        print(f"came in: {name}")
    return int(bool(let_in) or most > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
