"""Quotes on their way out, wherever they were said: in a conversation, or in what somebody sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from draagvlak.conversations.queries.quotes import quotes_in_sight
from draagvlak.core.registry import Registry
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.conversations.queries.quotes import OpenQuote
    from draagvlak.conversations.states import ReleaseState
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault


@dataclass(frozen=True)
class Outgoing:
    """A quote on its way out, as its guide sees it. Its words are never shown in a log (`repr`).

    `id` names it as it is now: after another answer of its speaker it has another. `speaker` counts
    towards the three of a batch (None: nobody knows who). `released`: the key under which others
    will read it, where that stands sealed with the quote.
    """

    id: UUID
    state: ReleaseState
    words: str = field(repr=False)
    paraphrase: str = field(repr=False)
    url: str
    concern: str = ""
    concern_id: UUID | None = None
    speaker: UUID | None = None
    name: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    about_software: bool = False
    now: bool = False
    released: UUID | None = None


class Source(Protocol):
    """Gives the quotes that a higher app keeps, as they are now, for who has the vault open."""

    def __call__(self, actor: Actor, vault: OpenVault) -> Sequence[Outgoing]: ...


SOURCES: Registry[Source] = Registry("sources", "Which quotes from elsewhere are on their way out?")


def outgoing(actor: Actor, vault: OpenVault) -> list[Outgoing]:
    """Every quote of the programme that this reader can open: of conversations first."""
    own = [_of_conversation(actor, one) for one in quotes_in_sight(actor, vault)]
    return own + from_elsewhere(actor, vault)


def from_elsewhere(actor: Actor, vault: OpenVault) -> list[Outgoing]:
    """The quotes that higher apps keep."""
    return [one for source in SOURCES for one in source(actor, vault)]


def _of_conversation(actor: Actor, one: OpenQuote) -> Outgoing:
    content = one.content
    return Outgoing(
        id=one.id,
        state=one.state,
        words=content.words,
        paraphrase=content.paraphrase,
        url=to(actor, "conversations:quote_prepare", quote_id=one.id),
        concern=one.concern,
        concern_id=content.concern_id,
        speaker=content.speaker,
        name=one.speaker,
        place=one.conversation,
        about_software=content.about_software,
        now=content.now,
    )
