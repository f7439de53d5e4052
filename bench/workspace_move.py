"""A large workspace in one file, and in again elsewhere: seconds, MB and peak memory.

Run: `python bench/workspace_move.py [10000 100000]`. For each number of people a scratch SQLite
database is filled (half as many concerns, as many lines of the trail, a thousandth as many files
of 100 kB). Taking along, verifying and bringing in each run in a process of their own, whose peak
memory is printed beside that of a process that only starts. With DRAAGVLAK_BENCH_POSTGRESQL set to
an empty database it is brought in there too.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZES = (10_000, 100_000)
BATCH = 2000
WORDS = "vier woorden op papier"
PDF = b"%PDF-1.7\n" + os.urandom(100_000)


def main() -> None:
    """Every size in scratch folders, each step in a process of its own."""
    if len(sys.argv) > 2 and sys.argv[1] == "--step":
        step(sys.argv[2], *sys.argv[3:])
        return
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print(f"{'people':>8} {'step':<24} {'seconds':>8} {'MB':>8} {'peak MB':>8} {'rows':>9}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            here, there = Path(folder) / "here", Path(folder) / "there"
            file = Path(folder) / "package.zip"
            show(size, run("fill", here, size))
            show(size, run("start", here))
            show(size, run("take along", here, file))
            show(size, run("verify", here, file))
            show(size, run("bring in", there, file))
            if url := os.environ.get("DRAAGVLAK_BENCH_POSTGRESQL"):
                show(size, run("bring in", Path(folder) / "postgresql", file, url=url))


def run(name: str, data: Path, *words: object, url: str = "") -> dict[str, float | str]:
    """One step in a process of its own."""
    data.mkdir(exist_ok=True)
    (data / "static").mkdir(exist_ok=True)
    if not (data / "key").exists():
        (data / "key").write_text(os.urandom(32).hex())
        (data / "key").chmod(0o600)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DRAAGVLAK", "DATABASE"))}
    own = kept | {
        "DRAAGVLAK_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "draagvlak.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    if url:
        own["DATABASE_URL"] = url
    command = [sys.executable, __file__, "--step", name, *(str(word) for word in words)]
    done = subprocess.run(command, env=own, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float | str] = json.loads(done.stdout.strip().splitlines()[-1])
    return found | {"step": f"{name} ({'postgresql' if url else 'sqlite'})"}


def show(size: int, row: dict[str, float | str]) -> None:
    """One line."""
    print(
        f"{size:>8} {row['step']:<24} {row['seconds']:>8.1f} {row['mb']:>8.1f} "
        f"{row['peak']:>8.0f} {row['rows']:>9}",
        flush=True,
    )


def step(name: str, *words: str) -> None:
    """What runs in a process of its own; prints its figures as JSON."""
    import django  # noqa: PLC0415 after the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    if name in {"fill", "bring in"}:
        call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    rows, size = STEPS[name](*words)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "mb": size / 1e6, "peak": peak, "rows": rows}))


def take_along(file: str) -> tuple[int, int]:
    """Make the package."""
    from draagvlak.core.models import Workspace  # noqa: PLC0415
    from draagvlak.packages.packing.making import make_package  # noqa: PLC0415

    path = Path(file)
    with path.open("wb") as target:
        made = make_package(
            Workspace.objects.get(), target, [WORDS], path.parent, lambda _done, _all: None
        )
    return made.rows, made.size


def verify_it(file: str) -> tuple[int, int]:
    """Read all of it and compare."""
    from draagvlak.packages.packing.reading import look_at, verify  # noqa: PLC0415

    found = verify(look_at(Path(file)), [WORDS])
    return found.contents.rows, Path(file).stat().st_size


def bring(file: str) -> tuple[int, int]:
    """Verify it and bring it in."""
    from draagvlak.core.actor import SYSTEM  # noqa: PLC0415
    from draagvlak.packages.commands import bring_in  # noqa: PLC0415
    from draagvlak.packages.packing.reading import look_at, verify  # noqa: PLC0415

    package = verify(look_at(Path(file)), [WORDS])
    bring_in(by=SYSTEM, package=package, slug="elders")
    return package.contents.rows, Path(file).stat().st_size


def start() -> tuple[int, int]:
    """Nothing but the modules that the other steps need."""
    from draagvlak.packages.packing import bringing, making  # noqa: F401, PLC0415

    return 0, 0


def fill(count: str) -> tuple[int, int]:
    """A workspace of so many people."""
    import io  # noqa: PLC0415

    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from tests.factories.places import make_member  # noqa: PLC0415

    from draagvlak.concerns.models import Concern  # noqa: PLC0415
    from draagvlak.core import storage  # noqa: PLC0415
    from draagvlak.core.models import AuditEvent  # noqa: PLC0415
    from draagvlak.organisations.models import Organisation, Person, Unit  # noqa: PLC0415

    people = int(count)
    guide = make_member()
    space = {"workspace_id": guide.tenant}
    house = Organisation.objects.create(**space, name="Gemeente")
    units = [
        Unit(**space, organisation=house, name=f"Afdeling {n}", path=f"{n:04d}")
        for n in range(max(1, min(5000, people // 20)))
    ]
    Unit.objects.bulk_create(units, batch_size=BATCH)
    for at in range(0, people, BATCH):
        here = range(at, min(at + BATCH, people))
        Person.objects.bulk_create(
            Person(
                **space,
                organisation=house,
                unit=units[n % len(units)],
                name=f"Medewerker van den {n}",
                sort_key=f"{n} medewerker",
                function="beleidsmedewerker",
                email=f"m{n}@voorbeeldstad.example",
                external_id=str(n),
            )
            for n in here
        )
        Concern.objects.bulk_create(
            Concern(
                **space,
                programme_id=guide.programme_id,
                number=n + 1,
                kind="worry",
                title=f"Vergaderen zonder papier lukt niet in zaal {n}",
                title_key=f"vergaderen {n}",
                description="Het scherm is te klein voor de bijlagen. " * 5,
            )
            for n in here
            if n < people // 2
        )
        AuditEvent.objects.bulk_create(
            AuditEvent(
                **space,
                verb="people.edited",
                subject_type="organisations.person",
                actor_id=guide.user_id,
                at=timezone.now(),
            )
            for _ in here
        )
    for n in range(max(1, people // 1000)):
        stored = storage.keep_file(guide.tenant, io.BytesIO(PDF), name=f"plan-{n}.pdf")
        with transaction.atomic():
            storage.attach(stored)
    return people, 0


STEPS = {
    "fill": fill,
    "start": start,
    "take along": take_along,
    "verify": verify_it,
    "bring in": bring,
}
if __name__ == "__main__":
    main()
