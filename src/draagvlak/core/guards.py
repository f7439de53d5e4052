"""No reference crosses workspaces: the database itself refuses it.

PostgreSQL gets composite foreign keys (workspace_id, x_id) → (workspace_id, id); SQLite gets
triggers, which are made anew after every migrate because Django's table remake drops them. Another
trigger there takes the order from rows that must not tell it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connections, models

from draagvlak.core.tenancy import TENANT, TenantForeignKey, TimelessModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper


def tenant_models() -> list[type[models.Model]]:
    """Every table that has a workspace column."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if any(field.name == TENANT for field in model._meta.fields)
    ]


def references() -> Iterator[tuple[str, str, str]]:
    """Table, column and target table of every reference within a workspace."""
    for model in tenant_models():
        for field in model._meta.fields:
            if isinstance(field, TenantForeignKey):
                yield model._meta.db_table, field.column, field.related_model._meta.db_table


def timeless_tables() -> list[str]:
    """The tables whose rows must not tell in which order they came."""
    return [m._meta.db_table for m in tenant_models() if issubclass(m, TimelessModel)]


def lift(*, using: str, plan: Sequence[object] = (), **_rest: object) -> None:
    """Before migrating on SQLite: a table cannot be remade while a trigger of another names it."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select name from sqlite_master where type = 'trigger' "
            "and substr(name, 1, 7) = 'tenant_'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"drop trigger {connection.ops.quote_name(name)}")


def install(*, using: str, **_rest: object) -> None:
    """Put the guards in place (signal `post_migrate`; safe to repeat)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    found = [(t, c, r) for t, c, r in references() if t in tables and r in tables]
    if connection.vendor == "sqlite":
        _triggers(connection, found)
        _no_order(connection, [table for table in timeless_tables() if table in tables])
    elif connection.vendor == "postgresql":
        _composite_keys(connection, found)


def missing(using: str = "default") -> list[str]:
    """The names of guards that should stand in the database and do not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select name from sqlite_master where type = 'trigger'")
        else:
            cursor.execute("select conname from pg_constraint where contype = 'f'")
        present = {row[0] for row in cursor.fetchall()}
    if connection.vendor == "postgresql":
        wanted = [_short(f"tenant_{table}_{column}") for table, column, _ in references()]
    else:
        wanted = [
            f"tenant_{table}_{column}_{event}"
            for table, column, _ in references()
            for event in ("insert", "update")
        ] + [f"timeless_{table}" for table in timeless_tables()]
    return sorted(set(wanted) - present)


def _triggers(connection: BaseDatabaseWrapper, found: list[tuple[str, str, str]]) -> None:
    with connection.cursor() as cursor:
        # Without it, fifty rows by key are sought among all rows of the workspace.
        for target in sorted({target for _, _, target in found}):
            cursor.execute(
                f"create unique index if not exists tenant_key_{target} "
                f"on {target} (workspace_id, id)"
            )
        for table, column, target in found:
            for event in ("insert", f"update of {column}"):
                name = f"tenant_{table}_{column}_{event[:6]}"
                cursor.execute(
                    f"create trigger if not exists {name} before {event} on {table} "  # noqa: S608 names of our own tables
                    f"when new.{column} is not null begin "
                    f"select raise(abort, 'cross-tenant reference {table}.{column}') "
                    f"where not exists (select 1 from {target} r where r.id = new.{column} "
                    f"and r.workspace_id = new.workspace_id); end"
                )


def _no_order(connection: BaseDatabaseWrapper, tables: list[str]) -> None:
    """SQLite numbers rows as they come; here every row gets a random number instead (62 bits).

    Else the n-th quote and the n-th voice would lead from a conversation to a worry.
    """
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"create trigger if not exists timeless_{table} after insert on {table} begin "  # noqa: S608 names of our own tables
                f"update {table} set rowid = random() & {(1 << 62) - 1} where rowid = new.rowid; "
                "end"
            )


def _composite_keys(connection: BaseDatabaseWrapper, found: list[tuple[str, str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select conname from pg_constraint where conname like 'tenant\\_%%'")
        present = {row[0] for row in cursor.fetchall()}
        for target in sorted({target for _, _, target in found}):
            cursor.execute(
                f"create unique index if not exists {_short('tenant_key_' + target)} "
                f"on {target} (workspace_id, id)"
            )
        for table, column, target in found:
            name = _short(f"tenant_{table}_{column}")
            if name not in present:
                cursor.execute(
                    f"alter table {table} add constraint {name} "
                    f"foreign key (workspace_id, {column}) references {target} (workspace_id, id) "
                    "deferrable initially deferred"
                )


def _short(name: str, limit: int = 60) -> str:
    if len(name) <= limit:
        return name
    return f"{name[: limit - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
