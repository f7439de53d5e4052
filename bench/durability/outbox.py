"""kill -9 the outbox worker again and again: is every promised effect brought about, and once?

Run: `python bench/durability/outbox.py [--messages 600] [--url postgresql://…]`.

The effect of a message is a file named after it, made with O_EXCL: a second time is seen and
counted, and changes nothing. That is what `once` means for an effect outside the database. Two
workers are at work; each is killed within 300 ms and another takes its place. On a machine so busy
that nobody gets anything done in that time they live a little longer, until somebody does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from house import House, ask, house

WORKER = """
import datetime as dt, os, sys, time
import django
django.setup()
from django.db import close_old_connections, connections
from draagvlak.core import outbox
outbox.LEASE = dt.timedelta(seconds=1)
folder = sys.argv[1]

def effect(payload):
    time.sleep(0.01)
    with open(os.path.join(folder, "runs"), "a") as runs:
        runs.write(payload["number"] + "\\n")
    try:
        os.close(os.open(os.path.join(folder, payload["number"]), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        pass

outbox.TOPICS.register("bench.effect", effect)
if sys.argv[2] != "0":
    for number in range(int(sys.argv[2])):
        outbox.promise("bench.effect", {"number": f"m{number}"}, key=f"bench:{number}")
    sys.exit()
connections.close_all()
for line in sys.stdin:  # a loaded worker is forked for each, as the server is in kill.py
    child = os.fork()
    if not child:
        while True:
            if not outbox.deliver_one():
                time.sleep(0.02)
    print(child, flush=True)
"""


def run(place: House, messages: int, seconds: float) -> dict[str, object]:
    """Promise, kill, count."""
    effects = place.data / "effects"
    effects.mkdir()
    command = [sys.executable, "-c", WORKER, str(effects)]
    subprocess.run([*command, str(messages)], env=place.environment, check=True)
    nursery = subprocess.Popen(
        [*command, "0"], env=place.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    rows = place.rows()
    began, kills, life = time.monotonic(), 0, 1.0
    waiting = "select count(*) from core_outboxmessage where state = 'open'"
    while (left := rows.one(waiting)) and time.monotonic() - began < seconds:
        children = []
        for _ in range(2):
            print(file=nursery.stdin, flush=True)
            children.append(int(nursery.stdout.readline()))
        time.sleep(life * random.uniform(0.05, 0.3))  # noqa: S311 no secret
        for child in children:
            os.kill(child, signal.SIGKILL)
            kills += 1
        life = max(1.0, life * (1.5 if rows.one(waiting) == left else 0.7))
    nursery.kill()
    nursery.wait()
    done = rows.one("select count(*) from core_outboxmessage where state = 'done'")
    dead = rows.one("select count(*) from core_outboxmessage where state = 'dead'")
    rows.close()
    ran = (effects / "runs").read_text().split()
    return {
        "engine": "PostgreSQL" if place.url else "SQLite",
        "messages": messages,
        "kills": kills,
        "seconds": round(time.monotonic() - began, 1),
        "effects": sum(Path(effects, f"m{number}").exists() for number in range(messages)),
        "done": done,
        "given up": dead,
        "ran again": len(ran) - len(set(ran)),
    }


def main() -> int:
    """Print the counts as JSON; 1 when an effect is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=900)
    ask(parser)
    wishes = parser.parse_args()
    with house(wishes) as place:
        found = run(place, wishes.messages, wishes.seconds)
    print(json.dumps(found))
    return 0 if found["effects"] == found["done"] == wishes.messages else 1


if __name__ == "__main__":
    sys.exit(main())
