from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

from draagvlak.lib.words import index_terms

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def index_units(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The units that are there can be found as new ones are."""
    del schema_editor
    document = apps.get_model("core", "SearchDocument")
    units = apps.get_model("organisations", "Unit").objects.order_by()
    rows = [
        document(
            workspace_id=workspace,
            kind="unit",
            object_id=key,
            title=name,
            terms=" ".join(dict.fromkeys(index_terms(name))),
        )
        for key, workspace, name in units.values_list("pk", "workspace_id", "name").iterator()
    ]
    document.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=1000)


def forget_units(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del schema_editor
    apps.get_model("core", "SearchDocument").objects.filter(kind="unit").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_search_order"),
        ("organisations", "0004_people_findable"),
    ]

    operations = [migrations.RunPython(index_units, forget_units)]
