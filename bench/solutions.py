"""What ties to steps and the table of wishes and solutions cost at full size.

Run: `python bench/solutions.py [1000 50000]`. For each number of wishes a workspace in a scratch
SQLite database: three solutions of which two thirds is judged, a hundred processes of three hundred
steps, as many ties as wishes. Prints CPU milliseconds (of this process; the database is in it), the
median of some rounds, and statements.
"""

from __future__ import annotations

import os
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 50_000)
ROUNDS = 5
PROCESSES, STEPS, SOLUTIONS = 100, 300, 3


def prepare(folder: str) -> None:
    """A scratch installation, as it is served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "draagvlak.config.settings"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ["DRAAGVLAK_DATA"] = folder
    key = Path(folder) / "key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    os.environ["DRAAGVLAK_DEBUG"] = "1"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

    import django  # noqa: PLC0415 after the environment
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


def measure(sizes: list[int]) -> None:
    """One workspace per size; every reading some rounds."""
    from tests.factories.places import make_member  # noqa: PLC0415

    for size in sizes:
        guide = make_member()
        process, keys, concern = fill(guide, size)
        print(f"{size} wishes")
        for name, read in readings(guide, process, keys, concern).items():
            report(name, read)


def readings(guide, process, keys, concern) -> dict[str, Callable[[], object]]:  # noqa: ANN001 of models that are loaded later
    """What a page asks, by name."""
    from draagvlak.core.remembered import forget_all  # noqa: PLC0415
    from draagvlak.processes.queries import found_steps  # noqa: PLC0415
    from draagvlak.solutions import queries  # noqa: PLC0415

    asked = queries.read_asked({})
    one = str(queries.solutions_weighed(guide)[0].pk)
    narrowed = queries.read_asked({"how": "open", "solution": one})

    def cold() -> object:
        forget_all()
        return queries.solution_rows(guide, asked)

    return {
        "counts, after a change": cold,
        "counts, remembered": lambda: queries.solution_rows(guide, asked),
        "table, first page": lambda: queries.fit_table(guide, asked),
        "table, not looked at": lambda: queries.fit_table(guide, narrowed),
        "counts at 300 steps": lambda: queries.pointers(guide, process, "now", keys),
        "page of a step": lambda: queries.things_at(guide, process, "now", keys[0]),
        "panel on a concern": lambda: queries.step_links(guide, "concern", concern),
        "search a step": lambda: found_steps(guide, "stap 299"),
    }


def fill(guide, size):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 of models that are loaded later
    """Everything in bulk; gives a process, the keys of its steps, and a concern with a tie."""
    from draagvlak.concerns.models import Concern  # noqa: PLC0415
    from draagvlak.processes.models import Process, Situation, Step  # noqa: PLC0415
    from draagvlak.programmes.models import Solution  # noqa: PLC0415
    from draagvlak.solutions.models import Fit, StepMark, Tie  # noqa: PLC0415

    space = {"workspace_id": guide.tenant}
    here = {**space, "programme_id": guide.programme_id}
    concerns = Concern.objects.bulk_create(
        (
            Concern(
                **here, number=n, kind="wish", title=f"Wens {n}", title_key=f"wens {n}",
                voices=n % 40,
            )
            for n in range(1, size + 1)
        ),
        batch_size=1000,
    )  # fmt: skip
    solutions = Solution.objects.bulk_create(
        Solution(**here, name=f"Oplossing {n}", state="considered") for n in range(SOLUTIONS)
    )
    hows = ("box", "settings", "adaptation", "absent")
    Fit.objects.bulk_create(
        (
            Fit(**space, solution=solution, concern=concern, how=hows[n % 4])
            for solution in solutions
            for n, concern in enumerate(concerns)
            if n % 3
        ),
        batch_size=1000,
    )
    processes = Process.objects.bulk_create(
        Process(**here, name=f"Proces {n}", kind="primary") for n in range(PROCESSES)
    )
    situations = Situation.objects.bulk_create(
        Situation(**space, process=process, moment="now") for process in processes
    )
    keys = [f"s{n}" for n in range(STEPS)]
    Step.objects.bulk_create(
        (
            Step(**space, situation=situation, key=key, place=n, name=f"Stap {n}", role="Rol")
            for situation in situations
            for n, key in enumerate(keys)
        ),
        batch_size=1000,
    )
    marks = StepMark.objects.bulk_create(
        (
            StepMark(**space, process=process, moment="now", key=key, name=key)
            for process in processes[:10]
            for key in keys
        ),
        batch_size=1000,
    )
    Tie.objects.bulk_create(
        (
            Tie(**space, mark=marks[n % len(marks)], concern=concern)
            for n, concern in enumerate(concerns)
        ),
        batch_size=1000,
    )
    return processes[0], keys, concerns[0].pk


def report(name: str, read: Callable[[], object]) -> None:
    """The median of some rounds, and the statements of one."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        read()
    times = []
    for _round in range(ROUNDS):
        start = time.process_time()
        read()
        times.append((time.process_time() - start) * 1000)
    print(f"  {name:24} {statistics.median(times):7.1f} ms  {len(asked)} statements")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        prepare(scratch)
        measure([int(each) for each in sys.argv[1:]] or list(SIZES))
