"""The search page and the palette at full size: 50,000 concerns and 150,000 released quotes.

Run: `python bench/search.py [50000]`. For each number of concerns a scratch SQLite database is
filled with three times as many released quotes, twice as many people and a tenth of the units; then
page and palette are asked in process (middleware, session, policy, statements, template), for a
guide and for a supplier who may see a handful. `DATABASE_URL` of PostgreSQL measures that engine,
in that database, which must be empty. Prints CPU (mean), wall p50 and p95, statements and bytes
per question.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZES = (50_000,)
ROUNDS = 40
TARGET = 150
PALETTE = {"HX-Request": "true", "HX-Target": "div#palette-found"}
ASKED = (
    ("a rare word", "q=grootboek"),
    ("a frequent word", "q=inloggen"),
    ("two words", "q=vergaderstukken+tablet"),
    ("still typing", "q=vergad"),
    ("part of a compound", "q=stukken"),
    ("a name", "q=jansen"),
    ("nothing", "q=olifant"),
    ("one kind, page 4", "q=inloggen&kind=quote&page=4"),
)
WORDS = tuple(
    """
    inloggen printen vergaderstukken wifi aantekeningen scherm tablet agenda archief besluitenlijst
    wachtwoord koppeling handleiding cursus collega griffie wethouder planning werkdruk overleg
    dossier zaaknummer kopie papier postvak melding storing helpdesk formulier termijn
    """.split()  # noqa: SIM905 to be read as words
)


def prepare(folder: str) -> None:
    """A scratch installation without DEBUG, as it is served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "draagvlak.config.settings"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ.pop("DRAAGVLAK_DEBUG", None)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

    import django  # noqa: PLC0415 after the environment
    from django.conf import settings  # noqa: PLC0415

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def sentence(chance: random.Random, number: int) -> str:
    """Some words, the first ones more often; one in two thousand sentences has a rare word."""
    few = [WORDS[min(int(chance.expovariate(0.12)), len(WORDS) - 1)] for _ in range(4)]
    rare = "grootboek " if number % 2000 == 0 else ""
    return f"{rare}{few[0]} en {few[1]} bij {few[2]} met {few[3]}, nummer {number}"


def fill(count: int):  # noqa: ANN201 a guide and a supplier
    """A programme with `count` concerns, and what belongs to it; who asks."""
    from tests.factories.organisations import make_organisation  # noqa: PLC0415
    from tests.factories.places import make_member, make_programme  # noqa: PLC0415

    from draagvlak.concerns.models import Concern  # noqa: PLC0415
    from draagvlak.conversations.models import ReleasedQuote  # noqa: PLC0415
    from draagvlak.core.models import SearchDocument  # noqa: PLC0415
    from draagvlak.core.policy import Role  # noqa: PLC0415
    from draagvlak.lib.words import index_terms  # noqa: PLC0415
    from draagvlak.organisations.models import Person, Unit  # noqa: PLC0415
    from draagvlak.programmes.models import Membership  # noqa: PLC0415

    chance = random.Random(count)  # noqa: S311 no secret
    programme = make_programme()
    guide, supplier = make_member(programme), make_member(programme, Role.SUPPLIER)
    assigned = Membership.objects.get(user_id=supplier.user_id)
    place = {"workspace_id": guide.tenant}
    here = {**place, "programme_id": guide.programme_id}
    concerns = [
        Concern(
            **here,
            number=number,
            kind="worry",
            title=sentence(chance, number),
            title_key=f"zorg {number:07}",
            owner=assigned if number % 5000 == 1 else None,
        )
        for number in range(1, count + 1)
    ]
    Concern.objects.bulk_create(concerns, batch_size=2000)
    quotes = [
        ReleasedQuote(
            **here,
            concern=concerns[number % count],
            text=sentence(chance, number),
            about_software=number % 3 == 0,
            released_on=dt.date(2026, 11, 1 + number % 28),
        )
        for number in range(1, 3 * count + 1)
    ]
    ReleasedQuote.objects.bulk_create(quotes, batch_size=2000)
    found = [("concern", row.pk, row.title) for row in concerns]
    found += [("quote", row.pk, row.text) for row in quotes]
    chance.shuffle(found)
    SearchDocument.objects.bulk_create(
        (
            SearchDocument(
                **here,
                kind=kind,
                object_id=key,
                title=title,
                terms=" ".join(dict.fromkeys(index_terms(title))),
            )
            for kind, key, title in found
        ),
        batch_size=5000,
    )
    organisation = make_organisation(guide)
    units = [
        Unit(
            **place,
            organisation=organisation,
            name=f"Team {WORDS[number % len(WORDS)]} {number}",
            path=f"{number:04}",
        )
        for number in range(min(5000, max(1, count // 10)))
    ]
    Unit.objects.bulk_create(units, batch_size=2000)
    families = ("Jansen", "de Vries", "Bakker", "Smit", "Visser", "Mulder", "de Groot", "Bos")
    Person.objects.bulk_create(
        (
            Person(
                **place,
                organisation=organisation,
                unit=units[number % len(units)],
                name=f"Medewerker {number} {families[number % 8]}",
                sort_key=f"{families[number % 8].split()[-1].lower()} medewerker {number}",
            )
            for number in range(2 * count)
        ),
        batch_size=5000,
    )
    return guide, supplier


def measure(actor, name: str) -> float:  # noqa: ANN001 an actor
    """Ask everything in turn; prints a line per question; the slowest p95."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from tests.factories.places import sign_in  # noqa: PLC0415

    from draagvlak.core.web import to  # noqa: PLC0415

    statements: list[str] = []

    def note(execute, sql, params, many, context):  # noqa: ANN001, ANN202 as Django calls it
        statements.append(sql)
        return execute(sql, params, many, context)

    client, address = sign_in(Client(), actor), to(actor, "desk:search")
    slowest = 0.0
    for words, asked in ASKED:
        for shape, headers in (("page", {}), ("palette", PALETTE)):
            statements.clear()
            with connection.execute_wrapper(note):
                answer = client.get(f"{address}?{asked}", headers=headers)
            assert answer.status_code == 200, answer.status_code
            cpu = time.process_time()
            wall = sorted(_timed(client, f"{address}?{asked}", headers) for _ in range(ROUNDS))
            cpu = (time.process_time() - cpu) * 1000 / ROUNDS
            p95 = wall[int(ROUNDS * 0.95)]
            slowest = max(slowest, p95)
            print(
                f"{name:<9} {words:<19} {shape:<8} cpu {cpu:7.1f} ms   "
                f"p50 {wall[ROUNDS // 2]:7.1f} ms   "
                f"p95 {p95:7.1f} ms   {len(statements)} statements   {len(answer.content)} bytes"
            )
    return slowest


def _timed(client, address: str, headers: dict[str, str]) -> float:  # noqa: ANN001 a test client
    begun = time.perf_counter()
    client.get(address, headers=headers)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        prepare(folder)
        for size in sizes:
            guide, supplier = fill(size)
            print(f"{size} concerns, {3 * size} quotes, {2 * size} people")
            slowest = max(measure(guide, "guide"), measure(supplier, "supplier"))
            print(f"slowest p95 {slowest:.1f} ms; target {TARGET} ms")


if __name__ == "__main__":
    main()
