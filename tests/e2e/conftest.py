"""A house to walk through in a real browser: the product, served as in real use, and windows.

The server is `draagvlak serve` in a process of its own, on SQLite in a folder or, when
DATABASE_URL says so, on PostgreSQL in a database of its own. All journeys share it: each journey
that writes works as a guide, and so in a workspace, of its own.
"""

from __future__ import annotations

import os
import shutil
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

import pytest

from draagvlak.config.server import free_port
from draagvlak.kits.commands.demo import PASSPHRASE, PASSWORD
from draagvlak.kits.imports import read_demo
from tests.e2e.looking import Window

ROOT = Path(__file__).parents[2]
GUIDES = 30
FIRST_PORT = 18400


@dataclass
class House:
    """Where the product is served, and who can sign in: e-mail address by role in the demo."""

    url: str
    emails: dict[str, str]
    log: Path
    demo: str = "/w/voorbeeldstad/p/vergaderen-zonder-papier/"
    password: str = PASSWORD
    passphrase: str = PASSPHRASE
    guides: count = field(default_factory=lambda: count(1))

    def new_guide(self):
        """The e-mail address of a guide who has no programme yet."""
        return f"guide-{next(self.guides)}@example.org"


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox"]}


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
def served(environment, port, log):
    """`draagvlak serve`, until its first page is there."""
    command = [sys.executable, "-m", "draagvlak.config.cli", "serve", "--port", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, env=environment, stdout=said, stderr=said
        )
    try:
        for _ in range(300):
            if process.poll() is not None:
                pytest.fail(log.read_text())
            try:
                urllib.request.urlopen(f"http://localhost:{port}/accounts/login/").close()
                break
            except urllib.error.URLError:
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """The product with the demo programme, served to browsers on this machine."""
    data = tmp_path_factory.mktemp("house")
    own = {name: text for name, text in os.environ.items() if not name.startswith("DRAAGVLAK_")}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = own | {"DRAAGVLAK_DATA": str(data), "PYTHONPATH": path, "PYTHONUTF8": "1"}
    with ExitStack() as stack:
        if url := own.get("DATABASE_URL", ""):
            environment["DATABASE_URL"] = stack.enter_context(own_database(url))
        seed = [sys.executable, "-m", "tests.e2e.seed", str(GUIDES)]
        subprocess.run(seed, env=environment, check=True, cwd=ROOT)
        port = free_port("127.0.0.1", FIRST_PORT + os.getpid() % 1000)
        stack.enter_context(served(environment, port, data / "serve.log"))
        entries = read_demo().programme.entries("members")
        emails = {each.text("role"): each.text("email") for each in entries}
        log = data / "log" / "draagvlak.log"
        yield House(url=f"http://localhost:{port}", emails=emails, log=log)


@pytest.fixture
def windows(house, browser):
    """Opens windows; whatever goes wrong in one of them fails the test."""
    opened = []

    def open_window(**options):
        options = {
            "locale": "nl-NL",
            "viewport": {"width": 1280, "height": 800},
            "timezone_id": "Europe/Amsterdam",
            "reduced_motion": "reduce",
        } | options
        context = browser.new_context(base_url=house.url, **options)
        context.set_default_timeout(20_000)
        opened.append(Window(context, house))
        return opened[-1]

    yield open_window
    trouble = [each for window in opened for each in window.trouble]
    for window in opened:
        window.context.close()
    if any(each.startswith("500") or ": 500 " in each for each in trouble):
        trouble.append(house.log.read_text(encoding="utf-8")[-4000:])
    assert not trouble, "\n".join(trouble)


@pytest.fixture(scope="session")
def signed_in(house, browser):
    """The cookies of a role in the demo, after signing in; with the vault open on wish."""
    known = {}

    def cookies(role, *, vault=False):
        if (role, vault) not in known:
            context = browser.new_context(base_url=house.url, locale="nl-NL")
            window = Window(context, house)
            page = window.page()
            window.sign_in(page, house.emails[role])
            if vault:
                window.open_vault(page)
            known[role, vault] = context.storage_state()
            assert window.trouble == []
            context.close()
        return known[role, vault]

    return cookies
