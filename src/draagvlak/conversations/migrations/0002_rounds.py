import django.db.models.deletion
import draagvlak.core.ids
import draagvlak.core.tenancy
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0001_initial'),
        ('core', '0001_initial'),
        ('organisations', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('purpose', models.CharField(max_length=400, verbose_name='purpose')),
                ('phase', models.CharField(choices=[('explore', 'Explore'), ('analyse', 'Analyse'), ('develop', 'Develop and learn'), ('go_live', 'Go live'), ('anchor', 'Anchor')], max_length=10, verbose_name='phase')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('minutes', models.PositiveSmallIntegerField(default=45, verbose_name='minutes')),
                ('together', models.PositiveSmallIntegerField(default=1, verbose_name='people at once')),
                ('location', models.CharField(blank=True, max_length=150, verbose_name='where')),
                ('author_id', models.UUIDField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'programme', '-starts_on'], name='round_recent')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='round_says_what_for'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='round_ends_after_start'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('together__gte', 1)), name='round_has_room')],
            },
        ),
        migrations.CreateModel(
            name='RoundPlace',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('invited_on', models.DateField(blank=True, null=True)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('cannot_on', models.DateField(blank=True, null=True)),
                ('dropped_on', models.DateField(blank=True, null=True)),
                ('token_hash', models.CharField(max_length=64)),
                ('conversation', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='places', to='conversations.conversation')),
                ('person', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.person')),
                ('round', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='conversations.round')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'conversation'], name='roundplace_conversation')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'round', 'person'), name='roundplace_once'), models.UniqueConstraint(fields=('workspace', 'token_hash'), name='roundplace_token_once')],
            },
        ),
        migrations.CreateModel(
            name='ChoiceDay',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('chosen_on', models.DateField(verbose_name='chosen on')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'programme'), name='choiceday_once')],
            },
        ),
        migrations.CreateModel(
            name='GroupLayer',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('layer', models.CharField(choices=[('board', 'board'), ('management', 'management'), ('professionals', 'professionals'), ('support', 'support staff'), ('outside', 'outside the organisation')], max_length=13, verbose_name='layer')),
                ('group', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='layers', to='organisations.group')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'group'), name='grouplayer_once'), models.CheckConstraint(condition=models.Q(('layer__in', ['board', 'management', 'professionals', 'support', 'outside'])), name='grouplayer_layer')],
            },
        ),
    ]
