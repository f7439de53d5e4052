"""Making, opening and sharing a vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
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
from draagvlak.lib.codes import new_code, read_code
from draagvlak.vault import rules
from draagvlak.vault.models import Box, BoxKey, Keyring
from draagvlak.vault.queries import (
    REFUSED,
    OpenVault,
    box_secret,
    keyring_of,
    own_context,
    private_by_passphrase,
    private_by_recovery,
    programme_box,
    wrapping_context,
)

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


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
        workspace_id=by.tenant, programme_id=by.programme_id, kind=Box.Kind.SECRET
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
        _give_key(box, box_secret(vault, box), reader)
    record("vault.shared", by=by, on=box)


@command
def unshare_box(*, by: Actor, vault: OpenVault | None, box: Box, reader: Keyring) -> None:
    """Take a reader's key to a box away. What was read before cannot be unread."""
    rules.may_unshare(by, vault, box, reader).demand()
    BoxKey.objects.filter(workspace_id=by.tenant, box_id=box.pk, keyring_id=reader.pk).exclude(
        keyring__user_id=by.signed_in_id
    ).delete()
    record("vault.unshared", by=by, on=box)


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
    if not by_recovery:
        rules.may_try(keyring).demand()
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


def _give_key(box: Box, secret: bytes, reader: Keyring) -> None:
    wrapped = seal_to(bytes(reader.public_key), secret, wrapping_context(box.pk, reader.pk))
    BoxKey.objects.update_or_create(
        workspace_id=box.workspace_id,
        box_id=box.pk,
        keyring_id=reader.pk,
        defaults={"wrapped": wrapped},
    )


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
