"""Lock the database for half a minute while people read and write: what do they get?

Run: `python bench/durability/locked.py [--seconds 30] [--patience 20] [--url postgresql://…]`.

Another connection holds the lock that writers need. People go on reading lists; who writes waits as
long as the product waits (`--patience` shortens that for a short run), then reads in plain words
that it is not stored yet (503) and sends the same form again, with the same key. Counted: pages
read meanwhile and the slowest, writes that were refused, answers that do not help (unclear), and
afterwards lost, half and doubled.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import sys
import threading
import time
from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING

from house import House, ask, house
from kill import (
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
    from collections.abc import Iterator

HELPS = "Wacht een halve minuut en probeer het opnieuw"
LONGEST = 60.0
LOCK = "lock table concerns_concern, core_auditevent, core_oncekey in exclusive mode"


@contextlib.contextmanager
def locked(place: House) -> Iterator[None]:
    """Nobody else can write."""
    rows = place.rows()
    try:
        rows.do("begin" if rows.on_server else "begin immediate")
        if rows.on_server:
            rows.do(LOCK)
        yield
        rows.do("rollback")
    finally:
        rows.close()


class Reader(threading.Thread):
    """Somebody who opens the list of concerns again and again."""

    def __init__(self, place: House, port: int) -> None:
        super().__init__(daemon=True)
        self.place, self.port = place, port
        self.found: Counter[int] = Counter()
        self.slowest = 0.0
        self.stop = False

    def run(self) -> None:
        while not self.stop:
            began = time.monotonic()
            self.found[self.look()] += 1
            self.slowest = max(self.slowest, time.monotonic() - began)
            time.sleep(0.05)

    def look(self) -> int:
        """Open the list; its status."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        heads = {"Cookie": self.place.cookies, "Host": "localhost"}
        line.request("GET", f"{self.place.path}concerns/", headers=heads)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer.status


def run(place: House, seconds: float, patience: int, writers: int) -> dict[str, object]:
    """Lock, wait, let go; the counts."""
    nursery = Nursery(place, HOUSE_PATIENCE=str(patience))
    child = nursery.child()
    clients, threads = start_clients(place, nursery.port, writers, helps=HELPS, patience=LONGEST)
    before = count(clients)
    while count(clients) < before + writers:
        time.sleep(0.01)
    reader = Reader(place, nursery.port)
    while reader.look() != HTTPStatus.OK:  # who comes into a programme has it written down
        time.sleep(0.1)
    with locked(place):
        time.sleep(0.5)  # who had the lock before us is done
        stored, began = count(clients), time.monotonic()
        reader.start()
        time.sleep(seconds)
        meanwhile, read = count(clients) - stored, dict(reader.found)
        slowest, held = reader.slowest, time.monotonic() - began
    after, late = count(clients), time.monotonic() + LONGEST
    while count(clients) < after + writers and time.monotonic() < late:
        time.sleep(0.01)
    went_on = count(clients) - after
    reader.stop = True
    reader.join(LONGEST)
    end(clients, threads)
    nursery.kill(child)
    nursery.close()
    rows = place.rows()
    total = judge(rows, acknowledged(clients, {}))
    told = answers(clients)
    try:
        return {
            "engine": "PostgreSQL" if rows.on_server else "SQLite",
            "locked": round(held, 1),
            "pages read meanwhile": read,
            "slowest page": round(slowest, 2),
            "stored meanwhile": meanwhile,
            "refused": told["status 503"],
            "unclear": told["unclear"],
            "stored afterwards": went_on,
            "acknowledged": told["acknowledged"],
            "lost": total["lost"],
            "half": total["half"] + rows.one(WITHOUT_KEY),
            "doubled": rows.one(TWICE),
        }
    finally:
        rows.close()


def main() -> int:
    """Print the counts as JSON; 1 when anything was lost, half, doubled or unclear."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--patience", type=int, default=20, help="how long the product waits")
    parser.add_argument("--writers", type=int, default=2)
    ask(parser)
    wishes = parser.parse_args()
    with house(wishes) as place:
        found = run(place, wishes.seconds, wishes.patience, wishes.writers)
    print(json.dumps(found))
    harm = any(found[name] for name in ("lost", "half", "doubled", "unclear", "stored meanwhile"))
    return 1 if harm or not found["stored afterwards"] else 0


if __name__ == "__main__":
    sys.exit(main())
