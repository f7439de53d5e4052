from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0004_provider")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="user",
            name="letters",
            field=models.BooleanField(default=True, verbose_name="use single letters as shortcuts"),
        ),
    ]
