"""T8: how soon the real server answers, and what its two workers hold and use."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from meters import cpu_of, memory_of, tree
from targets import Line, Target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from organisation import Place

ROUNDS = 60
PATIENCE = 60
STARTS = 3
LISTS = ("concerns:concern_list", "organisations:person_list", "measures:measure_list")


def lines(place: Place, people: int, folder: Path) -> Iterator[Line]:
    """The best of some starts; then the lists over HTTP, and the memory after them."""
    from django.conf import settings  # noqa: PLC0415 after the setup
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from tests.factories.places import sign_in  # noqa: PLC0415

    from draagvlak.config.installation import Installation  # noqa: PLC0415
    from draagvlak.config.server import free_port  # noqa: PLC0415
    from draagvlak.core.web import to  # noqa: PLC0415

    Installation(settings.ENV).remember("first guide", "made for a measurement")
    client = sign_in(Client(), place.guide)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    connection.close()
    port = free_port("127.0.0.1", 18600 + os.getpid() % 500)
    address = f"http://localhost:{port}"
    own = os.environ | {"DRAAGVLAK_WORKERS": "2", "DRAAGVLAK_ADDRESS": address}
    own["PYTHONPATH"] = os.pathsep.join(sys.path[:2])
    command = [sys.executable, "-m", "draagvlak.config.cli", "serve", "--port", str(port)]
    starts, used = [], []
    for last in (False,) * (STARTS - 1) + (True,):
        begun = time.perf_counter()
        server = subprocess.Popen(command, env=own, cwd=folder, stdout=subprocess.DEVNULL)
        try:
            _wait(address, server)
            starts.append((time.perf_counter() - begun) * 1000)
            used.append(cpu_of(tree(server.pid)))
            if last:
                found = list(_served(place, people, server.pid, port, cookies, to))
        finally:
            server.terminate()
            server.wait(30)
    start = Line("T8", "start to first page", people, min(used), min(starts), max(starts))
    start.missed = [] if min(starts) <= 1500 else ["≤ 1,500 ms wall"]
    start.note = f"best of {STARTS}; migrations of a filled database looked at"
    yield start
    yield from found


def _served(place, people, pid, port, cookies, to) -> Iterator[Line]:  # noqa: ANN001, PLR0913, PLR0917
    for route in LISTS:
        line = http.client.HTTPConnection("localhost", port)
        path, wall = to(place.guide, route), []
        for _ in range(4):
            _ask(line, path, cookies)
        pids = tree(pid)
        before = cpu_of(pids)
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            body = _ask(line, path, cookies)
            wall.append((time.perf_counter() - begun) * 1000)
        cpu = (cpu_of(pids) - before) / ROUNDS
        wall.sort()
        p50, p95 = wall[ROUNDS // 2], wall[int(ROUNDS * 0.95)]
        found = Line("T2", f"over HTTP: {route.split(':')[0]}", people, cpu, p50, p95)
        found.bytes = len(body)
        found.judge(Target(cpu=5))
        found.note = "whole process tree"
        yield found
    pids = tree(pid)
    memory = memory_of(pids)
    held = Line("T8", "memory, MiB", people, memory, memory, memory)
    held.missed = [] if memory <= 200 else ["≤ 200 MiB"]
    held.note = f"{len(pids)} processes: two web workers, their master, the outbox, the watcher"
    yield held


def _ask(line: http.client.HTTPConnection, path: str, cookies: str) -> bytes:
    line.request("GET", path, headers={"Cookie": cookies})
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status, answer.getheader("Location"))
    return body


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    late = time.monotonic() + PATIENCE
    while time.monotonic() < late and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()  # noqa: S310 ours
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"no first page within {PATIENCE} seconds")
