"""Who may make, open and share a vault."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from draagvlak.core.policy import Role
from draagvlak.core.verdict import YES, Verdict, no
from draagvlak.vault.queries import alone_with, keeps, may_read, wrong_tries

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.vault.models import Box, Keyring
    from draagvlak.vault.queries import OpenVault

MIN_PASSPHRASE = 12
TRIES = 6
PAUSE = dt.timedelta(minutes=15)


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


def may_try(keyring: Keyring, *, by_recovery: bool = False) -> Verdict:
    """Six wrong tries in a quarter of an hour, then a pause. Counts per vault, not per address.

    The recovery code still works then, until it was tried as often again.
    """
    if by_recovery:
        if wrong_tries(keyring, timezone.now() - PAUSE) >= 2 * TRIES:
            return no(_("That was wrong several times. Wait a quarter of an hour and try again."))
        return YES
    if wrong_tries(keyring, timezone.now() - PAUSE) >= TRIES:
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
    if box.owner_id is not None and box.kind == box.Kind.SECRET and box.owner_id != actor.user_id:
        return no(_("Only the guide who made this can share it."))
    if box.kind == box.Kind.PAIR and not actor.has(Role.GUIDE):
        return no(_("Only the guide of this programme can share this."))
    return YES


def may_reseal(actor: Actor, vault: OpenVault) -> Verdict:
    """Whether the actor's open vault may seal older content anew."""
    if vault.user_id != actor.user_id:
        return no(_("Open your vault first. Then you can share this."))
    return may_have_vault(actor)


def may_leave(workspace_id: UUID, programme_id: UUID, user_id: UUID) -> Verdict:
    """Whether somebody may stop being a guide: not while they alone can open something."""
    count = alone_with(workspace_id, programme_id, user_id)
    if count:
        words = ngettext(
            "Only this guide can open %(count)s conversation or key here. "
            "Let them share it with another guide first; otherwise nobody can read it any more.",
            "Only this guide can open %(count)s conversations or keys here. "
            "Let them share those with another guide first; "
            "otherwise nobody can read them any more.",
            count,
        )
        return no(words % {"count": count})
    return YES


def may_unshare(actor: Actor, vault: OpenVault | None, box: Box, reader: Keyring) -> Verdict:
    """A guide keeps the key of the programme: without it everything could be lost for good."""
    if box.kind == box.Kind.PAIR and reader.user_id != actor.user_id and keeps(reader, box):
        return no(_("%(name)s is a guide here and keeps the key.") % {"name": reader.user.name})
    return may_share(actor, vault, box)
