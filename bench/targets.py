"""Every target of the design that exists by now, beside what it costs today.

    python bench/targets.py                                  # 1,000, 10,000 and 100,000; SQLite
    python bench/targets.py 1000 100000 --only T2,thread     # some rows, some sizes
    DATABASE_URL=postgresql://… python bench/targets.py      # PostgreSQL
    python bench/targets.py 100000 --sql                     # and the slowest statement of each
    BENCH_ROUNDS=8 python bench/targets.py                   # quicker, and less sure

Pages are asked in process, signed in, without DEBUG: middleware, session, policy, statements and
template. In turn with each of the lists goes its floor: one hand-written statement and a template
string. CPU is what this process and its database server process used per request; wall time is said
beside it and means little on a busy machine. T8 starts the real server, with two workers. Each size
has a process of its own that is stopped after `--minutes`. Exit code 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import organisation
from meters import Meter, Spent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from draagvlak.core.actor import Actor
    from organisation import Place

SIZES = (1_000, 10_000, 100_000)
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
FLAT = 1.2
"""So many times what the smallest size costs may the largest cost, where a row says so."""


@dataclass(frozen=True)
class Target:
    """What a row may cost; None: nothing was agreed."""

    cpu: float | None = None
    p95: float | None = None
    statements: int | None = None
    bytes: int | None = None
    flat: bool = False


LIST = Target(cpu=5, bytes=60_000, flat=True)
SCREEN = Target(p95=40, statements=12)
READING = Target(p95=150)
ANEW = Target(cpu=1000)
"""What is remembered, as the first one finds it after somebody wrote something."""


@dataclass(frozen=True)
class Asked:
    """One row: who asks for which page, a word that must stand in it, and the floor."""

    key: str
    what: str
    who: str
    route: str
    marker: str
    target: Target
    query: str = ""
    name: str = ""
    floor: str = ""
    cold: bool = False


COLUMNS = {
    "concerns": "id, title, kind, state, severity, voices from concerns_concern where {here} "
    "and archived_at is null order by voices desc, id",
    "people": "id, name, function, email, unit_id, version from organisations_person "
    "where workspace_id = {workspace} and left_on is null order by sort_key, id",
    "measures": "id, title, kind, state, due_on, cost_euros from measures_measure where {here} "
    "and archived_at is null order by due_on, id",
    "conversations": "id, title, form, state, planned_at, quotes from conversations_conversation "
    "where {here} order by planned_at desc, id desc",
    "quotes": "id, text, concern_id, about_software, released_on, id from "
    "conversations_releasedquote where {here} and withdrawn_on is null "
    "order by released_on desc, id",
}
PAGES = (
    Asked("T2", "concerns", "guide", "concerns:concern_list", "concern-list", LIST,
          floor="concerns"),
    Asked("T2", "concerns, filtered", "guide", "concerns:concern_list", "concern-list", LIST,
          query="?kind=wish&state=open", floor="concerns"),
    Asked("T2", "people", "guide", "organisations:person_list", "Anna", LIST, floor="people"),
    Asked("T2", "measures", "guide", "measures:measure_list", "Maatregel", LIST, floor="measures"),
    Asked("T2", "conversations", "guide", "conversations:conversation_list", "Gesprek over", LIST,
          floor="conversations"),
    Asked("T3", "released quotes", "guide", "conversations:released_list", "nummer", LIST,
          floor="quotes"),
    Asked("thread", "thread of a concern", "guide", "desk:thread_of", "<h1", SCREEN,
          name="concern"),
    Asked("thread", "where it hangs", "guide", "desk:thread", "<h1", SCREEN),
    Asked("today", "Vandaag", "guide", "desk:today", "<h1", SCREEN),
    Asked("today", "Vandaag, lead", "lead", "desk:today", "<h1", SCREEN),
    Asked("map", "stakeholder map", "guide", "stakeholders:stakeholder_map", "<svg", SCREEN),
    Asked("map", "stakeholder list", "guide", "stakeholders:stakeholder_list", "Groep", READING),
    Asked("search", "a frequent word", "guide", "desk:search", "inloggen", READING,
          query="?q=inloggen"),
    Asked("search", "a rare word", "guide", "desk:search", "grootboek", READING,
          query="?q=grootboek"),
    Asked("search", "still typing", "guide", "desk:search", "<h1", READING, query="?q=vergad"),
    Asked("search", "a name", "guide", "desk:search", "Jansen", READING, query="?q=jansen"),
    Asked("search", "as a supplier", "supplier", "desk:search", "<h1", READING,
          query="?q=inloggen"),
    Asked("coverage", "by group", "guide", "conversations:coverage", "Groep", READING),
    Asked("coverage", "by unit", "guide", "conversations:coverage", "Dienst", READING,
          query="?axis=unit"),
    Asked("coverage", "bounds, lead", "lead", "conversations:coverage", "Groep", READING),
    Asked("coverage", "people unheard", "guide", "conversations:coverage_people", "<h1", READING,
          query="?axis=group&part=unheard"),
    Asked("insight", "insight", "guide", "desk:insight", "<h1", READING),
    Asked("cold", "thread of a concern", "guide", "desk:thread_of", "<h1", SCREEN,
          name="concern", cold=True),
    Asked("cold", "Vandaag", "guide", "desk:today", "<h1", SCREEN, cold=True),
    Asked("cold", "coverage by group", "guide", "conversations:coverage", "Groep", ANEW,
          cold=True),
    Asked("cold", "coverage by unit", "guide", "conversations:coverage", "Dienst", ANEW,
          query="?axis=unit", cold=True),
    Asked("cold", "bounds, lead", "lead", "conversations:coverage", "Groep", ANEW, cold=True),
    Asked("cold", "insight", "guide", "desk:insight", "<h1", ANEW, cold=True),
    Asked("pages", "a concern", "guide", "concerns:concern_detail", "<h1", READING,
          name="concern"),
    Asked("pages", "a cause", "guide", "concerns:cause_detail", "<h1", READING, name="cause"),
    Asked("pages", "causes", "guide", "concerns:cause_list", "Oorzaak", READING),
    Asked("pages", "a measure", "guide", "measures:measure_detail", "<h1", READING,
          name="measure"),
    Asked("pages", "board", "guide", "concerns:concern_board", "<h1", READING),
    Asked("pages", "units", "guide", "organisations:unit_tree", "Dienst", READING,
          name="organisation"),
    Asked("pages", "groups", "guide", "organisations:group_list", "Groep", READING),
    Asked("pages", "what was done", "guide", "desk:activity_list", "<h1", READING),
    Asked("pages", "trail", "guide", "programmes:audit_list", "<h1", READING),
    Asked("pages", "programme", "guide", "programmes:programme_home", "<h1", READING),
)  # fmt: skip


@dataclass
class Line:
    """What one row cost at one size, as it is printed."""

    key: str
    what: str
    people: int
    cpu: float
    p50: float
    p95: float
    floor: float | None = None
    statements: int | None = None
    bytes: int | None = None
    missed: list[str] | None = None
    note: str = ""

    def judge(self, target: Target) -> None:
        """Note what is over its target."""
        said = {"cpu": self.cpu, "p95": self.p95}
        said |= {"statements": self.statements or 0, "bytes": self.bytes or 0}
        self.missed = [
            f"{name} ≤ {most:g}"
            for name, value in said.items()
            if (most := getattr(target, name)) is not None and value > most
        ]

    def words(self) -> str:
        floor = "" if self.floor is None else f"{self.floor:8.2f} ×{self.cpu / self.floor:5.1f}"
        counts = "" if self.statements is None else f"{self.statements:4d}"
        size = "" if self.bytes is None else f"{self.bytes:8,d}"
        verdict = "" if self.missed is None else "; ".join(self.missed) or "met"
        return (
            f"{self.key:<9}{self.what:<22}{self.people:>8,d}{self.cpu:10.2f}{floor:>16}"
            f"{self.p50:10.1f}{self.p95:10.1f}{counts:>5}{size:>9}  {verdict} {self.note}"
        )


HEAD = (
    f"{'row':<9}{'what':<22}{'people':>8}{'CPU ms':>10}{'floor ms   ×':>16}"
    f"{'p50 ms':>10}{'p95 ms':>10}{'SQL':>5}{'bytes':>9}  target"
)


def floor_page(place: Place, name: str) -> bytes:
    """Fifty rows by one hand-written statement, in a template string."""
    from django.db import connection  # noqa: PLC0415 after the setup

    hexes = connection.vendor == "sqlite"
    keys = [place.guide.tenant, place.guide.programme_id]
    there = [key.hex if hexes else key for key in keys if key is not None]
    sql = COLUMNS[name].format(here="workspace_id = %s and programme_id = %s", workspace="%s")
    with connection.cursor() as cursor:
        cursor.execute(f"select {sql} limit 50", there[: sql.count("%s")])
        rows = cursor.fetchall()
    row = "<tr><th><a href='%s'>%s</a></th><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
    return f"<table>{''.join(row % each for each in rows)}</table>".encode()


def address_of(actor: Actor, place: Place, asked: Asked) -> str:
    """Where the page of a row is."""
    from draagvlak.core.web import to  # noqa: PLC0415 after the setup

    more: dict[str, object] = {}
    if asked.name:
        more[f"{asked.name}_id"] = getattr(place, asked.name)
    if asked.route == "desk:thread_of":
        more = {"kind": asked.name, "object_id": getattr(place, asked.name)}
    return to(actor, asked.route, **more) + asked.query


def pages(place: Place, people: int, wanted: Callable[[str, str], bool], *, sql: bool) -> Iterator:
    """A line for every page that is wanted."""
    from django.test import Client  # noqa: PLC0415 after the setup
    from tests.factories.places import sign_in  # noqa: PLC0415

    meter, clients = Meter(), {}
    for asked in PAGES:
        if not wanted(asked.key, asked.what):
            continue
        actor = getattr(place, asked.who)
        if asked.who not in clients:
            clients[asked.who] = sign_in(Client(), actor)
        address = address_of(actor, place, asked)
        look = partial(looked_at, clients[asked.who], address, asked.marker, cold=asked.cold)
        look()  # once to fill what is kept
        body, spent = meter.statements(look)
        floor = partial(floor_page, place, asked.floor) if asked.floor else None
        took, least = meter.turns(look, floor, ROUNDS)
        line = Line(
            asked.key,
            asked.what,
            people,
            took.mean,
            took.at(0.5),
            took.at(0.95),
            least.mean if floor else None,
            len(spent),
            len(body),
        )
        line.judge(asked.target)
        yield line
        if sql:
            for milliseconds, statement in sorted(spent, reverse=True)[:3]:
                print(f"    {milliseconds:.1f} ms: {statement}")


def looked_at(client: Client, address: str, marker: str, *, cold: bool = False) -> bytes:
    """The page, which must be there and be the right one; `cold`: with nothing remembered."""
    if cold:
        from draagvlak.core.remembered import forget_all  # noqa: PLC0415 after the setup

        forget_all()
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    assert marker.encode() in answer.content, (address, marker)
    return answer.content


def quotes(place: Place, people: int) -> Iterator[Line]:
    """T4: one quote after another out of a long note; floor: the sealed row and its count."""
    from uuid import uuid4  # noqa: PLC0415

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415
    from tests.factories.conversations import fresh, make_conversation, make_note  # noqa: PLC0415
    from tests.factories.vault import make_vault  # noqa: PLC0415

    from draagvlak.conversations.commands import LATER, Heard, take_quote  # noqa: PLC0415
    from draagvlak.conversations.states import QuoteKind  # noqa: PLC0415

    vault = make_vault(place.guide)
    talk = fresh(make_conversation(place.guide))
    text = " ".join(f"Zin {n} die iemand zei over het scherm." for n in range(300))
    note = make_note(place.guide, vault, talk, text)
    talk, number, box = fresh(talk), iter(range(290)), AESGCM(os.urandom(32))
    as_key = str if connection.vendor == "postgresql" else (lambda key: key.hex)

    def take() -> object:
        start = text.index(f"Zin {next(number)} ")
        return take_quote(
            by=place.guide, vault=vault, conversation=talk, note=note,
            start=start, end=start + 30, heard=Heard(QuoteKind.WORRY, None, LATER), key=uuid4(),
        )  # fmt: skip

    def least() -> None:
        sealed, nonce = box.encrypt(bytes(12), os.urandom(400), None), as_key(uuid4())
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "insert into conversations_rawquote "
                "(id, workspace_id, conversation_id, sealed, version) values (%s, %s, %s, %s, 1)",
                [nonce, as_key(place.guide.tenant), as_key(talk.pk), sealed],
            )
            cursor.execute(
                "update conversations_conversation set quotes = quotes + 1 "
                "where workspace_id = %s and id = %s",
                [as_key(place.guide.tenant), as_key(talk.pk)],
            )

    meter = Meter()
    take()
    _made, spent = meter.statements(take)
    took, floor = meter.turns(take, least, 200)
    line = _line("T4", "quote from a passage", people, took, floor, len(spent))
    line.judge(Target(cpu=4))
    line.note = f"{1000 / (sum(took.wall) / len(took.wall)):.0f}/s one after another"
    yield line


def exports(place: Place, people: int, folder: Path) -> Iterator[Line]:
    """T6: everybody as CSV, as a package of a workspace holds it; floor: the bare rows written."""
    import csv  # noqa: PLC0415
    import resource  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415

    from draagvlak.packages.packing.lists import LISTS, write_list  # noqa: PLC0415

    meter, numbers = Meter(), iter(range(100))
    tenant = place.guide.tenant
    as_key = tenant if connection.vendor == "postgresql" else tenant.hex

    def whole() -> object:
        return write_list(LISTS[0], tenant, folder / f"{next(numbers)}.csv")

    def least() -> None:
        name = folder / f"{next(numbers)}.csv"
        with connection.cursor() as cursor, name.open("w", encoding="utf-8") as file:
            cursor.execute(
                "select p.name, p.function, p.email, p.external_id, u.name, o.name, p.left_on "
                "from organisations_person p join organisations_organisation o "
                "on o.id = p.organisation_id left join organisations_unit u on u.id = p.unit_id "
                "where p.workspace_id = %s",
                [as_key],
            )
            writer = csv.writer(file, delimiter=";")
            while rows := cursor.fetchmany(2000):
                writer.writerows(rows)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took, floor = meter.turns(whole, least, 5)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    line = _line("T6", "people as CSV", people, took, floor, 1)
    if people == 10_000:
        line.judge(Target(cpu=400))
    line.note = f"memory grew {grown:.0f} MiB"
    yield line


def imports(people: int) -> Iterator[Line]:
    """T5: a file of so many people into an organisation of its own; floor: finished rows."""
    import import_people  # noqa: PLC0415 after the setup

    found = import_people.measure(people)
    milliseconds = [each * 1000 for each in (found.most.cpu, found.most.wall, found.least.cpu)]
    cpu, wall, floor = milliseconds
    line = Line("T5", "import people", people, cpu, wall, wall, floor)
    if people == 10_000:
        line.judge(Target(cpu=1000))
    elif people == 100_000:
        # what the design gives the writing of checked rows, beside COPY and executemany
        most = 1.5 if found.vendor == "postgresql" else 2.0
        line.missed = [] if found.applied <= most * found.least.cpu else [f"apply ≤ {most} × floor"]
    line.note = f"apply alone ×{found.applied / found.least.cpu:.1f}"
    yield line


def _line(  # noqa: PLR0913, PLR0917 a row has this many columns
    key: str, what: str, people: int, took: Spent, floor: Spent, statements: int
) -> Line:
    cpu, least = took.mean, floor.mean
    return Line(key, what, people, cpu, took.at(0.5), took.at(0.95), least, statements)


def inside(people: int, wanted: Callable[[str, str], bool], server: str, *, sql: bool) -> None:
    """Measure one size in a copy; a line of JSON per row for whoever started this."""
    with tempfile.TemporaryDirectory(prefix="bench-targets-") as name:
        folder = Path(name)
        with organisation.copied(people, server, folder) as url:
            organisation.prepare(url, folder)
            place = organisation.find()
            if wanted("T8", "start and memory") and not server:
                import served  # noqa: PLC0415 only here

                for line in served.lines(place, people, folder):
                    tell(line)
            for line in pages(place, people, wanted, sql=sql):
                tell(line)
            if wanted("T4", "quote from a passage"):
                for line in quotes(place, people):
                    tell(line)
            if wanted("T6", "people as CSV"):
                for line in exports(place, people, folder):
                    tell(line)
            if wanted("T5", "import people"):
                for line in imports(people):
                    tell(line)
            from django.db import connection  # noqa: PLC0415 after the setup

            connection.close()


def tell(line: Line) -> None:
    """Print the row, and say it again for whoever compares sizes."""
    print(line.words(), flush=True)
    if path := os.environ.get("BENCH_LINES"):
        with Path(path).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(line)) + "\n")


def compare(found: list[dict]) -> list[str]:
    """The rows that must be flat and are not: the largest beside the smallest size."""
    flat = {(each.key, each.what) for each in PAGES if each.target.flat}
    words = []
    for key in dict.fromkeys((each["key"], each["what"]) for each in found):
        rows = [each for each in found if (each["key"], each["what"]) == key]
        if key not in flat or len(rows) < 2:
            continue
        times = rows[-1]["cpu"] / rows[0]["cpu"]
        verdict = "met" if times <= FLAT else f"missed (≤ ×{FLAT})"
        sizes = f"{rows[-1]['people']:,d} beside {rows[0]['people']:,d}"
        print(f"{key[0]:<9}{key[1]:<22} {sizes}: ×{times:.2f}  {verdict}")
        words += [f"{key[1]} flat"] if times > FLAT else []
    return words


def main() -> int:
    """Every size in a process of its own, in time; then what must not grow."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    given.add_argument("--only", default="", help="rows such as T2,search")
    given.add_argument("--minutes", type=float, default=15, help="longest time for one size")
    given.add_argument("--sql", action="store_true", help="print the slowest statements")
    given.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = given.parse_args()
    rows = {each for each in asked.only.split(",") if each}
    server = os.environ.get("DATABASE_URL", "")
    server = server if server.startswith("postgres") else ""
    if asked.inside:
        inside(asked.sizes[0], lambda key, _what: not rows or key in rows, server, sql=asked.sql)
        return 0
    print(HEAD, flush=True)
    missed: list[str] = []
    with tempfile.NamedTemporaryFile("r", suffix=".jsonl", encoding="utf-8") as lines:
        for people in asked.sizes:
            command = [sys.executable, __file__, str(people), "--inside", f"--only={asked.only}"]
            command += ["--sql"] if asked.sql else []
            try:
                own = os.environ | {"BENCH_LINES": lines.name}
                subprocess.run(command, check=True, env=own, timeout=60 * asked.minutes)
            except subprocess.TimeoutExpired:
                missed.append(f"{people:,d} people: not done within {asked.minutes:g} minutes")
        found = [json.loads(each) for each in lines]
    missed += [f"{each['what']} at {each['people']:,d}" for each in found if each["missed"]]
    missed += compare(found)
    print(f"{len(found)} rows; missed: {', '.join(missed) or 'none'}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
