import django.db.models.deletion
import django.utils.timezone
import draagvlak.core.ids
import draagvlak.core.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0001_initial'),
        ('core', '0003_undo'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='corrected_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='concern',
            name='merged_into',
            field=draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='concerns.concern'),
        ),
        migrations.AddField(
            model_name='voice',
            name='sealed_reason',
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['workspace', 'merged_into'], name='concern_merged'),
        ),
        migrations.CreateModel(
            name='AnswerVersion',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField(max_length=3000)),
                ('decided_by', models.CharField(max_length=150)),
                ('reasons', models.TextField(max_length=3000)),
                ('what_happens', models.CharField(blank=True, max_length=600)),
                ('replaced_on', models.DateField(default=django.utils.timezone.localdate)),
                ('answer', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='concerns.answer')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'answer', 'number'), name='answerversion_number_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('user_id', models.UUIDField()),
                ('page', models.CharField(choices=[('concerns', 'worries and wishes'), ('measures', 'measures')], max_length=8)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(max_length=600)),
                ('is_default', models.BooleanField(default=False)),
                ('is_shared', models.BooleanField(default=False)),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('workspace', 'programme', 'page', 'user_id', 'name'), name='savedfilter_name_once'),
                    models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('workspace', 'programme', 'page', 'user_id'), name='savedfilter_one_default'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='savedfilter_has_name'),
                ],
            },
        ),
    ]
