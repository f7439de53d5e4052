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
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
            self._connection = sqlite3.connect(where, timeout=30)

    def all(self, words: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        if self.on_server:
            words = words.replace("%", "%%").replace("?", "%s")
        return list(self._connection.execute(words, list(values)).fetchall())

    def one(self, words: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401 a value of SQL
        return self.all(words, values)[0][0]

    def close(self) -> None:
        self._connection.close()

    def sound(self) -> bool:
        """Whether the database itself finds nothing wrong (SQLite)."""
        return self.on_server or self.one("pragma integrity_check") == "ok"


@contextlib.contextmanager
def house(url: str = "", folder: str = "") -> Iterator[House]:
    """Make an installation; it is gone afterwards. `url` names a PostgreSQL server to use."""
    data = Path(tempfile.mkdtemp(prefix="durability-", dir=folder or None))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, data, ignore_errors=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DRAAGVLAK_")}
        environment |= {
            "DRAAGVLAK_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = stack.enter_context(_database(url))
        (data / "key").write_text(secrets.token_urlsafe(32))
        (data / "key").chmod(0o600)
        manage = [sys.executable, "-m", "django"]
        for words in (["migrate", "--verbosity=0"], ["collectstatic", "--no-input", "-v0"]):
            subprocess.run([*manage, *words], env=environment, check=True)
        seed = [sys.executable, str(HERE / "seed.py")]
        said = subprocess.run(seed, env=environment, check=True, stdout=subprocess.PIPE).stdout
        yield House(data=data, environment=environment, **json.loads(said))


@contextlib.contextmanager
def _database(url: str) -> Iterator[str]:
    import psycopg  # noqa: PLC0415 SQLite does without

    name = f"durability_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
