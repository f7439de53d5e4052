"""Making, opening and sharing a vault."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from draagvlak.core.audit import record, record_outside
from draagvlak.core.command import command
from draagvlak.core.crypto import (
    Tampered,
    encrypt,
    from_passphrase,
    new_key,
    new_pair,
    new_salt,
    seal_to,
)
from draagvlak.core.ids import uuid7
from draagvlak.core.policy import Role
from draagvlak.core.registry import Registry
from draagvlak.lib.codes import new_code, read_code
from draagvlak.vault import rules
from draagvlak.vault.models import Box, BoxKey, Keyring
from draagvlak.vault.queries import (
    REFUSED,
    SEALED,
    OpenVault,
    SealedColumn,
    box_secret,
    boxes_to_reseal,
    departed_keys,
    keyring_of,
    own_context,
    private_by_passphrase,
    private_by_recovery,
    programme_box,
    sealed_anew,
    wrapping_context,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from draagvlak.core.actor import Actor

STEP, BOXES = 100, 20
"""Rows sealed anew in one step, and boxes looked at: well under a tenth of a second."""


OPENINGS: Registry[Callable[[Actor, OpenVault], None]] = Registry(
    "vault.openings", "What waited until a guide opened the vault?"
)


class WrongPassphrase(Exception):  # noqa: N818 an answer, not a fault
    """The passphrase or the recovery code does not open this vault."""


@command
def make_keyring(*, by: Actor, passphrase: str) -> str:
    """Make the actor's key pair. Returns the recovery code, which is shown once and never stored.

    The vault stays shut until the code was typed back (`confirm_keyring`).
    """
    present = keyring_of(by)
    rules.may_make_keyring(by, present).demand()
    rules.may_use_passphrase(passphrase).demand()
    if present is not None:
        present.delete()
    pair, code = new_pair(), new_code()
    keyring = Keyring(
        id=uuid7(),
        workspace_id=by.tenant,
        user_id=by.signed_in_id,
        public_key=pair.public,
        passphrase_salt=new_salt(),
        recovery_salt=new_salt(),
    )
    keyring.by_passphrase = _wrap(keyring, pair.private, passphrase, "passphrase")
    keyring.by_recovery = _wrap(keyring, pair.private, read_code(code), "recovery")
    keyring.save()
    record("vault.made", by=by, on=keyring)
    return code


@command
def confirm_keyring(*, by: Actor, code: str) -> OpenVault:
    """The recovery code was typed back: from now on things can be sealed for this reader."""
    keyring = _own(by)
    private = _try(keyring, code, by_recovery=True)
    if keyring.confirmed_at is None:
        keyring.confirmed_at = timezone.now()
        keyring.save(update_fields=["confirmed_at"])
    vault = _opened(by, keyring, private)
    _ensure_programme_box(by, keyring)
    record("vault.confirmed", by=by, on=keyring)
    return vault


@command
def open_vault(*, by: Actor, passphrase: str) -> OpenVault:
    """Open the actor's own vault. Raises `WrongPassphrase`; `Refused` after too many tries."""
    keyring = _own(by)
    if keyring.confirmed_at is None:
        raise WrongPassphrase
    private = _try(keyring, passphrase, by_recovery=False)
    _ensure_programme_box(by, keyring)
    record("vault.opened", by=by, on=keyring)
    return _opened(by, keyring, private)


@command
def recover_vault(*, by: Actor, code: str, passphrase: str) -> OpenVault:
    """Open with the recovery code and set a new passphrase. The code itself stays valid."""
    rules.may_use_passphrase(passphrase).demand()
    keyring = _own(by)
    private = _try(keyring, code, by_recovery=True)
    _set_passphrase(keyring, private, passphrase)
    record("vault.recovered", by=by, on=keyring)
    return _opened(by, keyring, private)


@command
def change_passphrase(*, by: Actor, present: str, passphrase: str) -> None:
    """Wrap the private key with a new passphrase; what is sealed does not change."""
    rules.may_use_passphrase(passphrase).demand()
    keyring = _own(by)
    private = _try(keyring, present, by_recovery=False)
    _set_passphrase(keyring, private, passphrase)
    record("vault.passphrase_changed", by=by, on=keyring)


