"""Who may open a door, speak, read, answer and take something out, and why not."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from draagvlak.contributions.queries.entrances import is_open
from draagvlak.contributions.queries.threads import LONGEST
from draagvlak.conversations.states import Consent, ReleaseState
from draagvlak.core.policy import EDITORS, Role
from draagvlak.core.verdict import YES, Verdict, first_no, no

if TYPE_CHECKING:
    import datetime as dt

    from draagvlak.contributions.models import Entrance, Message
    from draagvlak.contributions.queries.approvals import Approval
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

KEEPERS: Final = EDITORS | {Role.ADMINISTRATOR}
"""Who writes down what is agreed about contributions."""
MOST_MESSAGES: Final = 200
"""Lines of one thread."""
MOST_ENTRANCES: Final = 100
REASON_LENGTH: Final = 400
MOST_RELEASED: Final = 600
"""Signs of what others read of a quote."""


def may_read(actor: Actor) -> Verdict:
    if actor.is_guide:
        return YES
    return no(_("Only guides read what people say here. That is what people were promised."))


def may_keep_entrances(actor: Actor) -> Verdict:
    if actor.is_guide:
        return YES
    return no(_("Only guides open and close doors."))


def may_open_entrance(actor: Actor, *, has_vault: bool, count: int) -> Verdict:
    """What comes in goes into the vault, so there is one first."""
    if not has_vault:
        return no(_("Make your vault first. Then what people say is kept where only you read it."))
    if count >= MOST_ENTRANCES:
        return no(_("There are 100 doors already. Use one of those."))
    return may_keep_entrances(actor)


def may_end_on(ends_on: dt.date | None) -> Verdict:
    if ends_on is not None and ends_on < timezone.localdate():
        return no(_("This day has passed. Choose today or a later day."))
    return YES


def may_send(entrance: Entrance, *, has_vault: bool) -> Verdict:
    """One speaks through an open door, into a vault that exists."""
    if not is_open(entrance):
        return no(_("This door is closed. You can no longer send something here."))
    if not has_vault:
        return no(_("Nobody can read this yet. Try again later, or ask the guide."))
    return YES


def may_say(text: str) -> Verdict:
    """Something to read, of at most 20,000 characters."""
    if not shows(text):
        return no(_("There are no words here yet. Write in your own words what you want to say."))
    if len(text) > LONGEST:
        words = ngettext(
            "This is too long: %(count)s character, and at most 20,000 fit. Your text is still "
            "here. Shorten it, or send it in parts.",
            "This is too long: %(count)s characters, and at most 20,000 fit. Your text is still "
            "here. Shorten it, or send it in parts.",
            len(text),
        )
        return no(words % {"count": f"{len(text):,}".replace(",", ".")})
    return YES


def may_add_line(count: int) -> Verdict:
    if count < MOST_MESSAGES:
        return YES
    return no(_("This thread is full. Send something new, or ask the guide."))


def may_join_own(*, is_there: bool, carries: bool) -> Verdict:
    """Whoever spoke adds their voice to a concern that everybody reads, once."""
    if not is_there:
        return no(_("This worry or wish is not in the list any more."))
    if carries:
        return no(_("Your voice counts here already."))
    return YES


def may_react(*, is_own: bool) -> Verdict:
    if is_own:
        return YES
    return no(_("This is no longer yours to answer. Look at the page again."))


def may_work(actor: Actor, vault: OpenVault | None) -> Verdict:
    """A guide with the vault open reads and answers."""
    if vault is None:
        return first_no(may_read(actor), no(_("Open your vault first. Then you can read this.")))
    return may_read(actor)


def may_tie(*, carries: bool) -> Verdict:
    if carries:
        return no(_("This voice counts there already."))
    return YES


def may_quote(passage: str, words: str) -> Verdict:
    """Only what somebody said themselves, as it stands there."""
    if passage in words:
        return YES
    return no(_("These words are not in what was said. Choose the passage in the text."))


def may_ask(*, is_anonymous: bool, waits_for_reply: bool) -> Verdict:
    """Whoever speaks anonymously stays unknown; whoever was asked first says yes or no."""
    if is_anonymous:
        return no(_("Whoever spoke anonymously is not asked to join: you do not know who it is."))
    if waits_for_reply:
        return no(_("You asked this already. Wait for the answer."))
    return YES


def may_reply(*, was_asked: bool) -> Verdict:
    if was_asked:
        return YES
    return no(_("You were not asked anything here."))


def may_ask_approval(words: str, approval: Approval) -> Verdict:
    """Words that fit on a line, and not those to which the speaker said no."""
    if not shows(words):
        return no(_("First write what others would read."))
    if len(words) > MOST_RELEASED:
        return no(_("Make it shorter: at most 600 characters."))
    said_no = approval.consent is Consent.REFUSED or approval.taken_back
    if said_no and words == approval.asked_words:
        return no(_("They said no to these words. Ask again only with other words."))
    if approval.state is ReleaseState.WAITING and words == approval.asked_words:
        return no(_("You asked this already. Wait for the answer."))
    return YES


def may_answer_approval(*, is_asked: bool) -> Verdict:
    if is_asked:
        return YES
    return no(_("This is not asked any more. Nothing of it goes out."))


def may_approve(approval: Approval, words: str) -> Verdict:
    """What others read already stays as it was approved, until it is taken back."""
    if approval.state is ReleaseState.RELEASED:
        return no(_("Others read this already, in the words to which you agreed."))
    if approval.state is ReleaseState.WITHDRAWN:
        return no(_("This was withdrawn. Nobody reads it, until the guide asks you anew."))
    if not shows(words):
        return no(_("Write the words that others may read."))
    if len(words) > MOST_RELEASED:
        return no(_("Make it shorter: at most 600 characters."))
    return YES


def may_withdraw(*, is_there: bool) -> Verdict:
    if is_there:
        return YES
    return no(_("This contribution was taken back already."))


def may_keep_agreement(actor: Actor) -> Verdict:
    """Guides, the project lead and the administrator of the client."""
    if actor.has(*KEEPERS):
        return YES
    return no(_("Guides, the project lead and the administrator write this down."))


def may_redact(text: str, passage: str, *, from_guide: bool, is_out: bool = False) -> Verdict:
    """Something that stands there literally; one's own words are not taken out so.

    `is_out`: others read these words in a released quote.
    """
    if is_out:
        return no(_("Others read these words in a released quote. Withdraw that first."))
    if from_guide:
        return no(_("This was written by a guide. Write a new message instead."))
    if not passage.strip():
        return no(_("Copy the words that must go."))
    if passage.strip() not in text:
        return no(_("These words do not stand there like this. Copy them exactly."))
    return YES


def may_refer(*, was_referred: bool) -> Verdict:
    if was_referred:
        return no(_("This was referred already."))
    return YES


def may_settle(*, waits: bool) -> Verdict:
    if waits:
        return YES
    return no(_("Nothing waits here any more."))


def may_take_up_again(*, waits: bool) -> Verdict:
    if waits:
        return no(_("This still waits already."))
    return YES


def may_stop_mail(*, has_reach: bool) -> Verdict:
    if has_reach:
        return YES
    return no(_("No mail is sent about this."))


def may_change(message: Message, version: int) -> Verdict:
    """Whether the message is still as it was read."""
    if message.version == version:
        return YES
    return no(_("Somebody else changed this just now. It stays as it is."))


def shows(text: str) -> bool:
    """Whether anything of a text can be seen: spaces and invisible signs are nothing."""
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in text)
