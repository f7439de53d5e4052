"""kill -9 the server at random moments while people write; what was acknowledged must be there.

Run: `python bench/durability/kill.py [--rounds 10000] [--url postgresql://…] [--folder /dev/shm]`.

A loaded server is forked for every round. Clients raise and edit concerns through the real pages,
with an idempotency key each. Once something was acknowledged the server gets SIGKILL within 40 ms;
what a client got no answer to it sends again, with the same key and words, to the next server.
Counted: acknowledged writes that are gone or have older words (lost), concerns that miss a part of
what their command writes (half), concerns that a retry made twice (doubled).
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import urlencode

from house import HERE, House, Rows, ask, house

PATIENCE = 20.0
AFTERWARDS = 0.04
CHECK_EVERY = 5
CONCERN = re.compile(r"/concerns/([0-9a-f-]{36})/")
SOUND_EVERY = 500
BROKEN = 500


@dataclass
class Written:
    """One concern as its writer knows it."""

    token: str
    concern: str = ""
    version: int = 0
    asked: int = 0


@dataclass
class Client:
    """Somebody who writes on and on, and sends again what got no answer."""

    house: House
    port: int
    number: int
    written: list[Written] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    helps: str = ""
    """Words that a page must hold that says no, when one is expected to."""
    patience: float = 10.0
    stop: bool = False

    def work(self) -> None:
        chance = random.Random(self.number)  # noqa: S311 no secret
        while not self.stop:
            row = self.written[-1] if self.written else None
            if row is None or (row.asked == row.version and chance.random() < 0.6):
                row = Written(uuid.uuid4().hex)
                self.written.append(row)
            if row.asked == row.version:
                row.asked += 1
            self.send(row)

    def send(self, row: Written) -> None:
        """Ask for the wished version until there is an answer."""
        words = {"kind": "worry", "severity": "2", "title": f"Zorg {row.token} {row.asked}"}
        adding = row.asked == 1
        words |= {"once": row.token} if adding else {"version": str(row.asked - 1)}
        where = "concerns/add/" if adding else f"concerns/{row.concern}/edit/"
        tried = 0
        while not self.stop:
            tried += 1
            found = self.post(where, words)
            if found is None:
                time.sleep(0.004)
                continue
            status, place = found
            if status == 303 and adding:
                row.concern = place
            # a conflict can only be with our own first try: nobody else edits this one
            if status == 303 or (status == 409 and tried > 1 and not adding):
                row.version = row.asked
                self.answers["acknowledged"] += 1
                self.answers["sent again"] += tried > 1
                return
            self.answers[f"status {status}"] += 1
            time.sleep(0.01)

    def post(self, where: str, words: dict[str, str]) -> tuple[int, str] | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        body = urlencode(words | {"csrfmiddlewaretoken": self.house.csrf})
        heads = {
            "Cookie": self.house.cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Host": "localhost",
        }
        try:
            connection.request("POST", self.house.path + where, body, heads)
            answer = connection.getresponse()
            page = answer.read()
        except (OSError, http.client.HTTPException):
            self.answers["no answer"] += 1
            return None
        finally:
            connection.close()
        if self.helps and answer.status >= BROKEN:
            self.answers["unclear"] += self.helps not in page.decode()
        found = CONCERN.search(answer.headers.get("Location", ""))
        if answer.status == 303 and found is None:
            self.answers["half an answer"] += 1  # killed between the status and the headers
            return None
        return answer.status, found[1] if found else ""


class Nursery:
    """The loaded server that has children (`nursery.py`)."""

    def __init__(self, place: House, **more: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "nursery.py")],
            env=place.environment
            | {"HOUSE_COOKIES": place.cookies, "HOUSE_PATH": place.path, "CSRF": place.csrf}
            | more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self._said())

    def child(self) -> int:
        """A new server; its number."""
        print(file=self._input(), flush=True)
        return int(self._said())

    def kill(self, child: int) -> None:
        """SIGKILL, and wait until nothing of it is left."""
        os.kill(child, signal.SIGKILL)
        assert self._said() == "gone"

    def close(self) -> None:
        self._input().close()
        self._process.wait(30)

    def _said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def _input(self) -> IO[str]:
        assert self._process.stdin is not None
        return self._process.stdin


ONE = """
select c.title,
    (select count(*) from core_auditevent a where a.subject_id = c.id and a.verb like 'concerns.%'),
    (select count(*) from core_searchdocument d where d.object_id = c.id)
