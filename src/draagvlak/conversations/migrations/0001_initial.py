import django.db.models.deletion
import django.utils.timezone
import draagvlak.core.ids
import draagvlak.core.tenancy
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('concerns', '0001_initial'),
        ('core', '0001_initial'),
        ('organisations', '0001_initial'),
        ('programmes', '0001_initial'),
        ('vault', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('form', models.CharField(choices=[('one_to_one', 'one to one'), ('group', 'group'), ('walk_in', 'walk-in')], default='one_to_one', max_length=10, verbose_name='form')),
                ('phase', models.CharField(choices=[('explore', 'Explore'), ('analyse', 'Analyse'), ('develop', 'Develop and learn'), ('go_live', 'Go live'), ('anchor', 'Anchor')], max_length=10, verbose_name='phase')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('held', 'held'), ('cancelled', 'cancelled')], default='planned', max_length=9)),
                ('planned_at', models.DateTimeField(verbose_name='when')),
                ('minutes', models.PositiveSmallIntegerField(default=45, verbose_name='minutes')),
                ('location', models.CharField(blank=True, max_length=150, verbose_name='where')),
                ('author_id', models.UUIDField()),
                ('quotes', models.PositiveIntegerField(default=0)),
                ('quotes_open', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('box', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.box')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='conversations', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'programme', '-planned_at', '-id'], name='conversation_recent')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='conversation_has_title'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'cancelled'])), name='conversation_state'), models.CheckConstraint(condition=models.Q(('quotes_open__lte', models.F('quotes'))), name='conversation_open_within_quotes')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('author_id', models.UUIDField()),
                ('sealed', models.BinaryField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('conversation', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='conversations.conversation')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'conversation', 'author_id'), name='note_one_per_author')],
            },
        ),
        migrations.CreateModel(
            name='NoteVariant',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('dropped_on', models.DateField(blank=True, null=True)),
                ('note', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='conversations.note')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'note'], name='notevariant_note')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('was_there', models.BooleanField(null=True)),
                ('conversation', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='conversations.conversation')),
                ('person', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.person')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'person'], name='participant_person')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'conversation', 'person'), name='participant_once')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('phase', models.CharField(choices=[('explore', 'Explore'), ('analyse', 'Analyse'), ('develop', 'Develop and learn'), ('go_live', 'Go live'), ('anchor', 'Anchor')], max_length=10, verbose_name='phase')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300, verbose_name='question')),
                ('removed_on', models.DateField(blank=True, null=True)),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_on', None)), fields=('workspace', 'programme', 'phase', 'position'), name='question_position_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='question_has_text')],
            },
        ),
        migrations.CreateModel(
            name='RawQuote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('deleted_on', models.DateField(blank=True, null=True)),
                ('conversation', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='raw_quotes', to='conversations.conversation')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'conversation'], name='rawquote_conversation')],
            },
        ),
        migrations.CreateModel(
            name='ReleasedQuote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=600, verbose_name='paraphrase')),
                ('about_software', models.BooleanField(default=False)),
                ('released_on', models.DateField()),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('concern', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='released_quotes', to='concerns.concern')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='released_quotes', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'concern'], name='releasedquote_concern'), models.Index(fields=['workspace', 'programme', 'released_on'], name='releasedquote_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='releasedquote_has_text')],
            },
        ),
        migrations.CreateModel(
            name='ApprovedTally',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('author_id', models.UUIDField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'programme', 'author_id'), name='approvedtally_once')],
            },
        ),
    ]
