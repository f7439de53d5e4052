import django.db.models.deletion
import django.utils.timezone
import draagvlak.core.ids
import draagvlak.core.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('concerns', '0001_initial'),
        ('core', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('adapt', 'adapt the software'), ('train', 'train'), ('coach', 'coach'), ('communicate', 'communicate'), ('process', 'change the process'), ('other', 'other solution'), ('nothing', 'deliberately nothing')], max_length=11, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('title_key', models.CharField(max_length=160)),
                ('description', models.TextField(blank=True, max_length=4000, verbose_name='description')),
                ('reasons', models.TextField(blank=True, max_length=2000, verbose_name='reasons')),
                ('dropped_because', models.TextField(blank=True, max_length=2000, verbose_name='why it is dropped')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('agreed', 'agreed'), ('under_way', 'under way'), ('delivered', 'delivered'), ('dropped', 'dropped')], default='proposed', max_length=9, verbose_name='state')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('cost_euros', models.PositiveIntegerField(blank=True, null=True, verbose_name='cost in euros')),
                ('load_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='hours per person')),
                ('load_people', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of people')),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('owner', draagvlak.core.tenancy.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.membership')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'programme', 'state', 'kind'], name='measure_facets'), models.Index(fields=['workspace', 'programme', 'due_on'], name='measure_by_due'), models.Index(fields=['workspace', 'programme', 'title_key', 'id'], name='measure_by_title'), models.Index(fields=['workspace', 'owner', 'due_on'], name='measure_owed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='measure_has_title'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'nothing'), _negated=True), models.Q(('reasons', ''), _negated=True), _connector='OR'), name='measure_nothing_has_reasons'), models.CheckConstraint(condition=models.Q(('load_hours', None), ('load_hours__gte', 0), _connector='OR'), name='measure_load_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('load_hours', None), ('load_people', None)), models.Q(('load_hours__isnull', False), ('load_people__isnull', False)), _connector='OR'), name='measure_load_whole'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'agreed', 'under_way', 'delivered', 'dropped'])), name='measure_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('dropped_because', ''), _negated=True), _connector='OR'), name='measure_dropped_with_reasons')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(max_length=300, verbose_name='what was delivered')),
                ('delivered_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='when')),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
                ('measure', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='measures.measure')),
            ],
            options={
                'ordering': ['-delivered_on', '-id'],
                'indexes': [models.Index(fields=['workspace', 'measure'], name='delivery_measure')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='delivery_says_what')],
            },
        ),
        migrations.CreateModel(
            name='MeasureCause',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('cause', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='measure_links', to='concerns.cause')),
                ('measure', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='cause_links', to='measures.measure')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'cause'], name='measurecause_cause')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'measure', 'cause'), name='measurecause_once')],
            },
        ),
        migrations.CreateModel(
            name='MeasureConcern',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('concern', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='measure_links', to='concerns.concern')),
                ('measure', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='concern_links', to='measures.measure')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'concern'], name='measureconcern_concern')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'measure', 'concern'), name='measureconcern_once')],
            },
        ),
    ]
