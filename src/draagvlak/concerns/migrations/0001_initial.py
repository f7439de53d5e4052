import django.db.models.deletion
import django.utils.timezone
import draagvlak.core.ids
import draagvlak.core.tenancy
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('organisations', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('description', models.TextField(blank=True, max_length=2000, verbose_name='description')),
                ('about', models.CharField(choices=[('software', 'the software'), ('process', 'the process'), ('knowledge', 'knowledge'), ('skill', 'skill'), ('workload', 'workload'), ('trust', 'trust and relations'), ('role', 'role and position'), ('values', 'values')], max_length=10, verbose_name='what it is about')),
                ('where', models.CharField(choices=[('want', 'wanting to'), ('must', 'having to'), ('can', 'being able to')], max_length=4, verbose_name='where it sits')),
                ('version', models.PositiveIntegerField(default=1)),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'programme', 'title'), name='cause_title_once'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='cause_has_title'), models.CheckConstraint(condition=models.Q(('about__in', ['software', 'process', 'knowledge', 'skill', 'workload', 'trust', 'role', 'values'])), name='cause_about'), models.CheckConstraint(condition=models.Q(('where__in', ['want', 'must', 'can'])), name='cause_where')],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('worry', 'worry'), ('wish', 'wish')], max_length=5, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('title_key', models.CharField(max_length=160)),
                ('description', models.TextField(blank=True, max_length=4000, verbose_name='description')),
                ('severity', models.PositiveSmallIntegerField(choices=[(1, 'light'), (2, 'notable'), (3, 'serious'), (4, 'blocking')], default=2, verbose_name='severity')),
                ('state', models.CharField(choices=[('heard', 'heard'), ('understood', 'understood'), ('planned', 'planned'), ('answered', 'answered'), ('delivered', 'told again')], default='heard', max_length=10, verbose_name='state')),
                ('answer_due_on', models.DateField(blank=True, null=True, verbose_name='answer promised on')),
                ('raised_on', models.DateField(default=django.utils.timezone.localdate)),
                ('voices', models.PositiveIntegerField(default=0)),
                ('unsolved', models.PositiveIntegerField(default=0)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('owner', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.membership')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('archived_at', None)), fields=['workspace', 'programme', 'state', 'kind', 'severity', 'owner'], name='concern_facets'), models.Index(fields=['workspace', 'programme', '-voices', 'id'], name='concern_by_voices'), models.Index(fields=['workspace', 'programme', 'answer_due_on', 'id'], name='concern_by_due'), models.Index(fields=['workspace', 'programme', '-severity', 'id'], name='concern_by_severity'), models.Index(fields=['workspace', 'programme', 'title_key', 'id'], name='concern_by_title'), models.Index(fields=['workspace', 'owner', 'answer_due_on'], name='concern_owed')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'programme', 'number'), name='concern_number_once'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='concern_has_title'), models.CheckConstraint(condition=models.Q(('kind__in', ['worry', 'wish'])), name='concern_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['heard', 'understood', 'planned', 'answered', 'delivered'])), name='concern_state'), models.CheckConstraint(condition=models.Q(('severity__gte', 1), ('severity__lte', 4)), name='concern_severity')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField(max_length=3000, verbose_name='what is decided')),
                ('decided_by', models.CharField(max_length=150, verbose_name='who decided')),
                ('reasons', models.TextField(max_length=3000, verbose_name='why')),
                ('what_happens', models.CharField(blank=True, max_length=600, verbose_name='what happens, and when')),
                ('answered_on', models.DateField(default=django.utils.timezone.localdate)),
                ('told_on', models.DateField(blank=True, null=True)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
                ('concern', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='concerns.concern')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'concern', 'number'), name='answer_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('reasons', ''), _negated=True), models.Q(('decided_by', ''), _negated=True)), name='answer_says_what_why_and_who')],
            },
        ),
        migrations.CreateModel(
            name='AffectedGroup',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('group', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.group')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
                ('concern', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='affected', to='concerns.concern')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'group'], name='affectedgroup_group')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'concern', 'group'), name='affectedgroup_once')],
            },
        ),
        migrations.CreateModel(
            name='ConcernCause',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('cause', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='concern_links', to='concerns.cause')),
                ('concern', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='cause_links', to='concerns.concern')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'cause'], name='concerncause_cause')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'concern', 'cause'), name='concerncause_once')],
            },
        ),
        migrations.CreateModel(
            name='OriginStep',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=400, verbose_name='because')),
                ('concern', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='origin', to='concerns.concern')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'concern', 'position'), name='originstep_position_once'), models.CheckConstraint(condition=models.Q(('position__gte', 1), ('position__lte', 5)), name='originstep_five')],
            },
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('next_number', models.PositiveIntegerField(default=1)),
                ('version', models.PositiveIntegerField(default=1)),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'programme'), name='register_once')],
            },
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('raised_on', models.DateField()),
                ('sealed', models.BinaryField()),
                ('solved', models.CharField(blank=True, choices=[('yes', 'solved for me'), ('partly', 'partly solved'), ('no', 'not solved for me')], max_length=6)),
                ('solved_reason', models.CharField(blank=True, max_length=400)),
                ('solved_on', models.DateField(blank=True, null=True)),
                ('concern', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='voice_rows', to='concerns.concern')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'concern'], name='voice_concern')],
            },
        ),
        migrations.CreateModel(
            name='VoiceTally',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField()),
                ('concern', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='concerns.concern')),
                ('group', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.group')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'concern', 'group'), name='voicetally_once'), models.CheckConstraint(condition=models.Q(('count__gte', 5)), name='voicetally_from_five')],
            },
        ),
    ]
