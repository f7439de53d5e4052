"""Who was heard and what lies behind it, at full size: coverage, proposals, heat and shares.

Run: `python bench/coverage.py [1000 10000 100000]`. For each number of people a workspace in a
scratch SQLite database (or in the empty one that DATABASE_URL names) is filled with an
organisation of 5,000 units and 200 groups, 3,000 conversations held and half as many concerns as
people, with causes, groups, tallies and voices; smaller sizes have all of it in proportion. Prints
for each reading CPU milliseconds (of this process; on SQLite the database is in it), wall time,
statements, and the slowest of them.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import secrets
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
FULL = 100_000


def prepare(folder: str) -> None:
    """A scratch installation, as it is served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "draagvlak.config.settings"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ["DRAAGVLAK_DATA"] = folder
    key = Path(folder) / "key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    os.environ["DRAAGVLAK_DEBUG"] = "1"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

    import django  # noqa: PLC0415 after the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.DEBUG = False
    call_command("migrate", verbosity=0)


def fill(people: int):  # noqa: ANN201 a guide and a unit
    """A programme of this size; its guide, and a unit with units below it."""
    from tests.factories.places import make_member  # noqa: PLC0415

    guide = make_member()
    units = put_organisation(guide, people)
    put_talks(guide, people)
    put_concerns(guide, people // 2)
    return guide, str(units)


def put_organisation(guide, people: int):  # noqa: ANN001, ANN201 an actor; a key
    """Units of two levels, groups with a layer, people in a unit and a group."""
    from draagvlak.conversations.models import GroupLayer  # noqa: PLC0415
    from draagvlak.conversations.states import Layer  # noqa: PLC0415
    from draagvlak.organisations.models import (  # noqa: PLC0415
        Group,
        GroupMember,
        Organisation,
        Person,
        Unit,
    )

    place = {"workspace_id": guide.tenant}
    house = Organisation.objects.create(**place, name="Groot")
    tops = [
        Unit(**place, organisation=house, name=f"Dienst {n}", path=f"{n + 1:04d}")
        for n in range(50)
    ]
    below = [
        Unit(
            **place,
            organisation=house,
            parent=tops[n % 50],
            name=f"Team {n}",
            path=f"{tops[n % 50].path}{n // 50 + 1:04d}",
            depth=1,
        )
        for n in range(max(4_950 * people // FULL, 50))
    ]
    Unit.objects.bulk_create(tops)
    Unit.objects.bulk_create(below, batch_size=900)
    groups = [
        Group(**place, name=f"Groep {n:03d}", size=people // 200 or 5)
        for n in range(max(200 * people // FULL, 8))
    ]
    Group.objects.bulk_create(groups)
    layers = list(Layer.values)
    GroupLayer.objects.bulk_create(
        GroupLayer(**place, group=group, layer=layers[n % 5]) for n, group in enumerate(groups)
    )
    rows = [
        Person(
            **place,
            organisation=house,
            unit=random.choice(below),  # noqa: S311 nothing secret
            name=f"Mens {n}",
            sort_key=f"mens {n:06d}",
        )
        for n in range(people)
    ]
    Person.objects.bulk_create(rows, batch_size=2_000)
    GroupMember.objects.bulk_create(
        (
            GroupMember(**place, group=groups[n % len(groups)], person=row)
            for n, row in enumerate(rows)
        ),
        batch_size=5_000,
    )
    return tops[0].pk


def put_talks(guide, people: int) -> None:  # noqa: ANN001 an actor
    """Conversations that were held, of three people each."""
    from django.utils import timezone  # noqa: PLC0415

    from draagvlak.conversations.models import Conversation, Participant  # noqa: PLC0415
    from draagvlak.organisations.models import Person  # noqa: PLC0415

    place = {"workspace_id": guide.tenant}
    forms = list(Conversation.Form.values)
    talks = [
        Conversation(
            **place,
            programme_id=guide.programme_id,
            author_id=guide.user_id,
            title="Gesprek",
            form=forms[n % len(forms)],
            phase="explore",
            state=Conversation.State.HELD,
            planned_at=timezone.now() - dt.timedelta(days=n % 200),
        )
        for n in range(3_000 * people // FULL)
    ]
    Conversation.objects.bulk_create(talks, batch_size=2_000)
    keys = list(Person.objects.filter(**place).values_list("pk", flat=True))
    Participant.objects.bulk_create(
        (
            Participant(**place, conversation=talk, person_id=key, was_there=True)
            for talk in talks
            for key in random.sample(keys, 3)
        ),
        batch_size=5_000,
    )


def put_concerns(guide, many: int) -> None:  # noqa: ANN001 an actor
    """Concerns with a cause, a group, and three voices each."""
    from django.utils import timezone  # noqa: PLC0415

    from draagvlak.concerns.models import (  # noqa: PLC0415
        AffectedGroup,
        Cause,
        Concern,
        ConcernCause,
        Voice,
        VoiceTally,
    )
    from draagvlak.organisations.models import Group  # noqa: PLC0415

    place = {"workspace_id": guide.tenant}
    here = place | {"programme_id": guide.programme_id}
    states = ("heard", "understood", "answered", "delivered")
    rows = [
        Concern(
            **here,
            number=n,
            kind="worry",
            title=f"Zorg {n}",
            title_key=f"zorg {n:06d}",
            voices=3,
            state=states[n % 4],
        )
        for n in range(1, many + 1)
    ]
    Concern.objects.bulk_create(rows, batch_size=1_500)
    abouts = list(Cause.About.values)
    causes = [
        Cause(**here, title=f"Oorzaak {n}", about=abouts[n % len(abouts)], where="can")
        for n in range(max(400 * many * 2 // FULL, 10))
    ]
    Cause.objects.bulk_create(causes)
    groups = list(Group.objects.filter(**place))
    links = [(row, random.choice(causes), random.choice(groups)) for row in rows]  # noqa: S311
    for model, each in (
        (ConcernCause, (ConcernCause(**place, concern=c, cause=a) for c, a, _ in links)),
        (AffectedGroup, (AffectedGroup(**place, concern=c, group=g) for c, _, g in links)),
        (
            VoiceTally,
            (VoiceTally(**place, concern=c, group=g, count=6) for c, _, g in links[::3]),
        ),
        (
            Voice,
            (
                Voice(
                    **place,
                    concern=c,
                    raised_on=timezone.localdate(),
                    sealed=b"",
                    solved=("", "yes", "no")[n % 3],
                )
                for n, (c, _, _) in enumerate(links)
                for _ in range(3)
            ),
        ),
    ):
        model.objects.bulk_create(each, batch_size=5_000)


def readings(guide, unit: str):  # noqa: ANN001, ANN201 names with calls
    """What is measured."""
    from draagvlak.concerns.queries import insight  # noqa: PLC0415
    from draagvlak.conversations.queries import coverage, unheard  # noqa: PLC0415
    from draagvlak.conversations.states import Axis  # noqa: PLC0415

    yield "the whole", lambda: coverage.whole(guide)
    for axis in Axis:
        yield f"by {axis.value}", lambda axis=axis: coverage.coverage_page(guide, axis)
    yield "units below", lambda: coverage.coverage_page(guide, Axis.UNIT, parent=unit)
    yield "whom next", lambda: unheard.proposals(guide)
    yield "people unheard", lambda: unheard.people_heard(guide, Axis.GROUP, "", "unheard")
    yield "board heard", lambda: unheard.people_heard(guide, Axis.LAYER, "board", "heard")
    yield "bounds for the lead", lambda: coverage.group_bounds(guide)
    yield "heat", lambda: insight.heat(guide)
    yield "strands", lambda: insight.strands(guide)
    yield "shares per group", lambda: insight.group_shares(guide)


def measure(people: int) -> None:
    """Fill, read everything a few times, print a line per reading."""
    from django.db import connection  # noqa: PLC0415

    guide, unit = fill(people)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    for name, act in readings(guide, unit):
        spent: list[tuple[float, str]] = []

        def note(execute, sql, params, many, context, spent=spent):  # noqa: ANN001, ANN202, PLR0913, PLR0917 as Django calls it
            began = time.perf_counter()
            answer = execute(sql, params, many, context)
            spent.append(((time.perf_counter() - began) * 1000, sql))
            return answer

        cpu, wall = [], []
        for _ in range(ROUNDS):
            spent.clear()
            since, at = time.process_time(), time.perf_counter()
            with connection.execute_wrapper(note):
                act()
            cpu.append((time.process_time() - since) * 1000)
            wall.append((time.perf_counter() - at) * 1000)
        slowest = max(spent, default=(0.0, ""))
        print(
            f"{people:>7} {name:<20} cpu {min(cpu):7.1f} ms   wall {min(wall):7.1f} ms   "
            f"{len(spent)} statements   slowest {slowest[0]:6.1f} ms",
            flush=True,
        )
        if os.environ.get("BENCH_SQL"):
            print(slowest[1])


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    random.seed(1)
    with tempfile.TemporaryDirectory(prefix="bench-coverage-") as folder:
        prepare(folder)
        for size in sizes:
            measure(size)


if __name__ == "__main__":
    main()
