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
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Box',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('secret', 'Secret'), ('pair', 'Pair')], max_length=6)),
                ('public_key', models.BinaryField(default=b'')),
                ('programme', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.programme')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'pair')), fields=('workspace', 'programme'), name='box_one_pair_per_programme')],
            },
        ),
        migrations.CreateModel(
            name='Keyring',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('public_key', models.BinaryField()),
                ('passphrase_salt', models.BinaryField()),
                ('by_passphrase', models.BinaryField()),
                ('recovery_salt', models.BinaryField()),
                ('by_recovery', models.BinaryField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'user'), name='keyring_one')],
            },
        ),
        migrations.CreateModel(
            name='BoxKey',
            fields=[
                ('id', models.UUIDField(default=draagvlak.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('wrapped', models.BinaryField()),
                ('box', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='vault.box')),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.workspace')),
                ('keyring', draagvlak.core.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='box_keys', to='vault.keyring')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'keyring'], name='boxkey_keyring')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'box', 'keyring'), name='boxkey_once')],
            },
        ),
    ]
