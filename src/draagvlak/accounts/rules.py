"""What may be done with users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.actor import ActorKind
from draagvlak.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from draagvlak.accounts.models import User
    from draagvlak.core.actor import Actor


def may_register(actor: Actor) -> Verdict:
    """Whether the actor may get a new sign-in: who is signed in has one."""
    if actor.kind is ActorKind.USER:
        return no(_("You are signed in already."))
    return YES


def may_edit_profile(actor: Actor, user: User) -> Verdict:
    """Whether the actor may change these details: only one's own."""
    if actor.user_id != user.pk:
        return no(_("You can only change your own details."))
    return YES
