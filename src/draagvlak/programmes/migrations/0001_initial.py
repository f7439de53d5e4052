import django.db.models.deletion
import django.utils.timezone
import draagvlak.core.ids
import draagvlak.core.tenancy
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('core', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('summary', models.CharField(blank=True, max_length=400, verbose_name='what it is about')),
                ('phase', models.CharField(choices=[('explore', 'Explore'), ('analyse', 'Analyse'), ('develop', 'Develop and learn'), ('go_live', 'Go live'), ('anchor', 'Anchor')], default='explore', max_length=10, verbose_name='phase')),
                ('next_number', models.PositiveIntegerField(default=1)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'slug'), name='programme_slug_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='programme_has_name'), models.CheckConstraint(condition=models.Q(('phase__in', ['explore', 'analyse', 'develop', 'go_live', 'anchor'])), name='programme_phase')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('guide', 'implementation guide'), ('co_guide', 'co-guide'), ('sponsor', 'client'), ('project_lead', 'project lead'), ('key_user', 'key user'), ('employee', 'employee'), ('supplier', 'supplier'), ('works_council', 'works council'), ('administrator', 'administrator')], max_length=15)),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.person')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='programmes.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'user'], name='membership_user')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('workspace', 'programme', 'user', 'role'), name='membership_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('programme', None)), fields=('workspace', 'user'), name='membership_workspace_wide_once'), models.CheckConstraint(condition=models.Q(('programme__isnull', False), ('role', 'administrator'), _connector='OR'), name='membership_workspace_wide_only_administrator'), models.CheckConstraint(condition=models.Q(('role__in', ['guide', 'co_guide', 'sponsor', 'project_lead', 'key_user', 'employee', 'supplier', 'works_council', 'administrator'])), name='membership_role')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('role', models.CharField(choices=[('guide', 'implementation guide'), ('co_guide', 'co-guide'), ('sponsor', 'client'), ('project_lead', 'project lead'), ('key_user', 'key user'), ('employee', 'employee'), ('supplier', 'supplier'), ('works_council', 'works council'), ('administrator', 'administrator')], max_length=15, verbose_name='role')),
                ('token_hash', models.CharField(max_length=64)),
                ('invited_by_id', models.UUIDField()),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('person', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.person')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='programmes.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'programme', 'email'], name='invitation_email')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'token_hash'), name='invitation_token_once'), models.CheckConstraint(condition=models.Q(('role__in', ['guide', 'co_guide', 'sponsor', 'project_lead', 'key_user', 'employee', 'supplier', 'works_council', 'administrator'])), name='invitation_role')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('question', models.CharField(blank=True, max_length=600, verbose_name='question')),
                ('state', models.CharField(choices=[('open', 'to be decided'), ('decided', 'decided')], default='open', max_length=8)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('outcome', models.CharField(blank=True, max_length=1000, verbose_name='what was decided')),
                ('reasons', models.CharField(blank=True, max_length=2000, verbose_name='why')),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='programmes.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'programme'], name='decision_programme')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='decision_decided_with_reasons')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeOrganisation',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('organisation', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'programme', 'organisation'), name='programmeorganisation_once')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammePhase',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('phase', models.CharField(choices=[('explore', 'Explore'), ('analyse', 'Analyse'), ('develop', 'Develop and learn'), ('go_live', 'Go live'), ('anchor', 'Anchor')], max_length=10)),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'programme', 'phase'), name='programmephase_once'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='programmephase_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('contact', models.CharField(blank=True, max_length=150, verbose_name='contact person')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='supplier_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Solution',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('summary', models.CharField(blank=True, max_length=600, verbose_name='what it does')),
                ('state', models.CharField(choices=[('considered', 'considered'), ('chosen', 'chosen'), ('dropped', 'dropped')], default='chosen', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='solutions', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
                ('supplier', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='solutions', to='programmes.supplier')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'programme', 'name'), name='solution_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Vision',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('body', models.TextField(max_length=20000, verbose_name='vision and approach')),
                ('changed_because', models.CharField(blank=True, max_length=600, verbose_name='what changed, and why')),
                ('author_id', models.UUIDField()),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='visions', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'programme', 'number'), name='vision_number_once'), models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='vision_has_body')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('level', models.CharField(choices=[('decides', 'decides'), ('co_creates', 'co-creates'), ('heard', 'is heard'), ('informed', 'is informed')], max_length=10, verbose_name='level')),
                ('decision', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='programmes.decision')),
                ('group', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.group')),
                ('person', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.person')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', False), ('person', None)), models.Q(('group', None), ('person__isnull', False)), _connector='OR'), name='participation_person_or_group'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('workspace', 'decision', 'person'), name='participation_person_once'), models.UniqueConstraint(condition=models.Q(('group__isnull', False)), fields=('workspace', 'decision', 'group'), name='participation_group_once')],
            },
        ),
    ]
