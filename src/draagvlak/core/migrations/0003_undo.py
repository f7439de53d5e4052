import django.db.models.deletion
import draagvlak.core.ids
import draagvlak.core.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_attachments_and_chores'),
    ]

    operations = [
        migrations.CreateModel(
            name='UndoRecord',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid4, editable=False, primary_key=True, serialize=False)),
                ('programme_id', models.UUIDField(null=True)),
                ('event_id', models.UUIDField()),
                ('kind', models.CharField(max_length=80)),
                ('sealed', models.BinaryField()),
                ('until', models.DateField()),
                ('taken_on', models.DateField(null=True)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'until'], name='undorecord_until')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'event_id'), name='undorecord_once')],
            },
        ),
        migrations.CreateModel(
            name='UndoTouch',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid4, editable=False, primary_key=True, serialize=False)),
                ('object_id', models.UUIDField()),
                ('undo', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='touches', to='core.undorecord')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'object_id'], name='undotouch_object'), models.Index(fields=['workspace', 'undo'], name='undotouch_undo')],
            },
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['workspace', 'actor_id', '-at'], name='audit_by_actor'),
        ),
    ]
