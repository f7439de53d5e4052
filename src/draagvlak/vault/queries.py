"""Opening and sealing. Only an `OpenVault` reads; sealing for the programme needs none.

What is sealed is bound to its row and field: moved elsewhere it does not open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, F, Max, OuterRef
from django.http import Http404

from draagvlak.core import crypto
from draagvlak.core.crypto import (
    Stored,
    Tampered,
    decrypt,
    encrypt,
    from_passphrase,
    seal_to,
)
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import GUIDES, Role
from draagvlak.core.prepared import prepared
from draagvlak.core.reader import OpenVault
from draagvlak.core.registry import Registry
from draagvlak.programmes.models import Membership
from draagvlak.vault.models import Box, BoxKey, Keyring

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from django.db.models import Model, QuerySet

    from draagvlak.core.actor import Actor

__all__ = ["OpenVault", "Sealed", "Tampered"]

REFUSED = "vault.refused"
OPENED = ("vault.confirmed", "vault.opened", "vault.recovered", "vault.passphrase_changed")


class Sealed(Exception):  # noqa: N818 a state of affairs
    """The reader holds no key to the box: it was not shared with them."""


def vault_name(workspace_id: UUID) -> str:
    """The name under which a vault is held open in a session."""
    return f"vault:{workspace_id}"


def keyring_of(actor: Actor) -> Keyring | None:
    """The actor's own key pair in this workspace, confirmed or not."""
    return Keyring.objects.filter(workspace_id=actor.tenant, user_id=actor.signed_in_id).first()


def confirmed_keyring(actor: Actor) -> Keyring | None:
    """The actor's own key pair, once its recovery code was typed back."""
    return Keyring.objects.filter(
        workspace_id=actor.tenant, user_id=actor.signed_in_id, confirmed_at__isnull=False
    ).first()


def other_readers(actor: Actor) -> list[Keyring]:
    """Guides of this programme, other than the actor, who have a vault of their own."""
    return list(
        Keyring.objects.filter(
            workspace_id=actor.tenant,
            confirmed_at__isnull=False,
            user__memberships__workspace_id=actor.tenant,
            user__memberships__programme_id=actor.programme_id,
            user__memberships__role__in=[*GUIDES],
            user__memberships__ended_at=None,
        )
        .exclude(user_id=actor.signed_in_id)
        .select_related("user")
        .distinct()
        .order_by("user__name")
    )


def access_reader(actor: Actor, keyring_id: UUID) -> Keyring:
    """One of `other_readers`. Somebody else's key is not found: Http404."""
    for reader in other_readers(actor):
        if reader.pk == keyring_id:
            return reader
    raise Http404


def access_holder(actor: Actor, box: Box | None, keyring_id: UUID) -> Keyring:
    """A reader who holds a key to the box, also one who no longer takes part; or Http404."""
    for reader in readers(actor, box) if box else ():
        if reader.pk == keyring_id:
            return reader
    raise Http404


def keeps(reader: Keyring, box: Box) -> bool:
    """Whether the reader is a guide (not a co-guide) of the programme of a box."""
    return Membership.objects.filter(
        workspace_id=box.workspace_id,
        programme_id=box.programme_id,
        user_id=reader.user_id,
        role=Role.GUIDE,
        ended_at=None,
    ).exists()


def wrong_tries(keyring: Keyring, since: dt.datetime) -> int:
    """How often the vault was tried in vain since a moment and since it last opened."""
    lines = AuditEvent.objects.filter(
        workspace_id=keyring.workspace_id, subject_id=keyring.pk, at__gte=since
    )
    opened = lines.filter(verb__in=OPENED).aggregate(last=Max("at"))["last"]
    refused = lines.filter(verb=REFUSED)
    return (refused.filter(at__gt=opened) if opened else refused).count()


def programme_box(actor: Actor) -> Box | None:
    """The key pair of the programme, to which everything about voices is sealed."""
    return next(iter(_pairs(actor.tenant, actor.programme_id)), None)


@prepared
def _pairs(tenant: UUID, programme: UUID) -> QuerySet[Box, Box]:
    rows = Box.objects.filter(workspace_id=tenant, programme_id=programme, kind=Box.Kind.PAIR)
    return rows.order_by("pk")[:1]


@prepared
def _keys_to(tenant: UUID, box: UUID) -> QuerySet[BoxKey, UUID]:
    rows = BoxKey.objects.filter(workspace_id=tenant, box_id=box)
    return rows.order_by("pk").values_list("pk", flat=True)[:1]


