"""The intake where it is needed: words explained where they occur, rows found by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.search import held_of
from draagvlak.core.web import to
from draagvlak.intake.queries.lists import FEW, LISTS, documents_of, earlier_of, terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.search import AddressOf
    from draagvlak.intake.models import Term

MOST_TERMS = 2000
"""Most words of a list that are looked for in a text."""


def words_used(actor: Actor, texts: Sequence[str], limit: int = FEW) -> list[Term]:
    """The words of the jargon list that stand in these texts, by the alphabet (two statements).

    As search does it: a word counts in every form, and within a compound.
    """
    rows = terms_of(actor).filter(removed_at=None).order_by("folded")
    words = list(rows.values_list("pk", "word")[:MOST_TERMS])
    standing = held_of(" ".join(texts), [word for _key, word in words])
    keys = [key for key, word in words if word in standing][:limit]
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def documents_found(actor: Actor) -> list[tuple[UUID, str, str]]:
    """Documents as search reads them; what guides note for themselves is not among the words."""
    rows = documents_of(actor).filter(removed_at=None).order_by("-pk")
    return list(rows.values_list("pk", "title", "why"))


def terms_found(actor: Actor) -> list[tuple[UUID, str, str]]:
    """The jargon list as search reads it."""
    rows = terms_of(actor).filter(removed_at=None).order_by("folded")
    return list(rows.values_list("pk", "word", "meaning"))


def earlier_found(actor: Actor) -> list[tuple[UUID, str, str]]:
    """Earlier changes as search reads them."""
    rows = earlier_of(actor).filter(removed_at=None).order_by("-year", "-pk")
    columns = ("pk", "what", "for_whom", "how", "lesson")
    return [
        (pk, what, f"{whom} {how} {lesson}")
        for pk, what, whom, how, lesson in rows.values_list(*columns)
    ]


def entry_address(kind: str) -> AddressOf:
    """Where a row of a list stands: the page that begins with it."""

    def address(actor: Actor, object_id: UUID) -> str:
        return to(actor, f"intake:{LISTS[kind]}") + f"?at={object_id}#row-{object_id}"

    return address
