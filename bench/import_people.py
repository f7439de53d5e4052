"""How long an import of people takes, beside the least it can take (target T5).

Run: `DRAAGVLAK_DATA=<scratch folder> [DATABASE_URL=…] python bench/import_people.py [rows …]`.
Floor: the csv module and one COPY (PostgreSQL) or executemany (SQLite) of finished rows into the
same table, with its indexes and guards. Product: reading, recognising columns, checking every row,
planning against the register, sealing, writing. "Apply alone" is what happens after the preview.
Both take turns in the same process, three times; the best of each counts. CPU seconds of this
process (a PostgreSQL server works beside it: look at wall time there). Everything is rolled back.
"""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "draagvlak.config.settings")
os.environ.setdefault("DRAAGVLAK_DATA", tempfile.mkdtemp(prefix="bench-"))
os.environ.setdefault("DRAAGVLAK_KEY", "bench " * 12)

import django

django.setup()
# ruff: noqa: E402 models can be imported only from here on

from django.core.management import call_command
from django.db import connection, transaction

from draagvlak.accounts.models import User
from draagvlak.core.actor import Actor, ActorKind, WorkspaceRef
from draagvlak.core.ids import uuid4, uuid7
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.lib.person_name import parse_name
from draagvlak.organisations import commands
from draagvlak.organisations.imports.reading import checked_people, read_file
from draagvlak.organisations.imports.staged import StoredPerson
from draagvlak.organisations.imports.writers import writer
from draagvlak.organisations.models import Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

ROUNDS = 3
GIVEN = [
    "Anna",
    "Bert",
    "Carla",
    "Dirk",
    "Els",
    "Fatma",
    "Geert",
    "Hatice",
    "Ineke",
    "Jan",
    "Karim",
    "Loes",
    "Omar",
    "Rik",
]
INFIX = ["", "", "", "van ", "van der ", "de ", "'t "]
FAMILY = [
    "Bakker",
    "Visser",
    "Smit",
    "Meijer",
    "Boer",
    "Mulder",
    "Bos",
    "Vos",
    "Peters",
    "Hendriks",
    "Çelik",
    "Yıldız",
]


@dataclass(frozen=True)
class Seconds:
    """Processor and wall time of one run."""

    cpu: float
    wall: float


def people_csv(count: int) -> bytes:
    """A file of people in 200 units, as a personnel system writes it."""
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter=";")
    out.writerow(["Personeelsnummer", "Naam", "Functie", "Afdeling", "E-mail"])
    for n in range(count):
        given, infix, family = GIVEN[n % 14], INFIX[n % 7], FAMILY[n % 12]
        name = f"{given} {infix}{family}{n}"
        unit = f"Directie {n % 10} / Afdeling {n % 200}"
        out.writerow([n, name, f"Functie {n % 300}", unit, f"p{n}@stad.example"])
    return text.getvalue().encode()


def floor(
    workspace: Workspace, organisation: Organisation, data: bytes, ids: list[UUID], keys: list[str]
) -> None:
    """Rows as they are in the file, keys ready made, straight into the table."""
    rows = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=";")
    next(rows)
    people = [
        StoredPerson(pk, organisation.pk, None, name, key, function, email, number, None, 1)
        for pk, key, (number, name, function, _unit, email) in zip(ids, keys, rows, strict=True)
    ]
    writer().add(workspace.pk, people)


def timed(work: Callable[[], None]) -> Seconds:
    """Run once, and take everything back."""
    cpu, wall = time.process_time(), time.perf_counter()
    with transaction.atomic():
        work()
        found = Seconds(time.process_time() - cpu, time.perf_counter() - wall)
        transaction.set_rollback(True)
    return found


@dataclass(frozen=True)
class Found:
    """The best rounds of one size; `applied`: processor seconds of what comes after the preview."""

    vendor: str
    least: Seconds
    most: Seconds
    applied: float

    def words(self) -> str:
        least, most = self.least, self.most
        return (
            f"floor {least.cpu:.2f} s cpu {least.wall:.2f} s wall"
            f" | file to register {most.cpu:6.2f} s cpu {most.wall:6.2f} s wall"
            f" = {most.cpu / least.cpu:4.1f} x | apply alone {self.applied:6.2f} s cpu"
            f" = {self.applied / least.cpu:4.1f} x"
        )


def measure(count: int) -> Found:
    """Floor and product for one size."""
    ids = [uuid7() for _ in range(count)]
    workspace = Workspace.objects.create(slug=f"bench-{uuid4().hex[:8]}", name="Bench")
    place = WorkspaceRef(workspace.pk, workspace.slug, workspace.name)
    # a real one: while a key of the transaction points nowhere, SQLite looks through every table
    # that names people, at every person
    user = User.objects.create_user(f"{place.slug}@voorbeeld.example", "Bench")
    actor = Actor(ActorKind.USER, user.pk, "Bench", frozenset({Role.GUIDE}), place)
    organisation = Organisation.objects.create(workspace=workspace, name="Stad")
    data = people_csv(count)
    keys = [parse_name(row.split(";")[1]).sort_key for row in data.decode().splitlines()[1:]]

    def import_all() -> None:
        staged = commands.stage_import(
            by=actor, organisation=organisation, filename="m.csv", table=read_file(data, "m.csv")
        )
        preview.append(time.process_time())
        checked = checked_people(staged)
        commands.apply_import(by=actor, staged=staged, checked=checked)
        assert Person.objects.filter(workspace_id=workspace.pk).count() == count

    best_floor, best, best_apply = [], [], []
    for _ in range(ROUNDS):
        preview: list[float] = []
        straight_in = partial(floor, workspace, organisation, data, ids, keys)
        best_floor.append(timed(straight_in))
        start = time.process_time()
        whole = timed(import_all)
        best.append(whole)
        best_apply.append(whole.cpu - (preview[0] - start))
    least, most = (min(each, key=lambda s: s.cpu) for each in (best_floor, best))
    workspace.delete()
    user.delete()
    return Found(connection.vendor, least, most, min(best_apply))


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    sizes = [int(each) for each in sys.argv[1:]] or [1_000, 10_000, 100_000]
    for size in sizes:
        print(f"{connection.vendor:<10} {size:>7} | {measure(size).words()}")
