from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0002_rounds'),
        ('core', '0005_pulse'),
        ('programmes', '0001_initial'),
        ('vault', '0002_generations'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(fields=['workspace', 'programme', 'author_id', 'state', 'planned_at'], name='conversation_of_author'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(condition=models.Q(('quotes_open__gt', 0)), fields=['workspace', 'programme', 'quotes_open'], name='conversation_loose'),
        ),
    ]