from concerns_concern c where c.id = ?
"""
TWICE = """
select count(*) from (
    select substr(title, 6, 32) from concerns_concern where title like 'Zorg ' || '%'
    group by substr(title, 6, 32) having count(*) > 1
) as twice
"""
WITHOUT_KEY = """
select count(*) from concerns_concern c
where (select count(*) from core_oncekey k where k.result_id = c.id) <> 1
    and c.title like 'Zorg ' || '%'
"""


def judge(rows: Rows, known: list[tuple[str, str, int]]) -> Counter[str]:
    """Compare what was acknowledged (token, concern, version) with what stands in the database."""
    found: Counter[str] = Counter()
    for token, concern, version in known:
        here = rows.all(ONE, [concern.replace("-", "")])
        title, events, words = here[0] if here else ("", 0, 0)
        stored = int(title.rpartition(" ")[2]) if title.startswith(f"Zorg {token} ") else 0
        found["lost"] += stored < version
        found["half"] += stored >= version and (events != stored or words != 1)
    return found


def acknowledged(clients: list[Client], since: dict[int, int]) -> list[tuple[str, str, int]]:
    """What the clients know to be stored and was not judged since `since` (their own counts)."""
    found = []
    for client in clients:
        rows = client.written[max(0, since.get(client.number, 0) - 1) :]
        since[client.number] = len(client.written)
        found += [(row.token, row.concern, row.version) for row in rows if row.version]
    return found


def start_clients(
    place: House, port: int, writers: int, *, helps: str = "", patience: float = 10.0
) -> tuple[list[Client], list[threading.Thread]]:
    """People at work; with `helps`, what a page must say that refuses to store."""
    clients = [Client(place, port, n, helps=helps, patience=patience) for n in range(writers)]
    threads = [threading.Thread(target=client.work, daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    return clients, threads


def end(clients: list[Client], threads: list[threading.Thread]) -> None:
    """Let everybody stop after the answer that they wait for."""
    for client in clients:
        client.stop = True
    for thread in threads:
        thread.join(30)


def run(place: House, rounds: int, writers: int, seconds: float) -> dict[str, object]:
    """All rounds; the counts."""
    nursery = Nursery(place)
    clients, threads = start_clients(place, nursery.port, writers)
    total: Counter[str] = Counter()
    seen: dict[int, int] = {}
    began, done, unsound = time.monotonic(), 0, 0
    while done < rounds and time.monotonic() - began < seconds:
        child = nursery.child()
        before, late = count(clients), time.monotonic() + PATIENCE
        while count(clients) == before and time.monotonic() < late:
            time.sleep(0.001)
        assert count(clients) > before, f"no writes: {answers(clients)}"
        time.sleep(random.uniform(0, AFTERWARDS))  # noqa: S311 no secret
        nursery.kill(child)
        done += 1
        if done % CHECK_EVERY == 0:
            rows = place.rows()
            total += judge(rows, acknowledged(clients, seen))
            unsound += done % SOUND_EVERY == 0 and not rows.sound()
            rows.close()
        if done % SOUND_EVERY == 0:
            said = {"rounds": done, "acknowledged": count(clients), "so far": dict(total)}
            print(json.dumps(said), flush=True)
    child = nursery.child()  # everybody gets an answer
    end(clients, threads)
    nursery.kill(child)
    nursery.close()
    rows = place.rows()
    total += judge(rows, acknowledged(clients, {}))
    told = answers(clients)
    try:
        return {
            "engine": "PostgreSQL" if rows.on_server else "SQLite",
            "rounds": done,
            "seconds": round(time.monotonic() - began, 1),
            "acknowledged": told.pop("acknowledged"),
            "lost": total["lost"],
            "half": total["half"] + rows.one(WITHOUT_KEY),
            "doubled": rows.one(TWICE),
            "unsound": unsound + (not rows.sound()),
            "answers": dict(told),
        }
    finally:
        rows.close()


def count(clients: list[Client]) -> int:
    return sum(client.answers["acknowledged"] for client in clients)


def answers(clients: list[Client]) -> Counter[str]:
    return sum((client.answers for client in clients), Counter())


def main() -> int:
    """Print the counts as JSON; 1 when anything was lost, half, doubled or unsound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--writers", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6 * 3600, help="stop after so long")
    ask(parser)
    wishes = parser.parse_args()
    with house(wishes) as place:
        found = run(place, wishes.rounds, wishes.writers, wishes.seconds)
    print(json.dumps(found))
    return 1 if found["lost"] or found["half"] or found["doubled"] or found["unsound"] else 0


if __name__ == "__main__":
    sys.exit(main())
