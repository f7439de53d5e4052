"""Ready words, offered where something new is written down.

A page that writes down something of a kind ("cause", "measure") asks here what may be looked at
beside its form, begins the form with the words that somebody chose there, and tells afterwards that
they were taken over. Nothing is stored before the form is sent. Higher apps register; a lower page
knows none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from draagvlak.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class Offer:
    """A part of a page that is fetched when it is shown: its words as a link, and its address.

    `part` is the id of its element: the same address answers with the whole page, or with that.
    """

    label: str
    url: str
    part: str


class Offers(Protocol):
    """What there is to look at for a new thing of this kind, beside these things (by kind)."""

    def __call__(self, actor: Actor, kind: str, beside: Mapping[str, UUID]) -> Offer | None: ...


class Words(Protocol):
    """The words of an example of this kind, by the names of fields; None when it is not known."""

    def __call__(self, actor: Actor, kind: str, example: str) -> Mapping[str, str] | None: ...


class Taken(Protocol):
    """An example was taken over: part of the command that wrote the new thing down."""

    def __call__(self, *, by: Actor, kind: str, object_id: UUID, example: str) -> None: ...


@dataclass(frozen=True)
class Source:
    """An app that has examples."""

    offers: Offers
    words: Words
    taken: Taken


EXAMPLES: Registry[Source] = Registry("examples", "Which ready words are there to begin with?")
LONGEST = 120
"""Signs of the key of an example."""


def offers(actor: Actor, kind: str, **beside: UUID | None) -> Sequence[Offer]:
    """What there is to look at for a new thing of this kind."""
    known = {name: key for name, key in beside.items() if key is not None}
    found = (source.offers(actor, kind, known) for source in EXAMPLES)
    return [offer for offer in found if offer is not None]


def words_of(actor: Actor, kind: str, example: str) -> Mapping[str, str]:
    """What a form begins with: the words of an example and its key; empty when it is unknown."""
    if example and len(example) <= LONGEST:
        for source in EXAMPLES:
            words = source.words(actor, kind, example)
            if words is not None:
                return {**words, "example": example}
    return {}


def note_taken(*, by: Actor, kind: str, object_id: UUID, example: str) -> None:
    """Within a command: what was written down began with this example. An unknown one is nobody's.

    What somebody made of the words is theirs; only where they came from is kept.
    """
    if example and len(example) <= LONGEST:
        for source in EXAMPLES:
            source.taken(by=by, kind=kind, object_id=object_id, example=example)
