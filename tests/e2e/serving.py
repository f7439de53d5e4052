"""The product with the demo programme, served as in real use, in a process of its own.

`draagvlak serve`, on SQLite in a folder. When DATABASE_URL names a PostgreSQL server, in a database
of its own there, and by the web server alone: `serve` refuses a server that may lose what it
promised to keep, and clusters for tests are made that way.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from draagvlak.config.server import free_port

ROOT = Path(__file__).parents[2]
FIRST_PORT = 18400
PATIENCE = 90


@dataclass
class House:
    """Where the product is served, and who can sign in: e-mail address by role in the demo."""

    url: str
    emails: dict[str, str]
    password: str
    passphrase: str
    cookies: dict[str, list[str]]
    log: Path
    demo: str = "/w/voorbeeldstad/p/vergaderen-zonder-papier/"
    guides: count = field(default_factory=lambda: count(1))

    def new_guide(self):
        """The e-mail address of a guide who has no programme yet."""
        return f"guide-{next(self.guides)}@example.org"


@contextmanager
def serve(data, guides):
    """The House, with so many guides who have no programme yet."""
    own = {name: text for name, text in os.environ.items() if not name.startswith("DRAAGVLAK_")}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = own | {"DRAAGVLAK_DATA": str(data), "PYTHONPATH": path, "PYTHONUTF8": "1"}
    with ExitStack() as stack:
        if url := own.get("DATABASE_URL", ""):
            environment["DATABASE_URL"] = stack.enter_context(own_database(url))
        seed = [sys.executable, "-m", "tests.e2e.seed", str(guides)]
        said = subprocess.run(seed, env=environment, check=True, cwd=ROOT, stdout=subprocess.PIPE)
        port = free_port("127.0.0.1", FIRST_PORT + os.getpid() % 1000)
        stack.enter_context(_served(environment, port, data / "serve.log"))
        log = data / "log" / "draagvlak.log"
        yield House(url=f"http://localhost:{port}", log=log, **json.loads(said.stdout))


@contextmanager
def reopen(data):
    """Serve a data folder that stands already; its address."""
    own = {name: text for name, text in os.environ.items() if not name.startswith("DRAAGVLAK_")}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = own | {"DRAAGVLAK_DATA": str(data), "PYTHONPATH": path, "PYTHONUTF8": "1"}
    port = free_port("127.0.0.1", FIRST_PORT + 1000 + os.getpid() % 1000)
    with _served(environment, port, data / "serve.log"):
        yield f"http://localhost:{port}"


@contextmanager
def own_database(url):
    """An empty database beside the one that `url` names; its address. It is gone afterwards."""
    import psycopg  # noqa: PLC0415 - SQLite does without

    name = f"draagvlak_e2e_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _served(environment, port, log):
    """Until the first page is there; RuntimeError with what was said when it does not come."""
    command = [sys.executable, "-m", "draagvlak.config.cli", "serve", "--port", str(port)]
    if environment.get("DATABASE_URL"):
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
        command += ["--threads", "4", "draagvlak.config.wsgi:application"]
        environment |= {
            "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
            "DRAAGVLAK_ADDRESS": f"http://localhost:{port}",
        }
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
    try:
        late = time.monotonic() + PATIENCE
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > late:
                raise RuntimeError(log.read_text())
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _answers(port):
    try:
        urllib.request.urlopen(f"http://localhost:{port}/accounts/login/", timeout=5).close()
    except (urllib.error.URLError, TimeoutError):
        return False
    return True
