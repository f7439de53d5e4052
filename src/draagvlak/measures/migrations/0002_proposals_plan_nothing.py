"""A concern is planned by a measure that was agreed on: a proposal alone plans nothing."""

from django.db import migrations
from django.db.models import Exists, F, OuterRef

DECIDED = ("agreed", "under_way", "delivered")


def unplan_proposals(apps, schema_editor):
    """What only a proposal had planned is understood again (one pass; counts are made anew)."""
    del schema_editor
    decided = apps.get_model("measures", "MeasureConcern").objects.filter(
        workspace_id=OuterRef("workspace_id"),
        concern_id=OuterRef("pk"),
        measure__state__in=DECIDED,
        measure__archived_at=None,
    )
    planned = apps.get_model("concerns", "Concern").objects.filter(state="planned")
    wrong = planned.exclude(Exists(decided))
    registers = apps.get_model("concerns", "Register").objects
    programmes = set(wrong.values_list("programme_id", flat=True))
    wrong.update(state="understood")
    registers.filter(programme_id__in=programmes).update(version=F("version") + 1)


class Migration(migrations.Migration):

    dependencies = [
        ("concerns", "0003_voices_tell_less"),
        ("measures", "0001_initial"),
    ]

    operations = [migrations.RunPython(unplan_proposals, migrations.RunPython.noop)]
