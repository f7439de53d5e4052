from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0006_search_order'),
        ('organisations', '0005_units_findable'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='person',
            name='person_by_unit',
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['workspace', 'unit', 'left_on', 'organisation', 'id'], name='person_in_unit'),
        ),
    ]
