"""Whether a receipt that exists can be told from one that does not by how long the answer takes.

Run: `python bench/receipts.py [2000]`. In a scratch installation people speak, of whom half are
answered and all have a thread of three messages. Then so many known and as many unknown receipts
are looked up in process, in random order, through the whole product; and once more without the
waiting that evens the times out, to show what it hides. Printed per run: medians, the difference of
the medians, the area under the curve of who guesses by time alone (AUC; 0.5 is a coin), its z-score
(Mann-Whitney) and the two-sided p. With p ≥ 0.01 nothing was told apart.

`python bench/receipts.py traces [1000]` lets so many people speak anonymously from one network
address, with one browser and a cookie, and looks for address, browser, cookie, page before and
every time of day of the run in all tables, all files of the installation and its log. Exit code 1
when anything is found.
"""

from __future__ import annotations

import io
import logging
import math
import os
import random
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
CANARIES = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_USER_AGENT": "Zandhoos/7.7 (kwikstaart)",
    "HTTP_COOKIE": "vuurtoren=drijfzand",
    "HTTP_REFERER": "https://intranet.example/zandhoos",
    "HTTP_X_FORWARDED_FOR": "203.0.113.77",
}
SOUGHT = ("203.0.113.77", "zandhoos", "kwikstaart", "vuurtoren", "drijfzand", "intranet.example")


