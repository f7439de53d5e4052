import django.db.models.deletion
import django.utils.timezone
import draagvlak.core.ids
import draagvlak.core.tenancy
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('concerns', '0004_in_state'),
        ('core', '0004_second_factor_of_all'),
        ('organisations', '0003_present_people'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('way', models.CharField(choices=[('named', 'by name'), ('confidential', 'in confidence'), ('anonymous', 'anonymously')], max_length=12)),
                ('came_on', models.DateField(default=django.utils.timezone.localdate)),
                ('receipt_hash', models.CharField(max_length=64)),
                ('link_hash', models.CharField(blank=True, max_length=64)),
                ('public_key', models.BinaryField()),
                ('by_receipt', models.BinaryField()),
                ('by_link', models.BinaryField(null=True)),
                ('sealed', models.BinaryField()),
                ('reach', models.BinaryField(null=True)),
                ('waits', models.BooleanField(default=True)),
                ('link_due', models.BooleanField(default=False)),
                ('referred_on', models.DateField(blank=True, null=True)),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'programme', '-came_on', 'id'], name='contribution_recent'), models.Index(condition=models.Q(('waits', True)), fields=['workspace', 'programme', '-came_on', 'id'], name='contribution_waiting'), models.Index(condition=models.Q(('link_due', True)), fields=['workspace', 'programme'], name='contribution_link_due')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'receipt_hash'), name='contribution_receipt_once'), models.UniqueConstraint(condition=models.Q(('link_hash', ''), _negated=True), fields=('workspace', 'link_hash'), name='contribution_link_once'), models.CheckConstraint(condition=models.Q(('way__in', ['named', 'confidential', 'anonymous'])), name='contribution_way'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'anonymous'), _negated=True), models.Q(('by_link', None), ('link_due', False), ('link_hash', ''), ('reach', None)), _connector='OR'), name='contribution_anonymous_has_no_reach')],
            },
        ),
        migrations.CreateModel(
            name='Entrance',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('question', models.CharField(blank=True, max_length=200, verbose_name='what you ask')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='open until')),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('code_hash', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField(default=1)),
                ('group', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.group')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entrances', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'programme', 'name', 'id'], name='entrance_by_name')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'code_hash'), name='entrance_code_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='entrance_has_name')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('made_on', models.DateField(default=django.utils.timezone.localdate)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('from_guide', models.BooleanField(default=False)),
                ('on', models.DateField(default=django.utils.timezone.localdate)),
                ('for_guides', models.BinaryField()),
                ('for_holder', models.BinaryField()),
                ('redacted_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('contribution', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='contributions.contribution')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'contribution', 'number'), name='message_number_once')],
            },
        ),
        migrations.CreateModel(
            name='NamedVoice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('voice', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='named', to='concerns.voice')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'voice'), name='namedvoice_once')],
            },
        ),
        migrations.CreateModel(
            name='AnswerSpread',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answer', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='concerns.answer')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'answer'), name='answerspread_once')],
            },
        ),
    ]
