from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0004_in_state'),
        ('core', '0005_pulse'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='concern',
            name='concern_owed',
        ),
        migrations.RemoveIndex(
            model_name='voice',
            name='voice_concern',
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['workspace', 'owner', 'programme', 'archived_at', 'answer_due_on', 'state', 'id'], name='concern_owes'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['workspace', 'programme', 'archived_at', 'state', 'answer_due_on', 'voices', 'id'], name='concern_late'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['workspace', 'id', 'programme', 'archived_at', 'state', 'voices', 'unsolved'], name='concern_counted'),
        ),
        migrations.AddIndex(
            model_name='voice',
            index=models.Index(fields=['workspace', 'concern', 'solved'], name='voice_solved'),
        ),
    ]
