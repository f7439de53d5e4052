"""Who may plan, note, quote, share and release, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.conversations.models import Conversation
from draagvlak.conversations.states import Consent, QuoteKind, ReleaseState
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.vault.queries import may_read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from draagvlak.conversations.models import Note, ReleasedQuote, Round, RoundPlace
    from draagvlak.conversations.queries.content import Approval
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault
    from draagvlak.vault.models import Keyring

LONGEST_NOTE = 200_000
SPEAKERS_PER_BATCH = 3
SHARED_WORDS = 5
SHORTEST_QUOTE = 3
MOST_PLACES = 500


def may_plan(actor: Actor) -> Verdict:
    if actor.is_guide:
        return YES
    return no(_("Only guides plan and hold conversations."))


def may_edit(actor: Actor, conversation: Conversation) -> Verdict:
    if conversation.state == Conversation.State.CANCELLED:
        return no(_("This conversation was cancelled. Put it back first."))
    return may_plan(actor)


def may_cancel(actor: Actor, conversation: Conversation) -> Verdict:
    if conversation.state == Conversation.State.HELD:
        return no(_("This conversation was held. What was said stays."))
    return may_edit(actor, conversation)


def may_restore(actor: Actor, conversation: Conversation) -> Verdict:
    if conversation.state != Conversation.State.CANCELLED:
        return no(_("This conversation was not cancelled."))
    return may_plan(actor)


def may_mark_held(actor: Actor, conversation: Conversation) -> Verdict:
    """A conversation that lies on a later day cannot have been held."""
    if timezone.localdate(conversation.planned_at) > timezone.localdate():
        return no(_("This conversation is still to come. Change the day first."))
    return may_edit(actor, conversation)


def may_reopen(actor: Actor, conversation: Conversation) -> Verdict:
    if conversation.state != Conversation.State.HELD:
        return no(_("This conversation was not marked as held."))
    return may_plan(actor)


def may_note(actor: Actor, vault: OpenVault | None, conversation: Conversation) -> Verdict:
    """The author, and guides with whom the conversation was shared, with the vault open."""
    return first_no(
        may_edit(actor, conversation), _vault_is_open(vault), _is_reader(actor, vault, conversation)
    )


def may_read_notes(actor: Actor, vault: OpenVault | None, conversation: Conversation) -> Verdict:
    return first_no(may_plan(actor), _vault_is_open(vault), _is_reader(actor, vault, conversation))


def may_keep_notes(actor: Actor, conversation: Conversation) -> Verdict:
    """Whether opening the vault would lead anywhere: the author, or notes that exist already."""
    mine = conversation.author_id == actor.user_id or conversation.box_id is not None
    theirs = no(_("This conversation belongs to another guide. Ask to share it with you."))
    return first_no(may_edit(actor, conversation), YES if mine else theirs)


def note_fits(text: str) -> Verdict:
    if len(text) <= LONGEST_NOTE:
        return YES
    reason = _(
        "These notes are %(length)s characters long; %(most)s is the most. Nothing of your text is "
        "lost: make it shorter here, or put a part in a second conversation."
    )
    return no(reason % {"length": len(text), "most": LONGEST_NOTE})


def may_choose(actor: Actor, note: Note) -> Verdict:
    if note.author_id == actor.user_id:
        return YES
    return no(_("Only the author of these notes chooses between their texts."))


def may_quote(actor: Actor, vault: OpenVault | None, conversation: Conversation) -> Verdict:
    """Whoever reads the notes may take quotes from them, also after the conversation."""
    if conversation.box_id is None:
        return no(_("There are no notes yet to take a quote from."))
    return may_read_notes(actor, vault, conversation)


def may_change_quote(state: ReleaseState) -> Verdict:
    """What others read must stay what the speaker approved."""
    if state is ReleaseState.RELEASED:
        return no(_("This quote was released. Withdraw it first; then you can change it."))
    return YES


def may_share(actor: Actor, vault: OpenVault | None, conversation: Conversation) -> Verdict:
    if conversation.box_id is None:
        return no(_("There are no notes yet to share."))
    return may_read_notes(actor, vault, conversation)


def may_unshare(
    actor: Actor, vault: OpenVault | None, conversation: Conversation, reader: Keyring
) -> Verdict:
    """Not from the author of the conversation, and not from oneself."""
    if reader.user_id == conversation.author_id:
        return no(_("These notes belong to %(name)s.") % {"name": reader.user.name})
    return may_share(actor, vault, conversation)


def may_paraphrase(shared_words: int, *, verbatim: bool) -> Verdict:
    """A paraphrase does not repeat the speaker, unless the speaker wants just these words."""
    if shared_words < SHARED_WORDS or verbatim:
        return YES
    reason = _(
        "%(count)s words in a row are the speaker's own. Say it in other words, so that nobody "
        "recognises the speaker. Or tick that the speaker agrees with these words."
    )
    return no(reason % {"count": shared_words})


def may_release(
    actor: Actor, vault: OpenVault | None, batch: Iterable[tuple[UUID | None, bool]]
) -> Verdict:
    """At least three speakers go together; who said "now is fine" may go without others.

    `batch` gives per quote the speaker (None: not noted) and whether that speaker need not wait.
    """
    quotes = list(batch)
    speakers = {speaker for speaker, _now in quotes if speaker is not None}
    if not quotes:
        return no(_("Choose at least one quote to release."))
    if len(speakers) < SPEAKERS_PER_BATCH and not all(now for _speaker, now in quotes):
        reason = _(
            "Quotes of %(count)s different speakers are too few: with fewer than three, people can "
            "guess who said what. Wait for more, or ask a speaker whether it may go now."
        )
        return no(reason % {"count": len(speakers)})
    return first_no(may_plan(actor), _vault_is_open(vault))


def may_withdraw(actor: Actor) -> Verdict:
    if actor.is_guide:
        return YES
    return no(_("Only guides withdraw a released quote."))


def _vault_is_open(vault: OpenVault | None) -> Verdict:
    return YES if vault is not None else no(_("Your vault is closed. Open it first."))


def _is_reader(actor: Actor, vault: OpenVault | None, conversation: Conversation) -> Verdict:
    if conversation.box is None:
        if conversation.author_id == actor.user_id:
            return YES
        return no(_("This conversation belongs to another guide. Ask to share it with you."))
    if may_read(vault, conversation.box):
        return YES
    return no(_("These notes were not shared with you. Ask the guide who held the conversation."))


def may_cut(text: str, start: int, end: int) -> Verdict:
    """A passage lies within the text and says something."""
    if 0 <= start < end <= len(text) and len(text[start:end].strip()) >= SHORTEST_QUOTE:
        return YES
    return no(_("Choose a passage of at least three characters in the notes."))


def may_be_speaker(*, is_participant: bool) -> Verdict:
    if is_participant:
        return YES
    return no(_("This person was not asked for this conversation. Add them to it first."))


def may_lead_to_concern(kind: str) -> Verdict:
    if kind in (QuoteKind.WORRY, QuoteKind.WISH):
        return YES
    return no(_("Only a worry or a wish belongs to a concern."))


def may_title(shared_words: int) -> Verdict:
    """Everybody reads a title, so the speaker's own words do not go into it."""
    if shared_words < SHARED_WORDS:
        return YES
    return no(_("Everybody in the programme reads this title. Say it in your own words."))


