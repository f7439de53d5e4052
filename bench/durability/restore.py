"""Back up a server at work, kill it, restore elsewhere: what had been acknowledged must be there.

Run: `python bench/durability/restore.py [--rounds 50] [--url postgresql://…]`.

In every round people write through the real pages while `draagvlak backup` runs; the server gets
SIGKILL while they still write; `draagvlak restore` puts the backup in an empty folder (and an empty
database) and `draagvlak check` reads it whole. Counted: writes acknowledged before the backup began
that are gone or older there (lost), concerns that miss a part (half), and backups, restores or
checks that failed (refused).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from house import House, Rows, ask, empty_database, house, scratch
from kill import WITHOUT_KEY, Nursery, acknowledged, count, end, judge, start_clients

if TYPE_CHECKING:
    from pathlib import Path

ABOUT_THE_SERVER = " database: off: "
COMMAND = [sys.executable, "-m", "draagvlak.config.cli"]


def draagvlak(environment: dict[str, str], data: Path, *words: str) -> bool:
    """The command line, as an operator types it; whether it went well."""
    done = _ran(environment, data, *words)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0


def _ran(environment: dict[str, str], data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words, "--data", str(data)],
        env={k: v for k, v in environment.items() if k != "DRAAGVLAK_DATA"},
        capture_output=True,
        text=True,
        check=False,
    )


def is_whole(environment: dict[str, str], data: Path) -> bool:
    """Whether `draagvlak check` finds everything as it should be.

    Passed over: that the server it was restored on may lose the last writes at a power cut, which
    tells of the server and not of what was restored.
    """
    done = _ran(environment, data, "check")
    wrong = [line for line in done.stdout.splitlines() if line.startswith("NOT ")]
    fine = done.returncode == 0 or (wrong and all(ABOUT_THE_SERVER in line for line in wrong))
    if not fine:
        print(done.stdout + done.stderr, file=sys.stderr)
    return bool(fine)


def restored(place: House, made: Path, known: list[tuple[str, str, int]]) -> Counter[str]:
    """Put a backup in an empty place; what is missing there."""
    with contextlib.ExitStack() as stack:
        target = stack.enter_context(scratch()) / "elsewhere"
        environment = dict(place.environment)
        if place.url:
            environment["DATABASE_URL"] = stack.enter_context(empty_database(place.url))
        words = ("restore", str(made), "--key", str(place.data / "key"))
        fine = draagvlak(environment, target, *words)
        if not (fine and is_whole(environment, target)):
            return Counter(refused=1)
        where = environment.get("DATABASE_URL") or str(target / "draagvlak.sqlite3")
        rows = Rows(where)
        found = judge(rows, known)
        found["half"] += rows.one(WITHOUT_KEY)
        found["restored"] = rows.one("select count(*) from concerns_concern")
        rows.close()
        return found


def run(place: House, rounds: int, writers: int) -> dict[str, object]:
    """All rounds; the counts."""
    nursery = Nursery(place)
    total: Counter[str] = Counter()
    began = time.monotonic()
    for number in range(rounds):
        clients, threads = start_clients(place, nursery.port, writers)
        child = nursery.child()
        while count(clients) < writers * 3:
            time.sleep(0.005)
        # versions as of now: what is written from here on may be in the backup or not
        known = acknowledged(clients, {})
        folder = place.data / f"out-{number}"
        fine = draagvlak(place.environment, place.data, "backup", "--to", str(folder))
        while_at_it = count(clients)
        nursery.kill(child)
        child = nursery.child()  # everybody gets an answer before the next round
        end(clients, threads)
        nursery.kill(child)
        total["acknowledged"] += len(known)
        total["written meanwhile"] += while_at_it - len(known)
        if fine:
            (made,) = folder.glob("*.draagvlak")
            total += restored(place, made, known)
        else:
            total["refused"] += 1
    nursery.close()
    return {
        "engine": "PostgreSQL" if place.url else "SQLite",
        "rounds": rounds,
        "seconds": round(time.monotonic() - began, 1),
        "acknowledged": total["acknowledged"],
        "written meanwhile": total["written meanwhile"],
        "rows restored": total["restored"],
        "lost": total["lost"],
        "half": total["half"],
        "refused": total["refused"],
    }


def main() -> int:
    """Print the counts as JSON; 1 when anything was lost, half or refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--writers", type=int, default=3)
    ask(parser)
    wishes = parser.parse_args()
    with house(wishes) as place:
        found = run(place, wishes.rounds, wishes.writers)
    print(json.dumps(found))
    return 1 if found["lost"] or found["half"] or found["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
