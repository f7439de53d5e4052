"""An installation to break: a scratch folder or a database of its own, with one guide at work."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

NOTE = "house.json"
HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class House:
    """Where it stands, and what a client needs to be its guide."""

    data: Path
    environment: dict[str, str]
    cookies: str
    csrf: str
    path: str
    workspace: str
    programme: str
    user: str

    @property
    def url(self) -> str:
        return self.environment.get("DATABASE_URL", "")

    def rows(self) -> Rows:
        """A connection of our own, beside the product."""
        return Rows(self.url or str(self.data / "draagvlak.sqlite3"))


class Rows:
    """Plain SQL on either engine; `?` stands for a value, and keys are given as 32 hex digits."""

    def __init__(self, where: str) -> None:
        self.on_server = where.startswith("postgres")
        if self.on_server:
            import psycopg  # noqa: PLC0415 SQLite does without

            self._connection: Any = psycopg.connect(where, autocommit=True)
        else:
            self._connection = sqlite3.connect(where, timeout=30, isolation_level=None)

    def all(self, words: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        if self.on_server:
            words = words.replace("%", "%%").replace("?", "%s")
        return list(self._connection.execute(words, list(values)).fetchall())

    def one(self, words: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401 a value of SQL
        return self.all(words, values)[0][0]

    def do(self, words: str) -> None:
        """A statement that answers nothing."""
        self._connection.execute(words)

    def close(self) -> None:
        self._connection.close()

    def sound(self) -> bool:
        """Whether the database itself finds nothing wrong (SQLite)."""
        return self.on_server or self.one("pragma integrity_check") == "ok"


def ask(parser: argparse.ArgumentParser, *, server: bool = True) -> None:
    """Add what every measurement may be told about its installation."""
    if server:
        parser.add_argument("--url", default="", help="a PostgreSQL server to use")
    parser.add_argument("--folder", default="", help="where the scratch folder comes")
    parser.add_argument("--like", default="", help="copy this house instead of making a new one")


@contextlib.contextmanager
def house(wishes: argparse.Namespace) -> Iterator[House]:
    """Make an installation as was asked for; it is gone afterwards."""
    with scratch(wishes.folder) as data:
        made = (
            copied(Path(wishes.like), data) if wishes.like else new(data, vars(wishes).get("url"))
        )
        with made as place:
            yield place


@contextlib.contextmanager
def scratch(folder: str = "") -> Iterator[Path]:
    """An empty folder; it is gone afterwards."""
    data = Path(tempfile.mkdtemp(prefix="durability-", dir=folder or None))
    try:
        yield data
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextlib.contextmanager
def new(data: Path, url: str) -> Iterator[House]:
    """An installation in a folder; on a PostgreSQL server its database is gone afterwards."""
    with contextlib.ExitStack() as stack:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DRAAGVLAK_")}
        environment |= {
            "DRAAGVLAK_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
            # programs write here, and one account writes for all of them
            "DRAAGVLAK_ACTS_PER_MINUTE": "1000000",
            "DRAAGVLAK_SEARCHES_PER_MINUTE": "1000000",
        }
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = stack.enter_context(empty_database(url))
        (data / "key").write_text(secrets.token_urlsafe(32))
        (data / "key").chmod(0o600)
        manage = [sys.executable, "-m", "django"]
        for words in (["migrate", "--verbosity=0"], ["collectstatic", "--no-input", "-v0"]):
            subprocess.run([*manage, *words], env=environment, check=True)
        seed = [sys.executable, str(HERE / "seed.py")]
        said = subprocess.run(seed, env=environment, check=True, stdout=subprocess.PIPE).stdout
        place = House(data=data, environment=environment, **json.loads(said))
        (data / NOTE).write_text(json.dumps(vars(place) | {"data": str(data)}))
        yield place


@contextlib.contextmanager
def copied(like: Path, data: Path) -> Iterator[House]:
    """The same installation once more, with a database of its own."""
    shutil.copytree(like, data, dirs_exist_ok=True)
    noted = json.loads((like / NOTE).read_text())
    environment = noted["environment"] | {"DRAAGVLAK_DATA": str(data)}
    place = replace(House(**noted), data=data, environment=environment)
    with contextlib.ExitStack() as stack:
        if place.url:
            environment["DATABASE_URL"] = stack.enter_context(
                empty_database(place.url, like=place.url)
            )
        yield place


@contextlib.contextmanager
def empty_database(url: str, like: str = "") -> Iterator[str]:
    """A database of our own on a server, empty or like another one; it is gone afterwards."""
    import psycopg  # noqa: PLC0415 SQLite does without

    name = f"durability_{os.getpid()}_{secrets.token_hex(3)}"
    server = urlsplit(url)._replace(path="/postgres").geturl()
    template = f" TEMPLATE {urlsplit(like).path[1:]}" if like else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{template}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
