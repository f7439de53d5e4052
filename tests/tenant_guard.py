"""The SQL guard: every statement of the product on a table of a workspace names the workspace.

`watch()` puts it on the connections of the test run (see `conftest.py`). A statement that reads,
changes or removes rows of such tables must compare the `workspace_id` of each of them, and one of
these with a value; one that adds rows must give it. Statements that the tests write themselves
pass. Where the product looks over all workspaces stands in `ALLOWED`, each with its reason. With
DRAAGVLAK_TEST_UNNAMED=<file> the run goes on and what was found is written there.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache, lru_cache
from pathlib import Path

from django.db import connections
from django.db.models import deletion

from draagvlak.core.guards import tenant_models

PRODUCT = str(Path(__file__).parents[1] / "src" / "draagvlak")
SENDER = f"{PRODUCT}/core/prepared.py"
"""It sends what others ask it to."""
TESTS = str(Path(__file__).parent)
HERE = str(Path(__file__))

ALLOWED = {
    ("core/checking.py", "*"): "the check of an installation looks at every row",
    ("core/guards.py", "*"): "guards of the tables themselves",
    ("core/health.py", "_outbox"): "how long the queue is, for the operator",
    ("core/outbox.py", "*"): "one worker sends for all workspaces",
    ("core/chores.py", "*"): "chores of the installation stand in the outbox without a workspace",
    ("core/retention.py", "*"): "what is too old goes in every workspace",
    ("core/storage/sweeping.py", "lost_files"): "the check of an installation looks at every file",
    ("core/undo.py", "clear_old"): "what is too old goes in every workspace",
    ("core/search_index.py", "*"): "builds the word index of SQLite after migrating",
    ("core/backup/engines.py", "*"): "a backup holds everything",
    ("core/rekeying.py", "_reseal_data_keys"): "a new master key seals the keys of all workspaces",
    ("accounts/mail.py", "reseal_mails"): "a new master key seals the mails of all workspaces",
    ("concerns/sealing.py", "seal_old_reasons"): "the night's work is for every workspace",
    ("vault/queries.py", "programme_pairs"): "the night's work is for every workspace",
    ("notices/resealing.py", "mark_boxes_anew"): "a new master key marks all mailboxes",
    ("packages/queries.py", "arrivals"): "the check of an installation looks at every trail",
    ("intake/forgetting.py", "forget_removed"): "what is too old goes in every workspace",
    ("intake/forgetting.py", "_forget_replaced"): "what is too old goes in every workspace",
    ("programmes/queries/place.py", "keeps_anywhere"): "a second factor is asked of who guides "
    "anywhere; tells yes or no of one user",
    ("vault/commands.py", "_reseal_row"): "Django writes an update over a join by keys, and names "
    "the workspace where it chooses them",
}
"""File and function (* for the whole file), and why it need not name a workspace."""

_NO_ALIAS = "where|on|set|inner|left|right|cross|join|order|group|limit|values|using|union|for"
_TABLE = r'"?(?P<table>[a-z]+_[a-z_]+)"?'
_ALIAS = rf'(?:\s+(?:as\s+)?"?(?!(?:{_NO_ALIAS})\b)(?P<alias>[a-z]\w*)"?)?'
_USED = re.compile(rf"\b(?:from|join|update)\s+(?:only\s+)?{_TABLE}{_ALIAS}", re.IGNORECASE)
_ADDED = re.compile(
    rf"^\s*(?:insert\s+(?:or\s+\w+\s+)?into|copy)\s+{_TABLE}\s*\((?P<columns>[^)]*)\)",
    re.IGNORECASE,
)
_CHOSEN = re.compile(r"\bselect\b.*?\bfrom\b", re.IGNORECASE | re.DOTALL)
_ROWS = re.compile(r"^\s*(select|update|delete|with|\()", re.IGNORECASE)
_BARE = re.compile(r'(?<![.\w"])"?workspace_id\b', re.IGNORECASE)
_VALUE = re.compile(r'workspace_id"?\)?\s*(?:=|in\s*\()\s*(?:%s|\?|\'|\(?select)', re.IGNORECASE)
_SPACE = re.compile(r'\bjoin\s+"?core_workspace\b|\bupdate\s+"?core_workspace\b', re.IGNORECASE)


class WorkspaceNotNamed(AssertionError):  # noqa: N818 reads as what is wrong
    """A statement of the product that could meet the rows of another workspace."""


@cache
def tables() -> frozenset[str]:
    """The tables that hold rows of a workspace."""
    return frozenset(model._meta.db_table for model in tenant_models())


@lru_cache(maxsize=20_000)
def unnamed(sql: str) -> tuple[str, ...]:
    """The tables in a statement of which it does not name the workspace."""
    added = _ADDED.match(sql)
    if added is not None:
        ours = added["table"] in tables()
        return (added["table"],) if ours and "workspace_id" not in added["columns"] else ()
    if not _ROWS.match(sql):
        return ()
    used = {
        (found["alias"] or found["table"], found["table"])
        for found in _USED.finditer(sql)
        if found["table"] in tables()
    }
    compared = _CHOSEN.sub("select from", sql)
    if used and not (_VALUE.search(compared) or _SPACE.search(compared)):
        return tuple(sorted({table for _alias, table in used}))
    return tuple(
        sorted({table for alias, table in used if not _compares(compared, alias, len(used))})
    )


def _compares(sql: str, alias: str, several: int) -> bool:
    qualified = rf'\b{re.escape(alias)}"?\."?workspace_id\b'
    if re.search(qualified, sql, re.IGNORECASE):
        return True
    return several == 1 and _BARE.search(sql) is not None


def is_allowed(file: str, function: str) -> bool:
    """Whether this place may look over all workspaces."""
    return (file, function) in ALLOWED or (file, "*") in ALLOWED or "/migrations/" in file


def who_asks() -> tuple[str, str] | None:
    """File and function of the product that sent the statement; None when a test did.

    None as well when Django removes what refers to a row: it does so by the keys that it found.
    """
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if name == deletion.__file__:
            return None
        if name.startswith(PRODUCT) and name != SENDER:
            return Path(name).relative_to(PRODUCT).as_posix(), frame.f_code.co_name
        if name.startswith(TESTS) and name != HERE:
            return None
        frame = frame.f_back
    return None


def guard(execute, sql, params, many, context):
    """Refuse a statement of the product that leaves the workspace open."""
    missing = unnamed(sql)
    asks = who_asks() if missing else None
    if asks is not None and not is_allowed(*asks):
        if collect := os.environ.get("DRAAGVLAK_TEST_UNNAMED"):
            with Path(collect).open("a", encoding="utf-8") as lines:
                lines.write(f"{asks[0]} {asks[1]}: {', '.join(missing)}\n")
            return execute(sql, params, many, context)
        place = f"{asks[0]}, {asks[1]}"
        raise WorkspaceNotNamed(f"{place}: no workspace for {', '.join(missing)} in\n{sql}")
    return execute(sql, params, many, context)


def watch() -> None:
    """Put the guard on every connection of this run."""
    for connection in connections.all():
        connection.execute_wrappers.append(guard)
