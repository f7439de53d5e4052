"""What people do while the recorder listens: concerns and files, one after the other.

Prints nothing. After each command has returned its token is written to the file "acknowledged".
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from uuid import UUID, uuid4

import django

django.setup()
# ruff: noqa: E402 models can be imported only from here on

from django.db import connection

from draagvlak.concerns.commands import raise_concern
from draagvlak.core.actor import Actor  # noqa: TC001
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.models import Attachment  # noqa: TC001
from draagvlak.core.storage import StoredFile, attach, keep_file
from draagvlak.programmes.queries import find_place


@command
def add_file(*, by: Actor, stored: StoredFile, once: str = "") -> Attachment:
    """Add a file to the programme."""
    del once
    row = attach(stored, programme_id=by.programme_id)
    record("bench.added", by=by, on=row)
    return row


def main() -> None:
    """Write; every fourth act is a file."""
    count, user = int(sys.argv[1]), UUID(hex=sys.argv[2])
    if weaker := os.environ.get("WEAKER"):  # to see that the measurement notices
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={weaker}")
    found = find_place(user_id=user, name="Noor", workspace="voorbeeldstad", programme="papierloos")
    assert found is not None
    target = Path(os.environ["DRAAGVLAK_DATA"], "acknowledged")
    acknowledged = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in range(count):
        token = uuid4().hex
        if number % 4 == 3:
            content = io.BytesIO(b"%PDF-" + os.urandom(3000 + number * 37 % 90_000))
            stored = keep_file(found.tenant, content, name=f"{token}.pdf")
            add_file(by=found, stored=stored, once=token)
        else:
            raise_concern(by=found, kind="worry", title=f"Zorg {token}", once=token)
        kind = "file" if number % 4 == 3 else "concern"
        os.write(acknowledged, f"{kind} {token}\n".encode())
        if number % 97 == 96:
            connection.close()  # the last one out writes the log back into the database
    os._exit(0)


if __name__ == "__main__":
    main()
