"""Fill the disk under a server at work, make room again: what was acknowledged must be there.

Run: `python bench/durability/disk_full.py [--rounds 500] [--folder /dev/shm]` (Linux, SQLite).

A full disk is made by the limit that the system puts on the size of a file of one process
(RLIMIT_FSIZE): no account with rights and no partition is needed. In every round people write
through the real pages; the limit comes down to a few pages above what the database and its log hold
now, until somebody reads that nothing can be stored (507); then there is room again, and the same
forms are sent once more, with the same keys. Every second time the server is killed first, while
the disk is full. Counted: rounds in which somebody was refused, acknowledged writes that are gone
(lost), concerns that miss a part (half), that a retry made twice (doubled), and answers that a
reader could not understand (unclear): another status than 507, or words that do not help.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from house import House, ask, house
from kill import (
    PATIENCE,
    SOUND_EVERY,
    TWICE,
    WITHOUT_KEY,
    Nursery,
    acknowledged,
    answers,
    count,
    end,
    judge,
    start_clients,
)

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096
ROOM = 24
HELPS = "Ga terug met je browser en kopieer wat je typte"
REFUSED = "status 507"


def largest(data: Path) -> int:
    """The size of the database or of its log, whichever is larger."""
    return max(path.stat().st_size for path in data.glob("draagvlak.sqlite3*"))


def wait(happens: object, since: int, late: float) -> bool:
    """Until a count is higher than it was; False when it stays."""
    assert callable(happens)
    while happens() <= since:
        if time.monotonic() > late:
            return False
        time.sleep(0.002)
    return True


def run(place: House, rounds: int, writers: int) -> dict[str, object]:
    """All rounds; the counts."""
    nursery = Nursery(place)
    clients, threads = start_clients(place, nursery.port, writers, helps=HELPS)
    total: Counter[str] = Counter()
    seen: dict[int, int] = {}
    began, full, recovered = time.monotonic(), 0, 0
    child = nursery.child()

    def refusals() -> int:
        return answers(clients)[REFUSED]

    for number in range(1, rounds + 1):
        wait(lambda: count(clients), count(clients), time.monotonic() + PATIENCE)
        before = refusals()
        limit = largest(place.data) + random.randrange(ROOM) * PAGE  # noqa: S311 no secret
        endless = resource.RLIM_INFINITY
        resource.prlimit(child, resource.RLIMIT_FSIZE, (limit, endless))
        full += wait(refusals, before, time.monotonic() + PATIENCE)
        if number % 2:
            resource.prlimit(child, resource.RLIMIT_FSIZE, (endless, endless))
        else:
            nursery.kill(child)
            child = nursery.child()
        stored = count(clients)
        recovered += wait(lambda: count(clients), stored, time.monotonic() + PATIENCE)
        rows = place.rows()
        total += judge(rows, acknowledged(clients, seen))
        total["unsound"] += number % SOUND_EVERY == 0 and not rows.sound()
        rows.close()
    end(clients, threads)
    nursery.kill(child)
    nursery.close()
    rows = place.rows()
    total += judge(rows, acknowledged(clients, {}))
    told = answers(clients)
    try:
        return {
            "engine": "SQLite",
            "rounds": rounds,
            "seconds": round(time.monotonic() - began, 1),
            "full": full,
            "went on": recovered,
            "acknowledged": told["acknowledged"],
            "refused": told[REFUSED],
            "unclear": told["unclear"],
            "lost": total["lost"],
            "half": total["half"] + rows.one(WITHOUT_KEY),
            "doubled": rows.one(TWICE),
            "unsound": total["unsound"] + (not rows.sound()),
            "answers": dict(told),
        }
    finally:
        rows.close()


def main() -> int:
    """Print the counts as JSON; 1 when anything was lost, half, doubled, unsound or unclear."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--writers", type=int, default=3)
    ask(parser, server=False)
    wishes = parser.parse_args()
    with house(wishes) as place:
        found = run(place, wishes.rounds, wishes.writers)
    print(json.dumps(found))
    harm = sum(int(str(found[name])) for name in ("lost", "half", "doubled", "unsound", "unclear"))
    return 1 if harm or found["went on"] != wishes.rounds else 0


if __name__ == "__main__":
    sys.exit(main())