def programme_pairs(programme_ids: Iterable[UUID]) -> dict[UUID, Box]:
    """The key pairs of programmes anywhere, for the work of the night."""
    rows = Box.objects.filter(programme_id__in=set(programme_ids), kind=Box.Kind.PAIR)
    return {box.programme_id: box for box in rows}


def access_programme_box(actor: Actor) -> Box:
    """The same, or Http404 before the first vault was made."""
    box = programme_box(actor)
    if box is None:
        raise Http404
    return box


def readers(actor: Actor, box: Box) -> list[Keyring]:
    """Who holds a key to the box, by name."""
    return list(
        Keyring.objects.filter(
            workspace_id=actor.tenant, box_keys__workspace_id=actor.tenant, box_keys__box_id=box.pk
        )
        .select_related("user")
        .distinct()
        .order_by("user__name")
    )


def has_readers(box: Box) -> bool:
    """Whether anybody holds a key to the box."""
    return bool(_keys_to(box.workspace_id, box.pk))


def load_keys(vault: OpenVault, box_ids: Iterable[UUID]) -> None:
    """Unwrap the keys of many boxes with one query; boxes of others are passed over."""
    wanted = [box_id for box_id in box_ids if box_id not in vault.secrets]
    if not wanted:
        return
    rows = BoxKey.objects.filter(
        workspace_id=vault.workspace_id, keyring_id=vault.keyring_id, box_id__in=wanted
    ).values_list("box_id", "generation", "wrapped")
    for box_id, generation, wrapped in rows.order_by("generation"):
        context = wrapping_context(box_id, vault.keyring_id, generation)
        if box_id in vault.secrets:
            vault.older[box_id] = (vault.secrets[box_id], *vault.older.get(box_id, ()))
        vault.secrets[box_id] = crypto.unseal(vault.private, wrapped, context)


def box_secret(vault: OpenVault, box: Box) -> bytes:
    """The key of a box (secret key, or private half of a pair). Raises `Sealed`."""
    load_keys(vault, [box.pk])
    secret = vault.secrets.get(box.pk)
    if secret is None:
        raise Sealed
    return secret


def may_read(vault: OpenVault | None, box: Box) -> bool:
    """Whether this reader, with the vault open, holds the key."""
    if vault is None:
        return False
    try:
        box_secret(vault, box)
    except Sealed:
        return False
    return True


def seal(vault: OpenVault, box: Box, data: bytes, *, row: UUID, field: str) -> bytes:
    """Seal bytes for a row and field ("conversations.note.sealed") with the key of a secret box."""
    return encrypt(box_secret(vault, box), data, _context(box.pk, row, field))


def unseal(vault: OpenVault, box: Box, sealed: Stored, *, row: UUID, field: str) -> bytes:
    """What `seal` was given. Raises `Sealed` without the key, `Tampered` when it does not open."""
    newest = box_secret(vault, box)
    return _opened_by_any(decrypt, vault, box.pk, newest, sealed, _context(box.pk, row, field))


def _opened_by_any(  # noqa: PLR0913, PLR0917 one call, from two places
    opens: Callable[[bytes, Stored, bytes], bytes],
    vault: OpenVault,
    box_id: UUID,
    newest: bytes,
    sealed: Stored,
    context: bytes,
) -> bytes:
    """By the newest key; while older content is being sealed anew, also by an earlier one."""
    for secret in (newest, *vault.older.get(box_id, ())):
        try:
            return opens(secret, sealed, context)
        except Tampered:
            continue
    raise Tampered


def sealed_anew(
    vault: OpenVault, box: Box, sealed: Stored, *, row: UUID, field: str
) -> bytes | None:
    """The same content under the newest key; None when it is so already."""
    newest, context = box_secret(vault, box), _context(box.pk, row, field)
    opens = crypto.unseal if box.kind == Box.Kind.PAIR else decrypt
    try:
        opens(newest, sealed, context)
    except Tampered:
        plain = _opened_by_any(opens, vault, box.pk, newest, sealed, context)
    else:
        return None
    if box.kind == Box.Kind.PAIR:
        return seal_to(bytes(box.public_key), plain, context)
    return encrypt(newest, plain, context)


@dataclass(frozen=True)
class SealedColumn:
    """Where an app keeps what is sealed in a box of one kind: its rows, the column, the field."""

    kind: str
    rows: Callable[[Box], QuerySet[Model]]
    column: str
    field: str


