"""Keys: of readers, of sealed boxes, and of boxes wrapped to readers. Never a key in the clear."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.programmes.models import Programme


class Keyring(TenantModel):
    """A guide's key pair in a workspace.

    The private key is stored twice: wrapped by the vault passphrase and by the recovery code. Until
    the code was typed back (`confirmed_at`), nothing may be sealed for this reader.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    public_key = models.BinaryField()
    passphrase_salt = models.BinaryField()
    by_passphrase = models.BinaryField()
    recovery_salt = models.BinaryField()
    by_recovery = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "user"], name="keyring_one"),
        ]


class Box(TenantModel):
    """One sealed box: a secret key (content of one conversation), or a key pair (programme).

    A pair's `public_key` seals what arrives while no vault is open. Whoever stops reading gets no
    later key: the box then goes to its next `generation`. What was sealed before is sealed anew in
    small steps, until `resealed` has come as far; `reseal_at` says where that work is.
    """

    class Kind(models.TextChoices):
        SECRET = "secret"  # noqa: S105 the name of a kind
        PAIR = "pair"

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind)
    public_key = models.BinaryField(default=b"")
    owner_id = models.UUIDField(null=True)
    generation = models.PositiveIntegerField(default=1)
    resealed = models.PositiveIntegerField(default=1)
    reseal_at = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme"],
                condition=models.Q(kind="pair"),
                name="box_one_pair_per_programme",
            ),
        ]


class BoxKey(TenantModel):
    """One generation of the key of a box, wrapped to one reader's public key (HPKE)."""

    box = TenantForeignKey(Box, models.CASCADE, related_name="keys", db_index=False)
    keyring = TenantForeignKey(Keyring, models.CASCADE, related_name="box_keys", db_index=False)
    generation = models.PositiveIntegerField(default=1)
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "box", "keyring", "generation"], name="boxkey_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "keyring"], name="boxkey_keyring")]
