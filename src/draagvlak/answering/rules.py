"""Who may promise, tell, share and mail, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.answering.queries.outcomes import FEW
from draagvlak.concerns.states import ANSWERED
from draagvlak.core.policy import EDITORS
from draagvlak.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from draagvlak.answering.models import OutcomePage
    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor


def may_promise_about(actor: Actor, *, is_archived: bool = False) -> Verdict:
    """Guides and the project lead write promises down."""
    if not actor.has(*EDITORS):
        return no(_("Guides and the project lead write promises down. Tell them what you promise."))
    if is_archived:
        return no(_("This is in the archive. Put it back first."))
    return YES


def may_tell_in_person(actor: Actor, concern: Concern) -> Verdict:
    """Guides know who said it; there is an answer to tell."""
    if not actor.is_guide:
        return no(_("Only the guides know who said what. That is what people were promised."))
    if concern.state not in ANSWERED:
        return no(_("There is no answer to tell yet."))
    return YES


def may_share(actor: Actor, *, size: int | None) -> Verdict:
    """Guides and the project lead share; never a group of which a word is somebody's word.

    `size`: how many people are in the group; None for the whole programme.
    """
    if not actor.has(*EDITORS):
        return no(_("Guides and the project lead decide who may read this page."))
    if size is not None and size < FEW:
        return no(
            _(
                "Fewer than five people are in this group. "
                "What they said would be what one of them said."
            )
        )
    return YES


def may_hide(actor: Actor, page: OutcomePage) -> Verdict:
    if page.public_on is None:
        return no(_("This page is not public."))
    if not actor.has(*EDITORS):
        return no(_("Guides and the project lead decide who may read this page."))
    return YES


def may_mail(actor: Actor, *, people: int, outcomes: int, is_today: bool) -> Verdict:
    """There is something to mail and somebody to mail it to, and not twice on a day."""
    if not actor.has(*EDITORS):
        return no(_("Guides and the project lead mail this to the group."))
    if not outcomes:
        return no(_("Nothing was told to this group yet, so there is nothing to mail."))
    if not people:
        return no(_("Nobody in this group has a mail address. Add one under People."))
    if is_today:
        return no(_("This was mailed today already. Tomorrow it can be mailed again."))
    return YES
