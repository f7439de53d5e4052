"""An organisation of any size to measure in: the same one again for the same size.

A programme with so many people, a twentieth as many units, half as many concerns, one and a half
times as many released quotes, and groups, causes, conversations, measures and stakeholders in
proportion (at 100,000 people: 5,000 units, 50,000 concerns, 150,000 quotes). As in the product no
row leads from a conversation to a concern. Sealed columns hold random bytes of the usual length:
nobody opens them here.

Rows go in by COPY on PostgreSQL and by executemany on SQLite, with the guards of the product in
place. What was made is kept: on SQLite a file per size in the cache folder (DRAAGVLAK_BENCH, else
`.bench` in the checkout), on PostgreSQL a database `draagvlak_bench_<size>` beside the one that
DATABASE_URL names. Who measures gets a copy, brought up to date by `migrate`.

    python bench/organisation.py 1000 100000      # only fill
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from draagvlak.core.actor import Actor

ROOT = Path(__file__).parents[1]
FULL = 100_000
FILLING = Path(__file__).with_name("filling.py")
CACHE = Path(os.environ.get("DRAAGVLAK_BENCH") or ROOT / ".bench")


@dataclass(frozen=True)
class Place:
    """Where to measure: who asks there, and some things to look at."""

    guide: Actor
    lead: Actor
    supplier: Actor
    concern: UUID
    cause: UUID
    measure: UUID
    organisation: UUID


def prepare(url: str, data: Path) -> None:
    """Set Django up as it is served, on this database, with this data folder."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "draagvlak.config.settings"
    os.environ["DATABASE_URL"] = url
    os.environ["DRAAGVLAK_DATA"] = str(data)
    os.environ.pop("DRAAGVLAK_DEBUG", None)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    (data / "static").mkdir(parents=True, exist_ok=True)
    key = CACHE / "key"
    if not key.exists():
        key.write_text(secrets.token_hex(32))
        key.chmod(0o600)
    if not (data / "key").exists():
        shutil.copy(key, data / "key")

    import django  # noqa: PLC0415 after the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("migrate", verbosity=0)


@contextmanager
def copied(people: int, server: str, folder: Path) -> Iterator[str]:
    """The address of a copy of the organisation, made first where it is not kept yet.

    `server` is the address of a PostgreSQL database, or empty for SQLite in `folder`.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    url = _kept(people, server)
    if not _ready(people, server):
        own = os.environ | {"DRAAGVLAK_BENCH": str(CACHE)}
        command = [sys.executable, __file__, str(people), "--into", url]
        subprocess.run(command, check=True, env=own)
    if not server:
        copy = folder / "bench.sqlite3"
        shutil.copyfile(_file(people), copy)
        yield f"sqlite:///{copy}"
        return
    name = f"draagvlak_bench_copy_{os.getpid()}"
    _on(server, f'drop database if exists "{name}" with (force)')
    _on(server, f'create database "{name}" template "{_name(people)}"')
    try:
        yield _database(server, name)
    finally:
        _on(server, f'drop database if exists "{name}" with (force)')


def find() -> Place:
    """The people and things to measure with, in a database that was filled here."""
    from draagvlak.accounts.models import User  # noqa: PLC0415 after the setup
    from draagvlak.concerns.models import Cause, Concern  # noqa: PLC0415
    from draagvlak.measures.models import Measure  # noqa: PLC0415
    from draagvlak.organisations.models import Organisation  # noqa: PLC0415
    from draagvlak.programmes.models import Programme  # noqa: PLC0415
    from draagvlak.programmes.queries import find_place  # noqa: PLC0415

    programme = Programme.objects.select_related("workspace").get(name="Papierloos")
    there = {"workspace": programme.workspace.slug, "programme": programme.slug}
    actors = {}
    for role in ("guide", "lead", "supplier"):
        user = User.objects.get(email=f"{role}@bench.example")
        actor = find_place(user_id=user.pk, name=user.name, **there)
        assert actor is not None
        actors[role] = actor
    here = {"workspace_id": programme.workspace_id, "programme_id": programme.pk}
    return Place(
        **actors,
        concern=Concern.objects.get(**here, number=7).pk,
        cause=Cause.objects.filter(**here).order_by("title")[0].pk,
        measure=Measure.objects.filter(**here).order_by("title")[0].pk,
        organisation=Organisation.objects.filter(workspace_id=programme.workspace_id)[0].pk,
    )


def _signature() -> str:
    """What a kept organisation is known by: whoever changes how it is filled gets a new one."""
    return hashlib.sha256(FILLING.read_bytes()).hexdigest()


def _name(people: int) -> str:
    return f"draagvlak_bench_{people}"


def _file(people: int) -> Path:
    return CACHE / f"{_name(people)}.sqlite3"


def _database(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _kept(people: int, server: str) -> str:
    return _database(server, _name(people)) if server else f"sqlite:///{_file(people)}"


def _mark(people: int, server: str) -> Path:
    return CACHE / f"{_name(people)}.{'postgresql' if server else 'sqlite'}.made"


def _ready(people: int, server: str) -> bool:
    mark = _mark(people, server)
    if not mark.exists() or mark.read_text() != _signature():
        return False
    if not server:
        return _file(people).exists()
    return bool(_on(server, f"select 1 from pg_database where datname = '{_name(people)}'"))  # noqa: S608 our own name


def _on(server: str, statement: str) -> list[tuple]:
    import psycopg  # noqa: PLC0415 SQLite does without

    with psycopg.connect(server, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _make(people: int, url: str) -> None:
    """Fill an empty database at this address, and note that it is whole."""
    server = url if url.startswith("postgres") else ""
    mark = _mark(people, server)
    mark.unlink(missing_ok=True)
    if server:
        other = _database(server, "postgres")
        _on(other, f'drop database if exists "{_name(people)}" with (force)')
        _on(other, f'create database "{_name(people)}"')
    else:
        for end in ("", "-wal", "-shm"):
            _file(people).with_name(_file(people).name + end).unlink(missing_ok=True)
    prepare(url, CACHE / "data")
    from django.db import connection  # noqa: PLC0415 after the setup

    from filling import Filler  # noqa: PLC0415

    begun = time.perf_counter()
    Filler(people).fill()
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if server else "analyze")
        if not server:
            cursor.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    mark.write_text(_signature())
    seconds = time.perf_counter() - begun
    print(f"filled {_name(people)} ({connection.vendor}) in {seconds:.0f} s", file=sys.stderr)


def main() -> None:
    """Fill what is asked for; `--into URL` is how `copied` asks for one."""
    asked = sys.argv[1:]
    if "--into" in asked:
        _make(int(asked[0]), asked[asked.index("--into") + 1])
        return
    server = os.environ.get("DATABASE_URL", "")
    CACHE.mkdir(parents=True, exist_ok=True)
    for people in [int(each) for each in asked] or [1_000, 10_000, FULL]:
        if not _ready(people, server):
            own = os.environ | {"DRAAGVLAK_BENCH": str(CACHE)}
            command = [sys.executable, __file__, str(people), "--into", _kept(people, server)]
            subprocess.run(command, check=True, env=own)


if __name__ == "__main__":
    main()
