"""The pulse guard: whoever changes a row of a workspace moves its version.

`watch()` puts it on the connections of the test run (see `conftest.py`). What a command writes
moves the version (`tests/core/test_pulse.py`). What the product writes outside a command stands in
`OUTSIDE`, each with why no page that remembers can show it. What a test writes straight into a
table moves nothing, so everything remembered is forgotten. With DRAAGVLAK_TEST_UNMOVED=<file> the
run goes on and what was found is written there.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from django.db import connections

from draagvlak.core.pulse import is_moving
from draagvlak.core.remembered import forget_all
from tests.tenant_guard import HERE, PRODUCT, TESTS, tables

OWN = str(Path(__file__))
SENDERS = {f"{PRODUCT}/core/tenancy.py", f"{PRODUCT}/core/prepared.py"}
"""They send what others ask them to."""
"""Between `row.save()` and its statement: who calls it is the writer."""
UNSEEN = {
    "core_pulse": "the version itself",
    "core_outboxmessage": "work to do, shown to the operator only, who asks each time",
    "core_datakey": "made when it is first needed",
    "notices_mailbox": "what became of a mail: the pages that show it ask each time",
    "contributions_letter": "a mail on its way, which no page shows",
}
"""Tables of which nothing is remembered."""
PART = "part of a command; a test that asks for it alone has none around it"
NIGHT = "removes by night what no page shows any more"
OUTSIDE = {
    ("core/audit.py", "*"): "leaves a line, and moves the version itself",
    ("core/versions.py", "save_if_unchanged"): PART,
    ("core/storage/keeping.py", "*"): PART,
    ("core/undo.py", "clear_old"): NIGHT,
    ("core/undo.py", "forget"): PART,
    ("core/retention.py", "*"): NIGHT,
    ("core/erasing.py", "erase_workspace"): "the version goes with its workspace",
    ("core/search/documents.py", "*"): "what can be found is asked each time",
    ("packages/packing/bringing.py", "*"): PART,
    ("packages/tasks.py", "tell_progress"): "how far it is: the page that waits asks each time",
    ("organisations/tasks.py", "_read_and_check"): "how far it is, before a command",
    ("organisations/imports/reading.py", "tell_progress"): "how far it is, before a command",
    ("organisations/imports/keeping.py", "*"): "moves the version itself",
    ("organisations/management/commands/import_people.py", "_bring_in"): "between two commands, in "
    "the transaction of both",
    ("concerns/sealing.py", "seal_old_reasons"): "the same words, sealed: no page shows others",
    ("intake/forgetting.py", "*"): NIGHT,
}
"""File and function (* for the whole file) that write outside a command, and why that is right."""
_WRITES = re.compile(
    r"^\s*(?:insert\s+(?:or\s+\w+\s+)?into|update|delete\s+from|copy)\s+(?:only\s+)?"
    r'"?([a-z]+_[a-z_]+)"?',
    re.IGNORECASE,
)


class VersionNotMoved(AssertionError):  # noqa: N818 reads as what is wrong
    """The product changed a row of a workspace, and its version stays what it was."""


def written(sql: str) -> str:
    """The table of a workspace that a statement changes, else nothing."""
    found = _WRITES.match(sql)
    return found[1] if found and found[1] in tables() and found[1] not in UNSEEN else ""


def who_writes() -> tuple[str, str] | None:
    """File and function of the product that sent the statement; None when a test did."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(PRODUCT) and name not in SENDERS:
            return Path(name).relative_to(PRODUCT).as_posix(), frame.f_code.co_name
        if name.startswith(TESTS) and name not in {HERE, OWN}:
            return None
        frame = frame.f_back
    return None


def is_known(file: str, function: str) -> bool:
    """Whether this place may write outside a command."""
    return (file, function) in OUTSIDE or (file, "*") in OUTSIDE or "/migrations/" in file


def guard(execute, sql, params, many, context):
    """Refuse what the product writes while nothing moves the version."""
    table = "" if is_moving() else written(sql)
    if table:
        writer = who_writes()
        if writer is None:
            forget_all()
        elif not is_known(*writer):
            if collect := os.environ.get("DRAAGVLAK_TEST_UNMOVED"):
                with Path(collect).open("a", encoding="utf-8") as lines:
                    lines.write(f"{writer[0]} {writer[1]}: {table}\n")
            else:
                raise VersionNotMoved(f"{writer[0]}, {writer[1]}: nothing moves for\n{sql}")
    return execute(sql, params, many, context)


def watch() -> None:
    """Put the guard on every connection of this run."""
    for connection in connections.all():
        connection.execute_wrappers.append(guard)