@command
def make_box(*, by: Actor, vault: OpenVault) -> Box:
    """A new box with a key of its own, wrapped to this reader alone."""
    rules.may_have_vault(by).demand()
    box = Box.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        kind=Box.Kind.SECRET,
        owner_id=by.signed_in_id,
    )
    keyring = Keyring.objects.get(workspace_id=by.tenant, pk=vault.keyring_id)
    _give_key(box, new_key(), keyring)
    record("vault.box_made", by=by, on=box)
    return box


@command
def share_box(*, by: Actor, vault: OpenVault | None, box: Box, reader: Keyring) -> None:
    """Let another guide read a box."""
    rules.may_share(by, vault, box).demand()
    if vault is not None:
        newest = box_secret(vault, box)
        earlier = vault.older.get(box.pk, ())
        for back, secret in enumerate((newest, *earlier)):
            _give_key(box, secret, reader, generation=box.generation - back)
    record("vault.shared", by=by, on=box)


@command
def unshare_box(*, by: Actor, vault: OpenVault | None, box: Box, reader: Keyring) -> None:
    """Take a reader's keys to a box away, and give the others a new one for what comes after.

    What was read before cannot be unread.
    """
    rules.may_unshare(by, vault, box, reader).demand()
    keys = BoxKey.objects.filter(workspace_id=by.tenant, box_id=box.pk, keyring_id=reader.pk)
    gone, _each = keys.exclude(keyring__user_id=by.signed_in_id).delete()
    if gone:
        _next_generation(box)
        _forget(vault, box)
    record("vault.unshared", by=by, on=box)


@command
def expel_departed(*, by: Actor, vault: OpenVault) -> int:
    """Take the keys away of readers who are no guide here any more; the others get new ones.

    In steps of at most `STEP` keys; how many it took. Never the last key to a box.
    """
    rules.may_reseal(by, vault).demand()
    keys = departed_keys(by, STEP)
    boxes = {key.box_id: key.box for key in keys}
    BoxKey.objects.filter(workspace_id=by.tenant, pk__in=[key.pk for key in keys]).delete()
    for box in boxes.values():
        _next_generation(box)
        _forget(vault, box)
        record("vault.departed", by=by, on=box)
    if not boxes:
        record_outside("vault.looked", by=by, on=_own(by))
    return len(keys)


@command
def reseal_some(*, by: Actor, vault: OpenVault) -> int:
    """Seal older content anew with the newest keys: one small step; how many rows that were.

    When a box is done its earlier keys go.
    """
    rules.may_reseal(by, vault).demand()
    done = left = 0
    left = STEP
    for box in boxes_to_reseal(by, vault, BOXES):
        looked, changed = _reseal(vault, box, left)
        done, left = done + changed, left - looked
        record("vault.resealed", by=by, on=box, daily=True)
        if left <= 0:
            break
    if left == STEP:
        record_outside("vault.looked", by=by, on=_own(by))
    return done


@command
def note_wrong_try(*, by: Actor) -> None:
    """A try that failed: counted and on the record. Apart, for a failed command leaves nothing."""
    record(REFUSED, by=by, on=_own(by))


def _own(by: Actor) -> Keyring:
    rules.may_have_vault(by).demand()
    keyring = keyring_of(by)
    if keyring is None:
        raise WrongPassphrase
    return keyring


def _try(keyring: Keyring, words: str, *, by_recovery: bool) -> bytes:
    rules.may_try(keyring, by_recovery=by_recovery).demand()
    try:
        if by_recovery:
            return private_by_recovery(keyring, read_code(words))
        return private_by_passphrase(keyring, words)
    except (Tampered, ValueError):
        raise WrongPassphrase from None


def _opened(by: Actor, keyring: Keyring, private: bytes) -> OpenVault:
    return OpenVault(by.tenant, by.signed_in_id, keyring.pk, private)


