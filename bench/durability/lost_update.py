"""Four people edit one text at the same time, five hundred times each: is an edit ever lost?

Run: `python bench/durability/lost_update.py [--writers 4] [--edits 500] [--url postgresql://…]`.

Every writer is a process of its own. An edit adds one token to the description of one concern, on
the version that was read. On a conflict the writer reads again and tries again, as somebody does
who is shown both texts. At the end every token must stand there, once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter

from house import House, ask, house

WRITER = """
import sys
from uuid import UUID
import django
django.setup()
from draagvlak.concerns.commands import edit_concern
from draagvlak.concerns.models import Concern
from draagvlak.core.versions import EditConflict
from draagvlak.programmes.queries import find_place
user, key = UUID(hex=sys.argv[1]), UUID(hex=sys.argv[2])
number, edits = sys.argv[3], int(sys.argv[4])
by = find_place(user_id=user, name="Noor", workspace="voorbeeldstad", programme="papierloos")
met = 0
for edit in range(edits):
    while True:
        row = Concern.objects.get(workspace_id=by.tenant, pk=key)
        try:
            edit_concern(by=by, concern=row, kind=row.kind, title=row.title, severity=row.severity,
                         description=f"{row.description} {number}-{edit}", version=row.version)
            break
        except EditConflict:
            met += 1
print(met)
"""
MAKE = """
import sys
from uuid import UUID
import django
django.setup()
from draagvlak.concerns.commands import raise_concern
from draagvlak.programmes.queries import find_place
by = find_place(user_id=UUID(hex=sys.argv[1]), name="Noor", workspace="voorbeeldstad",
                programme="papierloos")
print(raise_concern(by=by, kind="worry", title="Een tekst van vier").pk.hex)
"""


def run(place: House, writers: int, edits: int) -> dict[str, object]:
    """Let them write; the counts."""
    python = [sys.executable, "-c"]
    environment = place.environment
    made = subprocess.run(
        [*python, MAKE, place.user], env=environment, check=True, capture_output=True, text=True
    )
    concern = made.stdout.strip()
    began = time.monotonic()
    at_work = [
        subprocess.Popen(
            [*python, WRITER, place.user, concern, str(number), str(edits)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(writers)
    ]
    met = sum(int(each.communicate()[0]) for each in at_work)
    rows = place.rows()
    words, version = rows.all(
        "select description, version from concerns_concern where id = ?", [concern]
    )[0]
    found = Counter(words.split())
    wanted = {f"{number}-{edit}" for number in range(writers) for edit in range(edits)}
    counts = {
        "engine": "PostgreSQL" if rows.on_server else "SQLite",
        "edits": writers * edits,
        "seconds": round(time.monotonic() - began, 1),
        "conflicts shown": met,
        "lost": len(wanted - found.keys()),
        "doubled": sum(count > 1 for count in found.values()),
        "version": version,
    }
    rows.close()
    return counts


def main() -> int:
    """Print the counts as JSON; 1 when an edit was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--edits", type=int, default=500)
    ask(parser)
    wishes = parser.parse_args()
    with house(wishes) as place:
        found = run(place, wishes.writers, wishes.edits)
    print(json.dumps(found))
    return 1 if found["lost"] or found["doubled"] else 0


if __name__ == "__main__":
    sys.exit(main())
