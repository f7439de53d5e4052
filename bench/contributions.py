"""How many contributions a second are taken in, beside a bare insert in the same database.

Run: `python bench/contributions.py [seconds]` (10). In a scratch installation the whole product
takes contributions in one process: page, check, sealing, commit. In turn with it, in the same run
and the same database with the same durability: a handmade view that inserts one row with Django's
ORM, and the same row by SQL. Prints submissions per second, processor time per submission and the
ratio. `DATABASE_URL` of PostgreSQL measures that engine, in that database, which must be empty.

`python bench/contributions.py kill [rounds]` (50) lets two clients send without end to a server
that is killed (-9) again and again; every contribution that was acknowledged is retried once with
its own receipt and then looked up. Prints lost and doubled.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

sys.path.insert(0, str(Path(__file__).parent))

from receipts import open_door, prepare

TURN = 0.5
"""Seconds of one turn, so that a busy machine slows all of them alike."""


def acts() -> dict[str, Callable[[], None]]:
    """What is done in turn: the product, its page, and two floors."""
    from django.db import connection, transaction  # noqa: PLC0415 after the setup
    from django.test import Client  # noqa: PLC0415

    from draagvlak.contributions.models import Letter  # noqa: PLC0415
    from draagvlak.contributions.queries.entrances import code_for  # noqa: PLC0415
    from draagvlak.core.ids import uuid4  # noqa: PLC0415
    from draagvlak.lib.receipts import new_receipt  # noqa: PLC0415

    guide, _vault, door = open_door()
    address = f"/speak/{guide.workspace.slug}/{code_for(door.pk)}/"
    client, sqlite = Client(), connection.vendor == "sqlite"

    def product() -> None:
        sent = {"text": "Het inloggen duurt lang.", "way": "anonymous", "receipt": new_receipt()}
        if client.post(address, sent).status_code != 200:
            raise SystemExit("not sent")

    def page() -> None:
        client.get(address)

    def bare() -> None:
        with transaction.atomic():
            Letter.objects.create(workspace_id=guide.tenant, sealed=b"x" * 1200)

    def by_sql() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            keys = [each.hex if sqlite else each for each in (uuid4(), guide.tenant)]
            cursor.execute(
                "insert into contributions_letter (id, workspace_id, sealed, made_on) "
                "values (%s, %s, %s, %s)",
                [*keys, b"x" * 1200, "2026-01-01"],
            )

    return {"product": product, "the page alone": page, "bare ORM insert": bare, "SQL": by_sql}


def measure(seconds: float) -> None:
    """Product and floors in turn."""
    found = acts()
    spent = {name: [0.0, 0.0, 0.0] for name in found}
    for act in found.values():
        act()
    end = time.perf_counter() + seconds * len(found)
    while time.perf_counter() < end:
        for name, act in found.items():
            wall, cpu = time.perf_counter(), time.process_time()
            while time.perf_counter() < wall + TURN:
                act()
                spent[name][0] += 1
            spent[name][1] += time.perf_counter() - wall
            spent[name][2] += time.process_time() - cpu
    floor = spent["bare ORM insert"]
    for name, (count, wall, cpu) in spent.items():
        print(
            f"{name:16} {count / wall:8.1f} a second  {1000 * cpu / count:7.3f} ms processor  "
            f"{(cpu / count) / (floor[2] / floor[0]):6.1f} x the bare insert  n = {count:.0f}"
        )


def kills(rounds: int) -> int:
    """Two clients, a server that dies, and what is left of what it acknowledged."""
    from draagvlak.config.server import free_port  # noqa: PLC0415
    from draagvlak.contributions.models import Contribution, Message  # noqa: PLC0415
    from draagvlak.contributions.queries.entrances import code_for  # noqa: PLC0415
    from draagvlak.contributions.queries.following import holder_by_receipt  # noqa: PLC0415

    guide, _vault, door = open_door()
    space, code = guide.workspace.slug, code_for(door.pk)
    port = free_port("127.0.0.1", 18900 + os.getpid() % 500)
    sent: list[str] = []
    stop = threading.Event()
    threads = [
        threading.Thread(target=_sends, args=(port, f"/speak/{space}/{code}/", sent, stop))
        for _each in range(2)
    ]
    for each in threads:
        each.start()
    tried = 0
    for _round in range(rounds):
        server = _serve(port)
        before, patience = len(sent), time.time() + 20
        while len(sent) < before + 6 and time.time() < patience:
            time.sleep(0.01)
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        tried += 1
    stop.set()
    for each in threads:
        each.join()
    lost = [receipt for receipt in set(sent) if holder_by_receipt(space, receipt) is None]
    stored, lines = Contribution.objects.count(), Message.objects.count()
    doubled = lines - stored
    print(
        f"{tried} times killed: {len(set(sent))} acknowledged, {len(lost)} lost, "
        f"{doubled} doubled, {stored} stored (some before their acknowledgement could leave)"
    )
    return 1 if lost or doubled else 0


def _serve(port: int) -> subprocess.Popen[bytes]:
    code = (
        "import sys; from django.core.management import execute_from_command_line as run;"
        f"run(['manage.py', 'runserver', '--noreload', '127.0.0.1:{port}'])"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[:3]), "DRAAGVLAK_DEBUG": "1"},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _sends(port: int, address: str, sent: list[str], stop: threading.Event) -> None:
    """Send until it is acknowledged, with the same receipt; then once more, as a double click."""
    from draagvlak.lib.receipts import new_receipt  # noqa: PLC0415

    while not stop.is_set():
        receipt = new_receipt()
        while not stop.is_set():
            if _post(port, address, receipt):
                sent.append(receipt)
                _post(port, address, receipt)
                break
            time.sleep(0.02)


def _post(port: int, address: str, receipt: str) -> bool:
    form = urllib.parse.urlencode(
        {"text": f"Bericht {receipt}", "way": "anonymous", "receipt": receipt}
    )
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", address, form, kind)
        answer = line.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
    return answer.status == 200 and b'class="receipt"' in body


def main() -> int:
    """Measure, or kill."""
    words = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        if words[:1] == ["kill"]:
            return kills(int(words[1]) if words[1:] else 50)
        measure(float(words[0]) if words else 10)
    return 0


if __name__ == "__main__":
    sys.exit(main())
