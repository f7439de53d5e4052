"""Who may make, open and share a vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from draagvlak.core.verdict import YES, Verdict, no
from draagvlak.vault.queries import may_read

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.vault.models import Box, Keyring
    from draagvlak.vault.queries import OpenVault

MIN_PASSPHRASE = 12
TRIES = 6
PAUSE_SECONDS = 15 * 60


def may_have_vault(actor: Actor) -> Verdict:
    if actor.is_guide:
        return YES
    return no(_("Only guides have a vault. What is said in confidence is read by nobody else."))


def may_make_keyring(actor: Actor, present: Keyring | None) -> Verdict:
    """A vault is made once. One whose code was never typed back may be made anew."""
    if present is not None and present.confirmed_at is not None:
        return no(_("You have a vault already. Open it with your passphrase."))
    return may_have_vault(actor)


def may_use_passphrase(passphrase: str) -> Verdict:
    if len(passphrase.strip()) < MIN_PASSPHRASE:
        return no(
            _("Use at least 12 characters. Four words that only you would think of work well.")
        )
    return YES


def may_try(keyring_id: UUID) -> Verdict:
    """Six wrong tries in a quarter of an hour, then a pause. Counts per vault, not per address."""
    if cache.get(tries_key(keyring_id), 0) >= TRIES:
        return no(
            _("That was wrong several times. Wait a quarter of an hour, or use your recovery code.")
        )
    return YES


def may_share(actor: Actor, vault: OpenVault | None, box: Box) -> Verdict:
    if not actor.is_guide:
        return no(_("Only guides share what is in the vault."))
    if vault is None:
        return no(_("Open your vault first. Then you can share this."))
    if not may_read(vault, box):
        return no(_("You cannot share what was not shared with you."))
    return YES


def tries_key(keyring_id: UUID) -> str:
    """Where the wrong tries of a vault are counted."""
    return f"vault-tries:{keyring_id}"