def _wrap(keyring: Keyring, private: bytes, words: str, how: str) -> bytes:
    salt = keyring.passphrase_salt if how == "passphrase" else keyring.recovery_salt
    return encrypt(from_passphrase(words, salt), private, own_context(keyring.pk, how))


def _set_passphrase(keyring: Keyring, private: bytes, passphrase: str) -> None:
    keyring.passphrase_salt = new_salt()
    keyring.by_passphrase = _wrap(keyring, private, passphrase, "passphrase")
    keyring.version += 1
    keyring.save(update_fields=["passphrase_salt", "by_passphrase", "version"])


def _give_key(box: Box, secret: bytes, reader: Keyring, *, generation: int = 0) -> None:
    generation = generation or box.generation
    context = wrapping_context(box.pk, reader.pk, generation)
    BoxKey.objects.update_or_create(
        workspace_id=box.workspace_id,
        box_id=box.pk,
        keyring_id=reader.pk,
        generation=generation,
        defaults={"wrapped": seal_to(bytes(reader.public_key), secret, context)},
    )


def _next_generation(box: Box) -> None:
    """A new key for what is sealed from now on, for everybody who reads along at this moment."""
    holders = Keyring.objects.filter(
        workspace_id=box.workspace_id,
        box_keys__workspace_id=box.workspace_id,
        box_keys__box_id=box.pk,
    ).distinct()
    locked = Box.objects.select_for_update().get(workspace_id=box.workspace_id, pk=box.pk)
    box.generation, box.reseal_at, secret = locked.generation + 1, "", new_key()
    if box.kind == Box.Kind.PAIR:
        pair = new_pair()
        secret, box.public_key = pair.private, pair.public
    box.save(update_fields=["generation", "reseal_at", "public_key"])
    for holder in holders:
        _give_key(box, secret, holder)


def _forget(vault: OpenVault | None, box: Box) -> None:
    """What was unwrapped of this box is unwrapped anew when it is needed."""
    if vault is not None:
        vault.secrets.pop(box.pk, None)
        vault.older.pop(box.pk, None)


def _reseal(vault: OpenVault, box: Box, limit: int) -> tuple[int, int]:
    """Go on with one box where it was left; how many rows were looked at, and changed."""
    columns = [each for each in SEALED if each.kind == box.kind]
    place, _colon, last = box.reseal_at.partition(":")
    index, looked, changed = int(place or 0), 0, 0
    while index < len(columns) and looked < limit:
        column = columns[index]
        rows = column.rows(box).exclude(**{f"{column.column}__isnull": True})
        rows = rows.filter(pk__gt=UUID(last)) if last else rows
        page = list(rows.order_by("pk").values_list("pk", column.column)[: limit - looked])
        for key, sealed in page:
            changed += _reseal_row(vault, box, column, key, sealed)
        looked += len(page)
        index, last = (index, str(page[-1][0])) if looked >= limit else (index + 1, "")
    box.reseal_at = f"{index}:{last}"
    if index >= len(columns):
        box.resealed, box.reseal_at = box.generation, ""
        BoxKey.objects.filter(
            workspace_id=box.workspace_id, box_id=box.pk, generation__lt=box.generation
        ).delete()
        _forget(vault, box)
    box.save(update_fields=["resealed", "reseal_at"])
    return looked, changed


def _reseal_row(vault: OpenVault, box: Box, column: SealedColumn, key: UUID, sealed: bytes) -> int:
    """One row, unless it changed meanwhile: then it has the newest key already."""
    if not bytes(sealed):
        return 0
    fresh = sealed_anew(vault, box, sealed, row=key, field=column.field)
    if fresh is None:
        return 0
    same = column.rows(box).filter(pk=key, **{column.column: sealed})
    return same.update(**{column.column: fresh})


def _ensure_programme_box(by: Actor, keyring: Keyring) -> None:
    """The first guide (not a co-guide) who opens a vault in a programme makes its key pair."""
    if not by.has(Role.GUIDE) or programme_box(by) is not None:
        return
    pair = new_pair()
    box = Box.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        kind=Box.Kind.PAIR,
        public_key=pair.public,
    )
    _give_key(box, pair.private, keyring)