SEALED: Registry[SealedColumn] = Registry("sealed", "Where is kept what a box seals?")


def boxes_to_reseal(actor: Actor, vault: OpenVault, limit: int) -> list[Box]:
    """Boxes of this programme with content under an earlier key, that this reader can open."""
    return list(
        Box.objects.filter(
            workspace_id=actor.tenant,
            programme_id=actor.programme_id,
            resealed__lt=F("generation"),
            keys__workspace_id=actor.tenant,
            keys__keyring_id=vault.keyring_id,
            keys__generation=F("generation"),
        )[:limit]
    )


def departed_keys(actor: Actor, limit: int) -> list[BoxKey]:
    """Keys to boxes of this programme of readers who are no guide here any more.

    Not the last key to a box: what it seals would be lost for good.
    """
    guides = Membership.objects.filter(
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        role__in=[*GUIDES],
        ended_at=None,
    )
    keys = BoxKey.objects.filter(
        workspace_id=actor.tenant, box__programme_id=actor.programme_id
    ).exclude(keyring__user_id__in=guides.values("user_id"))
    others = BoxKey.objects.filter(
        workspace_id=actor.tenant,
        box_id=OuterRef("box_id"),
        keyring__user_id__in=guides.values("user_id"),
    )
    return list(keys.filter(Exists(others)).select_related("box")[:limit])


def alone_with(workspace_id: UUID, programme_id: UUID, user_id: UUID) -> int:
    """How many boxes of a programme nobody but this user can open."""
    mine = BoxKey.objects.filter(
        workspace_id=workspace_id, box__programme_id=programme_id, keyring__user_id=user_id
    )
    others = BoxKey.objects.filter(workspace_id=workspace_id, box_id=OuterRef("box_id")).exclude(
        keyring__user_id=user_id
    )
    return mine.filter(~Exists(others)).values("box_id").distinct().count()


def seal_to_pair(box: Box, data: bytes, *, row: UUID, field: str) -> bytes:
    """Seal to the public key of a pair that is at hand."""
    return seal_to(bytes(box.public_key), data, _context(box.pk, row, field))


def seal_for_programme(actor: Actor, data: bytes, *, row: UUID, field: str) -> bytes:
    """Seal to the programme's public key; no vault need be open. Raises `Sealed` without a pair."""
    box = programme_box(actor)
    if box is None:
        raise Sealed
    return seal_to_pair(box, data, row=row, field=field)


def unseal_for_programme(
    vault: OpenVault, actor: Actor, sealed: Stored, *, row: UUID, field: str
) -> bytes:
    """What `seal_for_programme` was given; one statement for any number of rows.

    Raises `Sealed` or `Tampered`.
    """
    box_id = vault.pairs.get(actor.programme_id)
    if box_id is None:
        box = programme_box(actor)
        if box is None:
            raise Sealed
        box_secret(vault, box)
        box_id = vault.pairs[actor.programme_id] = box.pk
    context = _context(box_id, row, field)
    newest = vault.secrets[box_id]
    return _opened_by_any(crypto.unseal, vault, box_id, newest, sealed, context)


def private_by_passphrase(keyring: Keyring, passphrase: str) -> bytes:
    """The private key of a reader. Raises `Tampered` when the passphrase is wrong."""
    key = from_passphrase(passphrase, bytes(keyring.passphrase_salt))
    return decrypt(key, keyring.by_passphrase, own_context(keyring.pk, "passphrase"))


def private_by_recovery(keyring: Keyring, code: str) -> bytes:
    """The private key of a reader by the recovery code. Raises `Tampered` when it is wrong."""
    key = from_passphrase(code, bytes(keyring.recovery_salt))
    return decrypt(key, keyring.by_recovery, own_context(keyring.pk, "recovery"))


def own_context(keyring_id: UUID, by: str) -> bytes:
    """What a reader's wrapped private key is bound to."""
    return f"vault.keyring.{by}:{keyring_id}".encode()


def wrapping_context(box_id: UUID, keyring_id: UUID, generation: int = 1) -> bytes:
    """What a wrapped box key is bound to."""
    later = f":{generation}" if generation > 1 else ""
    return f"vault.boxkey.wrapped:{box_id}:{keyring_id}{later}".encode()


def _context(box_id: UUID, row: UUID, field: str) -> bytes:
    return f"{field}:{row}:{box_id}".encode()
