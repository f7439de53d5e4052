"""A folder of an earlier release, started by the command that an operator uses."""

from __future__ import annotations

import gzip
import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from tools.cluster import private_postgresql

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "fixtures"
RELEASES = sorted(path.name.split("-")[1].removesuffix(".key") for path in KEPT.glob("demo-*.key"))
PATIENCE = 120


class Running:
    """A server that runs, and a browser that looks at it."""

    def __init__(self, data, port, process, url):
        self.data, self.port, self.process, self.url = data, port, process, url
        jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path):
        """Status and text of a page."""
        return self._answer(urllib.request.Request(f"http://localhost:{self.port}{path}"))

    def post(self, path, **fields):
        """Status and text of the page after a form was sent."""
        address = f"http://localhost:{self.port}{path}"
        _status, page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        sent = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        return self._answer(urllib.request.Request(address, sent, {"Referer": address}))

    def raw(self, request):
        """The first line of the answer to bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(request)
            return line.makefile("rb").readline().decode()

    def _answer(self, request):
        try:
            with self.browser.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(errors="replace")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def put_back(release, data, url):
    """The database of a release, as it was: in a file, or on the server that `url` names."""
    data.mkdir(mode=0o700)
    shutil.copy(KEPT / f"demo-{release}.key", data / "key")
    (data / "key").chmod(0o600)
    # what a start of that release left behind: real use, brought up to its own migrations
    (data / "done.json").write_text(json.dumps({"first guide": "made", "migrations": release}))
    if url:
        script = gzip.decompress((KEPT / f"demo-{release}.pgsql.gz").read_bytes()).decode()
        with psycopg.connect(url) as line:
            line.execute(script)
    else:
        packed = (KEPT / f"demo-{release}.sqlite3.gz").read_bytes()
        (data / "draagvlak.sqlite3").write_bytes(gzip.decompress(packed))


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL as the product wants one, when this run is about PostgreSQL; empty otherwise."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield ""
    else:
        with private_postgresql(durable=True) as url:
            yield url


@pytest.fixture(scope="module", params=RELEASES)
def upgraded(request, tmp_path_factory, server):
    """An installation of an earlier release, started with this one."""
    data = tmp_path_factory.mktemp("upgrade") / "data"
    put_back(request.param, data, server)
    port = free_port()
    said = data.parent / "said"
    with said.open("wb") as words:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "draagvlak.config.cli", "serve",
                "--data", str(data), "--port", str(port),
            ],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT / "src"),
                "DATABASE_URL": server,
                "DRAAGVLAK_WORKERS": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            cwd=data.parent,
        )  # fmt: skip
    running = Running(data, port, process, server)
    try:
        wait(running, said)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait(running, said):
    """Until it says that it runs."""
    for _ in range(PATIENCE * 5):
        if "Draagvlak runs at" in said.read_text(errors="replace"):
            return
        if running.process.poll() is not None:
            break
        try:
            running.process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(said.read_text(errors="replace"))
