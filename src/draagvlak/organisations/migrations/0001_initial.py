import django.db.models.deletion
import django.utils.timezone
import draagvlak.core.ids
import draagvlak.core.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
                ('size', models.PositiveIntegerField(default=0)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='group_name_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='group_has_name')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='organisation_name_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='organisation_has_name')],
            },
        ),
        migrations.CreateModel(
            name='PeopleImport',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('preview', 'to check'), ('applying', 'at work'), ('applied', 'done'), ('undone', 'undone')], default='preview', max_length=8)),
                ('filename', models.CharField(max_length=150)),
                ('mapping', models.JSONField(default=dict)),
                ('row_count', models.PositiveIntegerField(default=0)),
                ('added', models.PositiveIntegerField(default=0)),
                ('updated', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('skipped', models.PositiveIntegerField(default=0)),
                ('checked', models.PositiveIntegerField(default=0)),
                ('staged', models.BinaryField(default=b'')),
                ('report', models.BinaryField(default=b'')),
                ('inverse', models.BinaryField(default=b'')),
                ('started_by_id', models.UUIDField()),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('organisation', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', '-started_at'], name='peopleimport_recent')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['preview', 'applying', 'applied', 'undone'])), name='peopleimport_state')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('sort_key', models.CharField(max_length=180)),
                ('function', models.CharField(blank=True, max_length=150, verbose_name='function')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('external_id', models.CharField(blank=True, max_length=64, verbose_name='staff number')),
                ('left_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('organisation', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='people', to='organisations.organisation')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'sort_key', 'id'], name='person_by_name'), models.Index(fields=['workspace', 'organisation'], name='person_by_organisation')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('workspace', 'email'), name='person_email_once'), models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('workspace', 'organisation', 'external_id'), name='person_external_id_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='person_has_name')],
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('group', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='organisations.group')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
                ('person', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='group_memberships', to='organisations.person')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'person'], name='groupmember_person')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'group', 'person'), name='groupmember_once')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('path', models.CharField(max_length=80)),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('organisation', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='units', to='organisations.organisation')),
                ('parent', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.unit')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'ordering': ['path'],
                'indexes': [models.Index(fields=['workspace', 'parent'], name='unit_parent')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'organisation', 'path'), name='unit_path_once'), models.UniqueConstraint(fields=('workspace', 'organisation', 'parent', 'name'), name='unit_name_once'), models.UniqueConstraint(condition=models.Q(('parent', None)), fields=('workspace', 'organisation', 'name'), name='unit_top_name_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='unit_has_name'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_not_its_own_parent')],
            },
        ),
        migrations.AddField(
            model_name='person',
            name='unit',
            field=draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='organisations.unit'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['workspace', 'unit'], name='person_by_unit'),
        ),
    ]
