"""T2: the list of concerns, 50 lines, signed in, with facets, against the floor.

Run: `python bench/concern_list.py [1000 10000 100000]`. For each size a scratch SQLite database is
filled; then the whole page (middleware, session, policy, statements, template) and the floor (the
same fifty rows through one hand-written statement and a bare template) are asked in turn, so that
both meet the same load. Prints CPU milliseconds per request (user and system of this process, the
database included), wall p50 and p95, statements and bytes.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 60
SIZES = (1_000, 10_000, 100_000)
ASKED = (
    ("all", ""),
    ("kind and state", "?kind=wish&state=open"),
    ("by severity", "?sort=severity"),
    ("search", "?q=printen"),
    ("about and group", "?about=software"),
)


def prepare(folder: str) -> None:
    """A scratch installation without DEBUG, as it is served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "draagvlak.config.settings"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
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


def fill(count: int):  # noqa: ANN201 a client and an address
    """A programme with `count` concerns, their groups, causes and words; the guide's browser."""
    from django.test import Client  # noqa: PLC0415
    from tests.factories.concerns import make_cause_for, make_group  # noqa: PLC0415
    from tests.factories.places import make_member, make_programme, sign_in  # noqa: PLC0415

    from draagvlak.concerns.models import (  # noqa: PLC0415
        AffectedGroup,
        Concern,
        ConcernCause,
        Register,
    )
    from draagvlak.core.models import SearchDocument  # noqa: PLC0415
    from draagvlak.core.web import to  # noqa: PLC0415
    from draagvlak.lib.words import index_terms  # noqa: PLC0415
    from draagvlak.programmes.models import Membership  # noqa: PLC0415

    guide = make_member(make_programme())
    owner = Membership.objects.get(user_id=guide.user_id)
    place = {"workspace_id": guide.tenant}
    groups = [make_group(guide) for _ in range(12)]
    abouts = ("software", "process", "knowledge", "skill", "workload", "trust", "role", "values")
    causes = [make_cause_for(guide, about=abouts[n % 8]) for n in range(40)]
    states = ("heard", "understood", "planned", "answered", "delivered")
    words = ("inloggen", "printen", "vergaderstukken", "wifi", "aantekeningen", "scherm", "tijd")
    rows = [
        Concern(
            **place,
            programme_id=guide.programme_id,
            number=n,
            kind=("worry", "wish")[n % 3 == 0],
            title=f"Zorg {n} over {words[n % 7]} bij het {words[n % 5]} in de {n % 997}e week",
            title_key=f"zorg {n:07}",
            severity=1 + n * 7 % 4,
            state=states[n * 11 % 5],
            voices=n * 31 % 97,
            owner=owner if n % 4 else None,
        )
        for n in range(1, count + 1)
    ]
    Concern.objects.bulk_create(rows, batch_size=2000)
    AffectedGroup.objects.bulk_create(
        (AffectedGroup(**place, concern=row, group=groups[n % 12]) for n, row in enumerate(rows)),
        batch_size=5000,
    )
    ConcernCause.objects.bulk_create(
        (ConcernCause(**place, concern=row, cause=causes[n % 40]) for n, row in enumerate(rows)),
        batch_size=5000,
    )
    SearchDocument.objects.bulk_create(
        (
            SearchDocument(
                **place,
                programme_id=guide.programme_id,
                kind="concern",
                object_id=row.pk,
                title=row.title,
                terms=" ".join(dict.fromkeys(index_terms(row.title))),
            )
            for row in rows
        ),
        batch_size=5000,
    )
    Register.objects.update_or_create(
        **place, programme_id=guide.programme_id, defaults={"next_number": count + 1}
    )
    return sign_in(Client(), guide), to(guide, "concerns:concern_list"), guide


def floor_page(guide) -> bytes:  # noqa: ANN001 an actor
    """One hand-written statement and one bare template: what fifty lines cost at least."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "select id, title, kind, state, severity, voices from concerns_concern "
            "where workspace_id = %s and programme_id = %s and archived_at is null "
            "order by voices desc, id limit 50",
            [guide.tenant.hex, guide.programme_id.hex],
        )
        rows = cursor.fetchall()
    return bare().render({"rows": rows}).encode()


@cache
def bare():  # noqa: ANN201 a template
    """The bare template, compiled once."""
    from django.template import engines  # noqa: PLC0415

    return engines["django"].from_string(FLOOR)


FLOOR = (
    "<table>{% for id, title, kind, state, severity, voices in rows %}<tr><th><a href='{{ id }}'>"
    "{{ title }}</a></th><td>{{ kind }}</td><td>{{ state }}</td><td>{{ severity }}</td>"
    "<td>{{ voices }}</td></tr>{% endfor %}</table>"
)


class Meter:
    """CPU and wall time of one kind of request."""

    def __init__(self) -> None:
        self.cpu: list[float] = []
        self.wall: list[float] = []

    def take(self, act) -> object:  # noqa: ANN001 a call without arguments
        cpu, wall = time.process_time(), time.perf_counter()
        answer = act()
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)
        return answer

    def words(self) -> str:
        wall = sorted(self.wall)
        return (
            f"cpu {statistics.mean(self.cpu):6.2f} ms   p50 {statistics.median(wall):6.2f}   "
            f"p95 {wall[int(len(wall) * 0.95)]:6.2f}"
        )


def measure(count: int) -> float:
    """Ask page and floor in turn; prints a line per question; the CPU of the plain list."""
    from django.db import connection  # noqa: PLC0415

    statements: list[str] = []

    def note(execute, sql, params, many, context):  # noqa: ANN001, ANN202 as Django calls it
        statements.append(sql)
        return execute(sql, params, many, context)

    client, address, guide = fill(count)
    first = 0.0
    for name, asked in ASKED:
        page, floor = Meter(), Meter()
        client.get(address + asked)  # once to fill what is kept
        statements.clear()
        with connection.execute_wrapper(note):
            answer = client.get(address + asked)
        assert answer.status_code == 200
        assert b"concern-list" in answer.content
        for _ in range(ROUNDS if not asked else ROUNDS // 4):
            page.take(lambda: client.get(address + asked))  # noqa: B023 called at once
            floor.take(lambda: floor_page(guide))
        ratio = statistics.mean(page.cpu) / statistics.mean(floor.cpu)
        print(
            f"{count:>7} {name:<16} {page.words()}   floor {floor.words()}   "
            f"×{ratio:4.1f}   {len(statements)} statements   {len(answer.content)} bytes"
        )
        first = first or statistics.mean(page.cpu)
    return first


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory(prefix="bench-concerns-") as folder:
        prepare(folder)
        cpu = [measure(size) for size in sizes]
    print(f"largest against smallest: ×{cpu[-1] / cpu[0]:.2f}")


if __name__ == "__main__":
    main()
