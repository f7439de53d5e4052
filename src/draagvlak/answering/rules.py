"""Who may promise, tell, share and mail, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.answering.models import AskedDraft
from draagvlak.answering.queries.drafts import OPEN, can_be_asked
from draagvlak.answering.queries.outcomes import FEW
from draagvlak.concerns import rules as concern_rules
from draagvlak.concerns.states import ANSWERED
from draagvlak.core.policy import EDITORS
from draagvlak.core.verdict import YES, Verdict, first_no, no

if TYPE_CHECKING:
    from uuid import UUID

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


def may_ask_draft(actor: Actor, concern: Concern, *, is_asked: bool = False) -> Verdict:
    """Guides and the project lead ask, where an answer can be given and nobody was asked yet."""
    if not actor.has(*EDITORS):
        return no(_("Guides and the project lead ask for drafts."))
    if is_asked:
        return no(_("A draft is asked for already. Take that back first."))
    return concern_rules.may_answer(actor, concern)


def may_be_asked(actor: Actor, user_id: UUID, role: str, *, is_owner: bool) -> Verdict:
    """Somebody who decides, and not who asks; a supplier answers no concerns."""
    if user_id == actor.user_id:
        return no(_("You can give the answer yourself."))
    if not can_be_asked(role, is_owner=is_owner):
        return no(_("Choose somebody who decides, or the owner of this worry or wish."))
    return YES


def may_write_draft(actor: Actor, draft: AskedDraft) -> Verdict:
    """Who was asked writes, as often as they like, until there is an answer."""
    if actor.user_id is None or draft.asked.user_id != actor.user_id:
        return no(_("Somebody else was asked for this draft."))
    return first_no(_still(draft), _answerable(draft))


def may_write_draft_with(*, text: str, reasons: str) -> Verdict:
    """A draft says what is decided and why, as an answer does."""
    return concern_rules.may_answer_with(text=text, decided_by="-", reasons=reasons)


def may_refuse_draft(actor: Actor, draft: AskedDraft, because: str) -> Verdict:
    """A no is welcome, with its reasons: then the guide can ask somebody else."""
    if not because.strip():
        return no(_("Write down why not, or who can say more. Then the guide can go on."))
    if draft.state == AskedDraft.State.REFUSED:
        return no(_("You said so already."))
    return may_write_draft(actor, draft)


def may_withdraw_draft(actor: Actor, draft: AskedDraft) -> Verdict:
    if not actor.has(*EDITORS):
        return no(_("Guides and the project lead ask for drafts."))
    if draft.state not in OPEN:
        return no(_("This draft is no longer asked for."))
    return YES


def may_use_draft(actor: Actor, draft: AskedDraft) -> Verdict:
    """Guides and the project lead make an answer of what was written."""
    if not actor.has(*EDITORS):
        return no(_("Guides and the project lead make an answer of a draft."))
    if draft.state != AskedDraft.State.WRITTEN:
        return no(_("There is no draft to use here."))
    return concern_rules.may_answer(actor, draft.concern)


def may_pass_drafts(*, is_asked: bool) -> Verdict:
    """What was asked for is not needed any more, because there is an answer."""
    return YES if is_asked else no(_("This draft is no longer asked for."))


def may_ask_again(actor: Actor, draft: AskedDraft, *, is_asked: bool) -> Verdict:
    """Taking back that a draft was withdrawn or refused: by who did so, while it can be asked."""
    if draft.state == AskedDraft.State.REFUSED and draft.asked.user_id != actor.user_id:
        return no(_("Somebody else was asked for this draft."))
    if draft.state == AskedDraft.State.WITHDRAWN and not actor.has(*EDITORS):
        return no(_("Guides and the project lead ask for drafts."))
    if is_asked:
        return no(_("A draft is asked for already. Take that back first."))
    return _answerable(draft)


def _still(draft: AskedDraft) -> Verdict:
    if draft.state in (*OPEN, AskedDraft.State.REFUSED):
        return YES
    return no(_("This draft is no longer asked for."))


def _answerable(draft: AskedDraft) -> Verdict:
    if draft.concern.archived_at is not None or draft.concern.state in ANSWERED:
        return no(_("There is an answer already, so no draft is needed any more."))
    return YES
