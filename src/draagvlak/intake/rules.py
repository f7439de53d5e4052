"""What may be done with an intake, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.actor import ActorKind
from draagvlak.core.policy import GUIDES
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.intake.models import Term
from draagvlak.intake.queries import terms_by_word
from draagvlak.lib.fold import fold_key

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.intake.queries import Entry

MOST_WORDS = 500
"""As many words come in from one file."""


def may_gather(actor: Actor) -> Verdict:
    """Whether the actor writes in the intake: only guides do."""
    if actor.kind is ActorKind.SYSTEM or actor.has(*GUIDES):
        return YES
    return no(_("Only a guide can change the intake."))


def may_keep_word(actor: Actor, word: str, entry: Term | None = None) -> Verdict:
    """Whether a word may be written so: it says something and stands in the list once."""
    folded = fold_key(word)
    same = entry is not None and entry.removed_at is None and entry.folded == folded
    return first_no(
        may_gather(actor),
        YES if folded else no(_("Write the word.")),
        YES
        if same or not terms_by_word(actor, [folded])
        else no(_("This word is in the list already.")),
    )


def may_restore(actor: Actor, entry: Entry) -> Verdict:
    """Whether a removed row may stand again."""
    if isinstance(entry, Term):
        return may_keep_word(actor, entry.word, entry)
    return may_gather(actor)


def may_import(actor: Actor, count: int) -> Verdict:
    """Whether so many words may come in at once."""
    return first_no(
        may_gather(actor),
        YES
        if count <= MOST_WORDS
        else no(_("These are more than 500 words. Split the file and try again.")),
    )
