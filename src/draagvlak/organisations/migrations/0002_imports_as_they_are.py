import django.db.models.deletion
from django.db import migrations, models

import draagvlak.core.ids
import draagvlak.core.tenancy

STATES = ["checking", "refused", "preview", "applying", "applied", "undone"]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportSource",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=draagvlak.core.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=list)),
                (
                    "organisation",
                    draagvlak.core.tenancy.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "organisation", "fingerprint"),
                        name="importsource_once",
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="peopleimport", name="peopleimport_state"),
        migrations.AddField("peopleimport", "gone", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "peopleimport",
            "gone_choice",
            models.CharField(
                choices=[
                    ("leave", "leave them as they are"),
                    ("left", "note that they no longer work here"),
                ],
                default="leave",
                max_length=5,
            ),
        ),
        migrations.AddField("peopleimport", "moved", models.PositiveIntegerField(default=0)),
        migrations.AddField("peopleimport", "upload", models.BinaryField(default=b"")),
        migrations.AlterField(
            "peopleimport",
            "state",
            models.CharField(
                choices=[
                    ("checking", "being checked"),
                    ("refused", "cannot be read"),
                    ("preview", "to check"),
                    ("applying", "at work"),
                    ("applied", "done"),
                    ("undone", "undone"),
                ],
                default="preview",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="peopleimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", STATES)), name="peopleimport_state_known"
            ),
        ),
    ]
