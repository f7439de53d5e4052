"""The rows of an organisation of any size: what `organisation.py` keeps.

Every row follows from the number of people alone. As in the product no row leads from a
conversation to a concern. Sealed columns hold random bytes of the usual length: nobody opens them
here. Import only after Django is set up.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction
from tests.factories.places import make_member, make_programme, make_user

from draagvlak.accounts.models import User
from draagvlak.concerns import models as concerns
from draagvlak.concerns.states import ANSWERED
from draagvlak.conversations.models import Conversation, GroupLayer, Participant, ReleasedQuote
from draagvlak.conversations.states import Layer
from draagvlak.core.models import AuditEvent, SearchDocument
from draagvlak.core.policy import Role
from draagvlak.core.tenancy import TimelessModel
from draagvlak.lib.fold import fold
from draagvlak.lib.person_name import parse_name
from draagvlak.lib.words import index_terms
from draagvlak.measures import models as measures
from draagvlak.organisations.models import Group, GroupMember, Organisation, Person, Unit
from draagvlak.programmes.models import Membership
from draagvlak.stakeholders import models as stakeholders

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FULL = 100_000
BATCH = 5_000
TODAY = dt.date(2026, 11, 16)
NOON = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)
WORDS = tuple(
    """
    inloggen printen vergaderstukken wifi aantekeningen scherm tablet agenda archief besluitenlijst
    wachtwoord koppeling handleiding cursus collega griffie wethouder planning werkdruk overleg
    dossier zaaknummer kopie papier postvak melding storing helpdesk formulier termijn
    """.split()  # noqa: SIM905 to be read as words
)
FAMILIES = ("Jansen", "de Vries", "Bakker", "van der Smit", "Visser", "Mulder", "de Groot", "Bos")
GIVEN = ("Anna", "Bert", "Carla", "Dirk", "Els", "Fatma", "Geert", "Hatice", "Ineke", "Jan")


@dataclass(frozen=True)
class Size:
    """How many there are of everything, for so many people."""

    people: int

    @property
    def units(self) -> int:
        return max(self.people // 20, 60)

    @property
    def groups(self) -> int:
        return max(200 * self.people // FULL, 12)

    @property
    def concerns(self) -> int:
        return self.people // 2

    @property
    def quotes(self) -> int:
        return 3 * self.people // 2

    @property
    def causes(self) -> int:
        return max(400 * self.people // FULL, 40)

    @property
    def measures(self) -> int:
        return max(1_000 * self.people // FULL, 60)

    @property
    def conversations(self) -> int:
        return max(3_000 * self.people // FULL, 60)


class Filler:
    """Writes one organisation; every row follows from the size alone."""

    def __init__(self, people: int) -> None:
        self.size = Size(people)
        self.chance = random.Random(people)  # noqa: S311 no secret
        self.count = 0
        self.here: dict[str, UUID] = {}

    def late_key(self) -> UUID:
        """A key that tells the order, as `uuid7` makes them."""
        self.count += 1
        moment = (int(NOON.timestamp()) - 5_000_000) * 1000 + self.count
        low = self.chance.getrandbits(62)
        return UUID(int=(moment << 80) | (7 << 76) | ((low & 0xFFF) << 64) | (2 << 62) | low)

    def loose_key(self) -> UUID:
        """A key that tells nothing, as `uuid4` makes them."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def keys(self, model, many: int) -> list[UUID]:  # noqa: ANN001 a model

        make = self.loose_key if issubclass(model, TimelessModel) else self.late_key
        return [make() for _ in range(many)]

    def put(self, model, names: Sequence[str], rows: Iterable[tuple]) -> list[UUID]:  # noqa: ANN001 a model
        """Write rows of these columns; the other columns get what the model gives by itself."""
        given = list(rows)
        found = self.keys(model, len(given))
        columns = {field.attname: field for field in model._meta.concrete_fields}
        given_too = {"workspace_id": self.here["workspace_id"]}
        if "programme_id" in columns and "programme_id" not in names:
            given_too["programme_id"] = self.here["programme_id"]
        rest = [name for name in columns if name not in names and name != "id"]
        same = tuple(given_too.get(n, columns[n].get_default()) for n in rest)
        write(
            model._meta.db_table,
            [columns[name].column for name in ("id", *names, *rest)],
            ((key, *row, *same) for key, row in zip(found, given, strict=True)),
        )
        return found

    def sentence(self, number: int) -> str:
        """Some words, the first ones more often; one in two thousand has a rare word."""
        few = [WORDS[min(int(self.chance.expovariate(0.12)), len(WORDS) - 1)] for _ in range(4)]
        rare = "grootboek " if number % 2000 == 0 else ""
        return f"{rare}{few[0]} en {few[1]} bij {few[2]} met {few[3]}, nummer {number}"

    def fill(self) -> None:
        """Everything, in the order in which it refers to each other."""
        with transaction.atomic():
            self.put_place()
            self.put_people()
            self.put_talks()
            self.put_concerns()
            self.put_quotes()
            self.put_measures()
            self.put_stakeholders()
            self.put_trail()
            self.put_words()

    def put_place(self) -> None:
        """Workspace, programme and three people who sign in."""
        programme = make_programme(name="Papierloos")
        self.here = {"workspace_id": programme.workspace_id, "programme_id": programme.pk}
        roles = {"guide": Role.GUIDE, "lead": Role.PROJECT_LEAD, "supplier": Role.SUPPLIER}
        for name, role in roles.items():
            user = make_user(f"{name.capitalize()} Bench")
            User.objects.filter(pk=user.pk).update(email=f"{name}@bench.example")
            make_member(programme, role, user=user)
        self.owners = dict(Membership.objects.values_list("role", "pk"))

    def put_people(self) -> None:
        """Units in two levels, people in the lower ones, groups over all of them."""
        chance, size = self.chance, self.size
        (house,) = self.put(Organisation, ("name",), [("Gemeente Groot",)])
        columns = ("organisation_id", "parent_id", "name", "path", "depth")
        tops = self.put(
            Unit, columns, ((house, None, f"Dienst {n}", f"{n + 1:04d}", 0) for n in range(50))
        )
        below = self.put(
            Unit,
            columns,
            (
                (
                    house,
                    tops[n % 50],
                    f"Team {WORDS[n % len(WORDS)]} {n}",
                    f"{n % 50 + 1:04d}{n // 50 + 1:04d}",
                    1,
                )
                for n in range(size.units - 50)
            ),
        )
        self.groups = self.put(
            Group,
            ("name", "size"),
            ((f"Groep {n:03d}", size.people // size.groups) for n in range(size.groups)),
        )
        layers = list(Layer.values)
        self.put(
            GroupLayer,
            ("group_id", "layer"),
            ((key, layers[n % len(layers)]) for n, key in enumerate(self.groups)),
        )

        def person(n: int) -> tuple:
            name = f"{GIVEN[n % 10]} {n} {FAMILIES[chance.randrange(8)]}"
            sort_key = parse_name(name).sort_key
            mail = f"p{n}@groot.example"
            function = f"Functie {n % 300}"
            return (house, chance.choice(below), name, sort_key, function, mail, str(n))

        self.people = self.put(
            Person,
            ("organisation_id", "unit_id", "name", "sort_key", "function", "email", "external_id"),
            (person(n) for n in range(size.people)),
        )
        self.put(
            GroupMember,
            ("group_id", "person_id"),
            ((self.groups[n % size.groups], key) for n, key in enumerate(self.people)),
        )

    def put_talks(self) -> None:
        """Conversations, nearly all held, of three people each."""
        forms = list(Conversation.Form.values)
        guide = User.objects.get(email="guide@bench.example").pk

        def talk(n: int) -> tuple:
            planned = n % 50 == 0
            days = dt.timedelta(days=n % 200, minutes=n)
            moment = NOON + days if planned else NOON - days
            state = "planned" if planned else "held"
            return (f"Gesprek over {WORDS[n % 30]} {n}", forms[n % 3], "explore", state, moment)

        talks = self.put(
            Conversation,
            ("title", "form", "phase", "state", "planned_at", "author_id"),
            ((*talk(n), guide) for n in range(self.size.conversations)),
        )
        self.put(
            Participant,
            ("conversation_id", "person_id", "was_there"),
            (
                (key, person, None if n % 50 == 0 else True)
                for n, key in enumerate(talks)
                for person in self.chance.sample(self.people, 3)
            ),
        )

    def put_concerns(self) -> None:
        """Concerns with causes, groups, voices, tallies and answers."""
        chance = self.chance
        states = ("heard", "understood", "planned", "answered", "delivered")
        abouts, wheres = list(concerns.Cause.About.values), list(concerns.Cause.Where.values)
        owners = (None, self.owners["guide"], self.owners["project_lead"], None)

        def concern(n: int) -> tuple:
            title = self.sentence(n)
            owner = self.owners["supplier"] if n % 5000 == 7 else owners[n % 4]
            due = TODAY + dt.timedelta(days=n % 90 - 30) if n % 3 == 0 else None
            kind = ("worry", "worry", "wish")[n % 3]
            state = states[chance.randrange(5)]
            raised = TODAY - dt.timedelta(days=n % 300)
            level = 1 + chance.randrange(4)
            return (n, kind, title, fold(title), level, state, owner, due, raised, 3 + n % 9)

        columns = ["number", "kind", "title", "title_key", "severity", "state"]
        columns += ["owner_id", "answer_due_on", "raised_on", "voices"]
        rows = [concern(n) for n in range(1, self.size.concerns + 1)]
        self.concerns = self.put(concerns.Concern, columns, rows)
        self.titles = [row[2] for row in rows]
        self.put(concerns.Register, ("next_number",), [(self.size.concerns + 1,)])
        self.causes = self.put(
            concerns.Cause,
            ("title", "about", "where"),
            (
                (f"Oorzaak {n:04d}: {WORDS[n % 30]}", abouts[n % 8], wheres[n % 3])
                for n in range(self.size.causes)
            ),
        )
        self.put(
            concerns.ConcernCause,
            ("concern_id", "cause_id"),
            (
                (key, cause)
                for n, key in enumerate(self.concerns)
                for cause in chance.sample(self.causes, 1 + (n % 3 == 0))
            ),
        )
        touched = [(key, chance.choice(self.groups)) for key in self.concerns]
        self.put(concerns.AffectedGroup, ("concern_id", "group_id"), touched)
        self.put(
            concerns.VoiceTally,
            ("concern_id", "group_id", "count"),
            ((*pair, 6) for pair in touched[::3]),
        )
        self.put(
            concerns.Voice,
            ("concern_id", "raised_on", "sealed", "solved"),
            (
                (key, TODAY.replace(day=1), chance.randbytes(180), ("", "yes", "no")[n % 3])
                for n, key in enumerate(self.concerns)
                for _ in range(3)
            ),
        )
        answered = [
            (key, 1, "Wij maken het anders.", "Marjolein Horst", "Dat is nodig.", TODAY)
            for key, row in zip(self.concerns, rows, strict=True)
            if row[5] in ANSWERED
        ]
        self.put(
            concerns.Answer,
            ("concern_id", "number", "text", "decided_by", "reasons", "answered_on"),
            answered,
        )

    def put_quotes(self) -> None:
        """Released quotes, each with its concern: what speakers let others read."""
        rows = [
            (
                self.concerns[n % len(self.concerns)],
                self.sentence(n),
                n % 3 == 0,
                TODAY - dt.timedelta(days=n % 200),
            )
            for n in range(self.size.quotes)
        ]
        self.quotes = self.put(
            ReleasedQuote, ("concern_id", "text", "about_software", "released_on"), rows
        )
        self.texts = [row[1] for row in rows]

    def put_measures(self) -> None:
        """Measures for causes and concerns, and what they delivered."""
        chance = self.chance
        kinds = ("adapt", "train", "coach", "communicate", "process", "other")
        states = ("proposed", "agreed", "under_way", "delivered")

        def measure(n: int) -> tuple:
            title = f"Maatregel {n:04d}: {WORDS[n % 30]} verbeteren"
            due = TODAY + dt.timedelta(days=n % 120 - 20) if n % 4 else None
            cost = 500 * (n % 40) if n % 3 else None
            load = (2, 10 + n % 50) if n % 5 else (None, None)
            owner = self.owners["guide"] if n % 2 else None
            return (title, fold(title), kinds[n % 6], states[n % 4], owner, due, cost, *load)

        columns = ["title", "title_key", "kind", "state", "owner_id"]
        columns += ["due_on", "cost_euros", "load_hours", "load_people"]
        rows = [measure(n) for n in range(self.size.measures)]
        found = self.put(measures.Measure, columns, rows)
        self.put(
            measures.MeasureCause,
            ("measure_id", "cause_id"),
            ((key, self.causes[n % len(self.causes)]) for n, key in enumerate(found)),
        )
        self.put(
            measures.MeasureConcern,
            ("measure_id", "concern_id"),
            (
                (key, concern)
                for key in found
                for concern in chance.sample(self.concerns, min(10, len(self.concerns)))
            ),
        )
        self.put(
            measures.Delivery,
            ("measure_id", "what", "delivered_on"),
            ((key, f"Versie {n}", TODAY) for n, key in enumerate(found) if n % 4 == 3),
        )
        self.measures = list(zip(found, (row[0] for row in rows), strict=True))

    def put_stakeholders(self) -> None:
        """A stakeholder per group, how each stood four times, relations and promises."""
        chance = self.chance
        layers = list(stakeholders.Stakeholder.Layer.values)
        attitudes = list(stakeholders.Assessment.Attitude.values)
        found = self.put(
            stakeholders.Stakeholder,
            ("group_id", "layer"),
            ((key, layers[n % 5]) for n, key in enumerate(self.groups)),
        )
        self.put(
            stakeholders.Assessment,
            ("stakeholder_id", "number", "influence", "interest", "attitude", "reason", "seen_on"),
            (
                (
                    key,
                    number,
                    chance.randrange(101),
                    chance.randrange(101),
                    chance.choice(attitudes),
                    "Gezien in het overleg.",
                    TODAY - dt.timedelta(days=120 - 30 * number),
                )
                for key in found
                for number in range(1, 5)
            ),
        )
        kinds = list(stakeholders.Relation.Kind.values)
        pairs = pairwise(found)
        self.put(
            stakeholders.Relation,
            ("source_id", "target_id", "kind"),
            ((one, other, kinds[n % 4]) for n, (one, other) in enumerate(pairs)),
        )
        self.put(
            stakeholders.Commitment,
            ("stakeholder_id", "what", "due_on", "owner_id"),
            (
                (key, f"Belofte {n}", TODAY + dt.timedelta(days=n % 60), self.owners["guide"])
                for key in found
                for n in range(3)
            ),
        )

    def put_trail(self) -> None:
        """A line of the trail for every person and a few more."""
        several = len(self.concerns)
        self.put(
            AuditEvent,
            ("verb", "subject_type", "subject_id", "at"),
            (
                (
                    "concerns.raised",
                    "concerns.Concern",
                    self.concerns[n % several],
                    (NOON - dt.timedelta(days=n % 300)).replace(hour=0),
                )
                for n in range(self.size.people)
            ),
        )

    def put_words(self) -> None:
        """What is found by search, in no order."""
        rows = [
            (kind, key, title, " ".join(dict.fromkeys(index_terms(title))))
            for kind, key, title in chain(
                zip(["concern"] * len(self.concerns), self.concerns, self.titles, strict=True),
                zip(["quote"] * len(self.quotes), self.quotes, self.texts, strict=True),
                (("measure", key, title) for key, title in self.measures),
            )
        ]
        self.chance.shuffle(rows)
        self.put(SearchDocument, ("kind", "object_id", "title", "terms"), rows)


def write(table: str, columns: list[str], rows: Iterable[tuple]) -> None:
    """COPY on PostgreSQL, executemany on SQLite."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"copy {table} ({names}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        statement = f"insert into {table} ({names}) values ({marks})"  # noqa: S608 our own tables
        plain = (tuple(_for_sqlite(value) for value in row) for row in rows)
        while batch := list(islice(plain, BATCH)):
            cursor.executemany(statement, batch)


def _for_sqlite(value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
