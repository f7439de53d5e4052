"""Who may choose and stop mail, and try an address again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.policy import EDITORS
from draagvlak.core.verdict import YES, Verdict, no
from draagvlak.notices.models import How, Kind

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.notices.models import Mailbox

AT_ONCE = frozenset({Kind.ASKED, Kind.MOVED})
"""Of these a mail may leave at once. A reaction at its moment would tell who gave it."""


def may_choose(actor: Actor) -> Verdict:
    if actor.user_id is None:
        return no(_("Sign in to choose which mail you get."))
    return YES


def may_want(kind: str, how: str) -> Verdict:
    """Each kind knows once a day and never; only some know at once."""
    if kind not in Kind.values or how not in How.values:
        return no(_("Choose one of the options."))
    if how == How.AT_ONCE and kind not in AT_ONCE:
        return no(_("This comes once a day at most: the moment itself could tell who it was."))
    return YES


def may_stop(*, is_known: bool) -> Verdict:
    """Whoever holds the link of a mail stops that mail."""
    if is_known:
        return YES
    return no(_("This link does not work any more."))


def may_pause(*, is_lasting: bool) -> Verdict:
    """Only what is refused for good is a reason to send nothing more."""
    if is_lasting:
        return YES
    return no(_("This was refused for a while only."))


def may_retry(actor: Actor, box: Mailbox) -> Verdict:
    if box.paused_on is None:
        return no(_("Mail to this address is not paused."))
    if not actor.has(*EDITORS):
        return no(_("Guides and the project lead try an address again."))
    return YES