def may_record_approval(
    before: Approval, after: Approval, *, has_words: bool, changed: bool
) -> Verdict:
    """The speaker approves words that exist, on a day that was, and not the words before."""
    if after.consent is Consent.NONE:
        return YES
    if not has_words:
        return no(_("First write the paraphrase that you ask the speaker about."))
    if after.on is None or after.on > timezone.localdate():
        return no(_("On which day did you speak about it? Choose today or an earlier day."))
    if changed and after == before and after.consent is Consent.APPROVED:
        return no(
            _("The words changed after the speaker approved them. Ask again: choose “asked”.")
        )
    return YES


def may_go(state: ReleaseState) -> Verdict:
    if state is ReleaseState.READY:
        return YES
    return no(_("A quote needs a concern, a paraphrase and the speaker's approval to be released."))


def may_take_back(released: ReleasedQuote) -> Verdict:
    """A speaker takes back what others read, also after a guide withdrew it."""
    if released.taken_back:
        return no(_("You took this back already. Nobody reads it any longer."))
    return YES


def may_restore_released(actor: Actor, released: ReleasedQuote) -> Verdict:
    if released.taken_back:
        return no(_("Who said this took it back. Nobody reads it any longer; ask first."))
    if released.withdrawn_on != timezone.localdate():
        return no(_("This quote was withdrawn on an earlier day. Prepare it again."))
    return may_withdraw(actor)


def may_run_round(actor: Actor, this_round: Round) -> Verdict:
    """A round is run by the guide who began it: the appointments are in that calendar."""
    if this_round.author_id == actor.user_id:
        return may_plan(actor)
    return first_no(
        may_plan(actor),
        no(_("This round belongs to another guide. Ask who began it.")),
    )


def fits_round(people: int) -> Verdict:
    """A round that one guide can hold."""
    if people <= MOST_PLACES:
        return YES
    reason = _("A round holds at most %(most)s people. Make a second round for the others.")
    return no(reason % {"most": MOST_PLACES})


def may_answer(place: RoundPlace) -> Verdict:
    """Whoever has the link may say so once, until the conversation was to begin."""
    conversation = place.conversation
    if place.cannot_on is not None or place.dropped_on is not None:
        return no(_("This appointment was called off already. You need not do anything."))
    if conversation is None or conversation.state == Conversation.State.CANCELLED:
        return no(_("This appointment was called off already. You need not do anything."))
    if conversation.planned_at <= timezone.now():
        return no(_("This conversation is over. You need not do anything."))
    return YES
