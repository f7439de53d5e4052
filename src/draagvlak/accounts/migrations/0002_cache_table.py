"""The table in which counters of sign-in attempts live (settings.CACHES)."""

from __future__ import annotations

from django.core.management import call_command
from django.db import migrations


def create(apps, editor):
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop, elidable=False)]
