"""What a voice said of an answer goes into the vault, and its day becomes its month."""

from django.db import migrations, models
from django.db.models.functions import TruncMonth

from draagvlak.concerns.queries.voices import REASON_FIELD, written_reason
from draagvlak.vault.queries import seal_to_pair


def seal_reasons(apps, schema_editor):
    """Seal every reason for the programme's pair. Without a vault there is no key: it stays."""
    del schema_editor
    voices = apps.get_model("concerns", "Voice").objects
    pairs = {
        box.programme_id: box
        for box in apps.get_model("vault", "Box").objects.filter(kind="pair")
    }
    rows = voices.exclude(solved_reason="").values_list(
        "pk", "solved_reason", "concern__programme_id", "workspace_id"
    )
    for key, reason, programme_id, workspace_id in rows.iterator(chunk_size=500):
        box = pairs.get(programme_id)
        if box is not None:
            sealed = seal_to_pair(box, written_reason(reason), row=key, field=REASON_FIELD)
            voices.filter(workspace_id=workspace_id, pk=key).update(
                sealed_reason=sealed, solved_reason=""
            )


def to_months(apps, schema_editor):
    """Forget on which day somebody spoke; one statement per column."""
    del schema_editor
    voices = apps.get_model("concerns", "Voice").objects
    voices.update(raised_on=TruncMonth("raised_on", output_field=models.DateField()))
    voices.exclude(solved_on=None).update(
        solved_on=TruncMonth("solved_on", output_field=models.DateField())
    )


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0002_merge_corrections_filters'),
        ('vault', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(seal_reasons, migrations.RunPython.noop),
        migrations.RunPython(to_months, migrations.RunPython.noop),
    ]