def prepare(folder: str) -> None:
    """A scratch installation without DEBUG, as it is served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "draagvlak.config.settings"
    os.environ["DRAAGVLAK_DATA"] = folder
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ.pop("DRAAGVLAK_DEBUG", None)
    key = Path(folder) / "key"
    key.write_text(os.urandom(32).hex(), encoding="utf-8")
    key.chmod(0o600)
    (Path(folder) / "static").mkdir()
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


def open_door():  # noqa: ANN201
    """A guide with a vault, and a door."""
    from tests.factories.contributions import make_entrance  # noqa: PLC0415 after the setup
    from tests.factories.places import make_member  # noqa: PLC0415
    from tests.factories.vault import make_vault  # noqa: PLC0415

    from draagvlak.core import flood  # noqa: PLC0415

    flood.wait_for = lambda *_args: 0  # one address asks thousands of times here
    guide = make_member()
    return guide, make_vault(guide), make_entrance(guide)


def threads(guide, vault, door, count: int) -> list[str]:  # noqa: ANN001
    """Receipts of threads of three messages; every second one has an answer in it."""
    from tests.factories.concerns import make_answered  # noqa: PLC0415
    from tests.factories.contributions import speak, tie  # noqa: PLC0415

    from draagvlak.contributions.commands import Goal, say_more, write_back  # noqa: PLC0415
    from draagvlak.core.ids import uuid4  # noqa: PLC0415

    concern, receipts = make_answered(guide), []
    concern.refresh_from_db()
    for number in range(count):
        spoken = speak(door, f"Bericht {number}. Het duurt lang voordat alles opent.")
        say = {"by": guide, "vault": vault, "contribution": spoken.contribution}
        write_back(**say, text="Waar merk je dat aan?", key=uuid4())
        holder = spoken.holder
        say_more(by=holder.actor, holder=holder, text="Bij het inloggen.", key=uuid4())
        if number % 2:
            tie(guide, vault, spoken.contribution, Goal(concern))
        receipts.append(spoken.receipt)
    return receipts


def times(address: str, known: list[str], count: int) -> tuple[list[float], list[float]]:
    """Milliseconds of so many look-ups of either kind, in random order."""
    from django.test import Client  # noqa: PLC0415

    from draagvlak.lib.receipts import new_receipt  # noqa: PLC0415

    asked = [(random.choice(known), True) for _ in range(count)]  # noqa: S311
    asked += [(new_receipt(), False) for _ in range(count)]
    random.shuffle(asked)
    client, found = Client(), ([], [])
    for receipt, is_known in asked:
        began = time.perf_counter()
        answer = client.post(address, {"receipt": receipt})
        found[is_known].append((time.perf_counter() - began) * 1000)
        if (answer.status_code == 200) is not is_known:
            raise SystemExit(f"answered {answer.status_code}")
    return found[1], found[0]


def told_apart(known: list[float], unknown: list[float]) -> tuple[float, float, float]:
    """AUC, z and two-sided p of the rank sum (Mann and Whitney, 1947; normal approximation)."""
    ranked = sorted([(value, 1) for value in known] + [(value, 0) for value in unknown])
    ranks = sum(place for place, (_value, is_known) in enumerate(ranked, start=1) if is_known)
    many, other = len(known), len(unknown)
    u = ranks - many * (many + 1) / 2
    z = (u - many * other / 2) / math.sqrt(many * other * (many + other + 1) / 12)
    return u / (many * other), z, math.erfc(abs(z) / math.sqrt(2))


def report(name: str, known: list[float], unknown: list[float]) -> float:
    """One line of figures; gives the p."""
    auc, z, p = told_apart(known, unknown)
    one, two = statistics.median(known), statistics.median(unknown)
    print(
        f"{name:22} n = {len(known)} + {len(unknown)}  median known {one:.3f} ms, unknown "
        f"{two:.3f} ms, difference {one - two:+.3f} ms  AUC {auc:.3f}  z {z:+.2f}  p {p:.3f}"
    )
    return p


def look_up(count: int) -> int:
    """Known and unknown receipts, with the waiting and without."""
    from django.conf import settings  # noqa: PLC0415

    guide, vault, door = open_door()
    receipts = threads(guide, vault, door, 40)
    address = f"/speak/{guide.workspace.slug}/follow/"
    p = report("as the product answers", *times(address, receipts, count))
    settings.RECEIPT_SECONDS = 0
    report("without the waiting", *times(address, receipts, min(count, 400)))
    return 0 if p >= 0.01 else 1


def traces(count: int, folder: str) -> int:
    """So many anonymous people, and what is found of them afterwards."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from draagvlak.contributions.queries.entrances import code_for  # noqa: PLC0415
    from draagvlak.core.quiet_log import Quiet, WithoutPath  # noqa: PLC0415
    from draagvlak.lib.receipts import new_receipt  # noqa: PLC0415

    settings.RECEIPT_SECONDS = 0
    guide, _vault, door = open_door()
    log = io.StringIO()
    for name in ("", "django.request", "draagvlak"):
        told = logging.StreamHandler(log)
        told.setFormatter(Quiet())
        told.addFilter(WithoutPath())
        logging.getLogger(name).addHandler(told)
    client, began = Client(**CANARIES), time.time()
    space, code = guide.workspace.slug, code_for(door.pk)
    while time.time() < began + 2:  # the minute of the set-up must not count
        time.sleep(0.1)
    moments = set()
    for number in range(count):
        moments.add(time.strftime("%H:%M:%S", time.gmtime()))
        receipt = new_receipt()
        sent = {"text": f"Het duurt lang, nummer {number}", "way": "anonymous", "receipt": receipt}
        if client.post(f"/speak/{space}/{code}/", sent).status_code != 200:
            raise SystemExit("not sent")
        if number % 10 == 0:
            client.post(f"/speak/{space}/follow/", {"receipt": receipt})
            client.post(f"/speak/{space}/follow/", {"receipt": new_receipt()})
    hits = in_tables(re.compile("|".join(sorted(moments)))) + in_files(folder)
    hits += [("log", line) for line in log.getvalue().splitlines()]
    print(f"{count} anonymous people: {len(hits)} hits in database, files and log")
    for hit in hits[:20]:
        print("  ", *hit)
    return 1 if hits else 0


def in_tables(hour: re.Pattern[str]) -> list[tuple[str, str]]:
    """Canaries and times of day in every row of every table."""
    from django.db import connection  # noqa: PLC0415

    hits = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("core_search_words"):
                continue  # an index of words, which cannot be read; its source is read
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608 ours
            for row in cursor.fetchall():
                text = " ".join(_text(cell) for cell in row)
                hits += [(table, each) for each in SOUGHT if each in text.lower()]
                hits += [(table, each) for each in hour.findall(text)]
    connection.close()
    return hits


def in_files(folder: str) -> list[tuple[str, str]]:
    """Canaries in every file of the installation, the database itself included."""
    found = []
    for path in Path(folder).rglob("*"):
        content = path.read_bytes().lower() if path.is_file() else b""
        found += [(path.name, each) for each in SOUGHT if each.encode() in content]
    return found


def _text(cell: object) -> str:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("latin-1")
    return str(cell)


def main() -> int:
    """Look receipts up, or look for traces."""
    words = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        if words[:1] == ["traces"]:
            return traces(int(words[1]) if words[1:] else 1000, folder)
        return look_up(int(words[0]) if words else 2000)


if __name__ == "__main__":
    sys.exit(main())
