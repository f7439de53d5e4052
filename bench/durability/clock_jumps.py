"""Set the clock of a server back while people write; what was acknowledged must be there.

Run: `python bench/durability/clock_jumps.py [--rounds 500] [--url postgresql://…]` (needs cc).

A preloaded library (`clock.c`, compiled here) moves the wall clock of the server, and of SQLite in
it, while requests are under way: three times out of four back, by a second up to thirty days, else
on by at most half an hour. (A session that rests for half a day ends, so a clock that leaps ahead
signs people out, as it should.) Every fifth time the server is killed as well. Counted: rounds
after which people could still write, acknowledged writes that are gone (lost), half or doubled.
"""

from __future__ import annotations

import argparse
import json
import mmap
import random
import struct
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from house import HERE, House, ask, house
from kill import (
    PATIENCE,
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
from power_cut import library

TOLD_EVERY = 20
BACK = (-30 * 86_400, -86_400, -3_600, -61, -1)
ON = (1, 61, 1_800)
BACK_OUT_OF = (3, 4)


def run(place: House, scratch: Path, rounds: int, writers: int) -> dict[str, object]:
    """All rounds; the counts."""
    hands = scratch / "clock"
    hands.write_bytes(struct.pack("<q", 0))
    loaded = str(library(scratch, HERE / "clock.c"))
    nursery = Nursery(place, LD_PRELOAD=loaded, CLOCK_FILE=str(hands))
    clients, threads = start_clients(place, nursery.port, writers)
    total: Counter[str] = Counter()
    seen: dict[int, int] = {}
    began, went_on, stands = time.monotonic(), 0, 0
    child = nursery.child()
    with hands.open("r+b") as file, mmap.mmap(file.fileno(), 8) as clock:
        for number in range(1, rounds + 1):
            chosen = BACK if random.randrange(BACK_OUT_OF[1]) < BACK_OUT_OF[0] else ON  # noqa: S311
            stands += random.choice(chosen)  # noqa: S311 no secret
            clock[:] = struct.pack("<q", stands)
            stored, late = count(clients), time.monotonic() + PATIENCE
            while count(clients) < stored + writers and time.monotonic() < late:
                time.sleep(0.002)
            went_on += count(clients) > stored
            if number % TOLD_EVERY == 0:
                said = {"jumps": number, "went on": went_on, "acknowledged": count(clients)}
                print(json.dumps(said), flush=True)
            if number % 5 == 0:
                nursery.kill(child)
                child = nursery.child()
                rows = place.rows()
                total += judge(rows, acknowledged(clients, seen))
                rows.close()
    end(clients, threads)
    nursery.kill(child)
    nursery.close()
    rows = place.rows()
    total += judge(rows, acknowledged(clients, {}))
    told = answers(clients)
    try:
        return {
            "engine": "PostgreSQL" if rows.on_server else "SQLite",
            "jumps": rounds,
            "seconds": round(time.monotonic() - began, 1),
            "went on": went_on,
            "days back": -stands // 86_400,
            "acknowledged": told.pop("acknowledged"),
            "lost": total["lost"],
            "half": total["half"] + rows.one(WITHOUT_KEY),
            "doubled": rows.one(TWICE),
            "answers": dict(told),
        }
    finally:
        rows.close()


def main() -> int:
    """Print the counts as JSON; 1 when anything was lost, half, doubled or came to a stand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--writers", type=int, default=3)
    ask(parser)
    wishes = parser.parse_args()
    with house(wishes) as place, tempfile.TemporaryDirectory() as scratch:
        found = run(place, Path(scratch), wishes.rounds, wishes.writers)
    print(json.dumps(found))
    harm = found["lost"] or found["half"] or found["doubled"]
    return 1 if harm or found["went on"] != wishes.rounds else 0


if __name__ == "__main__":
    sys.exit(main())
