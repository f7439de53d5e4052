"""Is everything that was stored still whole? Findings in words, for the operator."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from draagvlak.core import guards
from draagvlak.core.models import Attachment, ChoreRun, OutboxMessage
from draagvlak.core.registry import Registry
from draagvlak.core.storage import lost_files
from draagvlak.lib.bucket import StoreAway

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

LATE = dt.timedelta(hours=1)
_SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is as it should be, and what was found."""

    what: str
    fine: bool
    words: str


class Look(Protocol):
    """Looks at one thing in all workspaces."""

    def __call__(self) -> Finding: ...


CHECKS: Registry[Look] = Registry("checks", "What else must still be whole?")
"""What higher apps look at."""


def examine(*, deep: bool = True) -> Iterator[Finding]:
    """Everything, the most important first; `deep` reads every file."""
    pending = pending_migrations()
    yield Finding(
        "version", not pending, _listed(pending) or "database and program belong together"
    )
    if pending:
        return
    yield _database()
    yield _references()
    yield _guards()
    yield _versions()
    yield _files(deep=deep)
    yield _outbox()
    for look in CHECKS:
        yield look()
    yield from _chores()


def pending_migrations() -> list[str]:
    """What this version of the program still has to do to the database."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _database() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("pragma integrity_check")
            found = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
            return Finding("database", not found, _listed(found) or "integrity_check found nothing")
        cursor.execute(
            "select name from pg_settings where name in "
            "('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'"
        )
        off = [row[0] for row in cursor.fetchall()]
    return Finding(
        "database", not off, f"off: {_listed(off)}" if off else "every commit reaches the disk"
    )


def _references() -> Finding:
    """References to rows that are gone. PostgreSQL itself does not let them arise."""
    if connection.vendor != "sqlite":
        return Finding("references", fine=True, words="kept by the database")
    with connection.cursor() as cursor:
        cursor.execute("pragma foreign_key_check")
        found = sorted({f"{row[0]} → {row[2]}" for row in cursor.fetchall()})
    return Finding("references", not found, _listed(found) or "every reference leads to a row")


def _guards() -> Finding:
    missing = guards.missing()
    return Finding(
        "guards", not missing, _listed(missing) or "no reference can leave its workspace"
    )


def _versions() -> Finding:
    """Rows whose version cannot be: edits count from 1."""
    wrong = [
        model._meta.label
        for model in apps.get_models()
        if _has_version(model) and model._default_manager.filter(version__lt=1).exists()
    ]
    return Finding("versions", not wrong, _listed(wrong) or "every row counts its edits")


def _has_version(model: type[Model]) -> bool:
    return any(field.name == "version" for field in model._meta.fields)


def _files(*, deep: bool) -> Finding:
    try:
        lost = [f"{loss.attachment_id} {loss.what}" for loss in lost_files(deep=deep)]
    except StoreAway as away:
        return Finding("files", fine=False, words=str(away))
    count = Attachment.objects.count()
    words = f"{count} files, {'each read and compared' if deep else 'each present'}"
    return Finding("files", not lost, f"{len(lost)} of {count}: {_listed(lost)}" if lost else words)


def _outbox() -> Finding:
    dead = OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD)
    failed = dead.count()
    if failed:
        topics = sorted(set(dead.values_list("topic", flat=True)))
        return Finding("outbox", fine=False, words=f"{failed} gave up ({_listed(topics)})")
    open_ones = OutboxMessage.objects.filter(state=OutboxMessage.State.OPEN)
    late = open_ones.filter(run_at__lt=timezone.now() - LATE).count()
    words = f"{late} wait longer than an hour: does the worker run?" if late else "nothing gave up"
    return Finding("outbox", not late, words)


def _chores() -> Iterator[Finding]:
    for run in ChoreRun.objects.order_by("chore"):
        told = ", ".join(f"{name} {value}" for name, value in run.found.items())
        day = timezone.localtime(run.ended_at).strftime("%Y-%m-%d %H:%M")
        yield Finding(f"chore {run.chore}", run.fine, f"{day} {told}".strip())


def _listed(found: list[str]) -> str:
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more
