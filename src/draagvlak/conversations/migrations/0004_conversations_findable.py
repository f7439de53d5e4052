from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

from draagvlak.lib.words import index_terms

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def index_conversations(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The conversations that are there can be found as new ones are: by title and place."""
    del schema_editor
    document = apps.get_model("core", "SearchDocument")
    found = apps.get_model("conversations", "Conversation").objects.order_by()
    columns = ("pk", "workspace_id", "programme_id", "title", "location")
    rows = [
        document(
            workspace_id=workspace,
            programme_id=programme,
            kind="conversation",
            object_id=key,
            title=title,
            terms=" ".join(dict.fromkeys(index_terms(f"{title} {location}"))),
        )
        for key, workspace, programme, title, location in found.values_list(*columns).iterator()
    ]
    document.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=1000)


def forget_conversations(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del schema_editor
    apps.get_model("core", "SearchDocument").objects.filter(kind="conversation").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_search_order"),
        ("conversations", "0003_in_state"),
    ]

    operations = [migrations.RunPython(index_conversations, forget_conversations)]
