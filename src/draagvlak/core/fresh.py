"""An empty database gets its tables at once: what all migrations add up to, in one transaction.

Django brings every table up to date again after every step of every migration, which for an empty
database takes a hundred times as long as making the tables. What migrations do to rows is passed
over, for there are none; the table of the cache is made as its migration does. A test compares
both ways, tables and rows, on both engines (tests/core/test_fresh.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db.migrations.executor import MigrationExecutor

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether nobody made a table here yet."""
    return not connection.introspection.table_names()


def make_tables(connection: BaseDatabaseWrapper) -> int:
    """Make every table in an empty database, and note every migration as done; how many."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    nothing = executor.loader.project_state([]).apps
    everything = executor.loader.project_state().apps
    using, quiet, alone = connection.alias, 0, False
    emit_pre_migrate_signal(quiet, alone, using, apps=nothing, plan=plan)
    with connection.schema_editor(atomic=True) as editor:
        for model in everything.get_models():
            if model._meta.managed:
                editor.create_model(model)
        call_command("createcachetable", database=using, verbosity=quiet)
        executor.recorder.ensure_schema()
        for migration, _backwards in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
    executor.check_replacements()
    emit_post_migrate_signal(quiet, alone, using, apps=everything, plan=plan)
    return len(plan)
