"""Finding things of all kinds, each as its kind finds them and through the policy table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.db import connection as standing

from draagvlak.core.policy import Data, sees
from draagvlak.core.registry import Registry
from draagvlak.core.search.documents import documents
from draagvlak.core.search.texts import asked_terms, fits, fitting, is_among, terms_of
from draagvlak.core.search_index import Held, first_of, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.models import Model, QuerySet
    from django.utils.functional import Promise

    from draagvlak.core.actor import Actor

SPARE = 25
"""So many more are taken than asked for: some of them may be hidden from the actor."""
FURTHEST = 600
"""Most that are looked through for what an actor may see of them,"""
PIECE = 125
"""so many at a time: of more keys at once SQLite thinks it better to read the whole table."""
ONE_IN = 12
"""Who may see less than one in so many sees little: then it is sought among what they see."""


class AddressOf(Protocol):
    """Where an object of a kind lives."""

    def __call__(self, actor: Actor, object_id: UUID) -> str: ...


class RowsOf(Protocol):
    """Everything of a kind that this actor may see."""

    def __call__(self, actor: Actor) -> QuerySet[Model]: ...


class ReadingOf(Protocol):
    """Everything of a kind that this actor may see: key, title, other findable words."""

    def __call__(self, actor: Actor) -> Iterable[tuple[UUID, str, str]]: ...


class Named(NamedTuple):
    """Something that was found: its key, its title, and what tells it from its namesakes.

    `url`: where it lives, when its kind cannot tell by the key alone. `text`: what else of it was
    searched, as far as the actor may read it.
    """

    id: UUID
    title: str
    note: str = ""
    url: str = ""
    text: str = ""


@dataclass(frozen=True)
class Question:
    """The words that somebody asked for."""

    text: str

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Their terms; the last ends in * while its word may still be typed."""
        return asked_terms(self.text)

    @cached_property
    def spelled(self) -> list[str]:
        """The terms as SQLite's index asks for them; read once for all kinds."""
        return spelled(self.terms)

    @cached_property
    def held(self) -> Held:
        """What holds the terms on PostgreSQL; little of it is read once for all kinds."""
        return Held(self.terms)


class FoundBy(Protocol):
    """At most `limit` things of one kind that the actor may see and that hold every word."""

    def __call__(self, actor: Actor, asked: Question, limit: int) -> list[Named]: ...


class Dressing(Protocol):
    """The same things, with what is shown of them beside the title: asked for the shown ones."""

    def __call__(self, actor: Actor, query: str, found: Sequence[Named]) -> list[Named]: ...


@dataclass(frozen=True)
class SearchKind:
    """A kind of thing that can be found: its class of data, its name, its pages, and how."""

    shows: Data
    label: str | Promise
    address: AddressOf
    found: FoundBy
    dressed: Dressing | None = None


@dataclass(frozen=True)
class Hit:
    """Something that was found."""

    kind: str
    id: UUID
    title: str
    url: str
    note: str = ""
    text: str = ""


KINDS: Registry[SearchKind] = Registry("search", "What can be found, and by whom?")


def find(actor: Actor, query: str, kinds: Sequence[str] = (), limit: int = 20) -> list[Hit]:
    """At most `limit` things that hold every word of the question, and that the actor may see.

    Those that say it in their title come first, then by title.
    """
    asked = Question(query)
    hits = [
        hit
        for key, kind in seen_kinds(actor)
        if not kinds or key in kinds
        for hit in hits_of(actor, query, key, kind, find_of(actor, asked, kind, limit * 5)[:limit])
    ]
    rank = fitting(query)
    return sorted(hits, key=lambda hit: rank(hit.title))[:limit]


def find_of(actor: Actor, asked: Question, kind: SearchKind, limit: int) -> list[Named]:
    """At most `limit` things of one kind; those that say it in their title come first."""
    if not asked.terms:
        return []
    rank = fitting(asked.text)
    return sorted(kind.found(actor, asked, limit), key=lambda one: rank(one.title))


def hits_of(
    actor: Actor, query: str, key: str, kind: SearchKind, found: Sequence[Named]
) -> list[Hit]:
    """Things of one kind as they are shown, with their addresses and what they say of it."""
    whole = kind.dressed(actor, query, found) if kind.dressed and found else found
    return [
        Hit(key, one.id, one.title, one.url or kind.address(actor, one.id), one.note, one.text)
        for one in whole
    ]


def seen_kinds(actor: Actor) -> list[tuple[str, SearchKind]]:
    """The kinds that this actor sees at all, in their order."""
    return [(key, kind) for key, kind in KINDS.items() if sees(kind.shows, actor.roles)]


def by_index(kind: str, rows: RowsOf, *, of_workspace: bool = False) -> FoundBy:
    """Find things of a kind in the word index (two statements; more for who sees some of it).

    `of_workspace`: the kind belongs to no programme.
    """

    def found(actor: Actor, asked: Question, limit: int) -> list[Named]:
        place = None if of_workspace else actor.programme_id
        size = limit + SPARE
        hits = _first(actor, asked, kind, place, size)
        shown = _seen(actor, rows, hits)
        if len(shown) < limit and len(hits) == size and len(shown) * ONE_IN >= size:
            looked, size = size, FURTHEST
            hits = _first(actor, asked, kind, place, size)
            for start in range(looked, len(hits), PIECE):
                shown += _seen(actor, rows, hits[start : start + PIECE])
                if len(shown) >= limit:
                    break
        if len(shown) < limit and len(hits) == size:
            shown = _among_own(actor, rows, asked, kind, place, limit)
        return [Named(key, title) for key, title in shown[:limit]]

    return found


def _among_own(  # noqa: PLR0913, PLR0917 the question in full
    actor: Actor, rows: RowsOf, asked: Question, kind: str, place: UUID | None, limit: int
) -> list[tuple[UUID, str]]:
    """The last documents that hold every word, out of the little that the actor sees."""
    everything = rows(actor).order_by().values_list("pk", flat=True)
    few = list(everything[: FURTHEST + 1])
    own = few if len(few) <= FURTHEST else everything
    held = documents(actor, place).filter(kind=kind, object_id__in=own).order_by("-pk")
    hits = []
    for key, title, terms in held.values_list("object_id", "title", "terms").iterator():
        standing_terms = terms.split()
        if all(is_among(term, standing_terms) for term in asked.terms):
            hits.append((key, title))
            if len(hits) == limit:
                break
    return hits


def _first(
    actor: Actor, asked: Question, kind: str, place: UUID | None, limit: int
) -> list[tuple[UUID, str]]:
    """The last documents by key that hold every word, whoever may see what they are of."""
    if standing.vendor == "sqlite":
        return first_of(
            kind,
            asked.spelled,
            workspace_id=actor.tenant,
            place_id=place or actor.tenant,
            limit=limit,
        )
    return asked.held.first_of(kind, workspace_id=actor.tenant, programme_id=place, limit=limit)


def _seen(actor: Actor, rows: RowsOf, hits: list[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    """Those of these that the actor may see, in the same order (one statement)."""
    if not hits:
        return []
    keys = [key for key, _title in hits]
    shown = set(rows(actor).order_by().filter(pk__in=keys).values_list("pk", flat=True))
    return [hit for hit in hits if hit[0] in shown]


def with_text(rows: RowsOf, *texts: str) -> Dressing:
    """Show where in these columns a word stands that the title lacks (one statement, or none)."""

    def dressed(actor: Actor, query: str, found: Sequence[Named]) -> list[Named]:
        silent = [one.id for one in found if not fits(one.title, query)]
        read = rows(actor).filter(pk__in=silent).values_list("pk", *texts) if silent else ()
        said = {key: " ".join(filter(None, own)) for key, *own in read}
        return [one._replace(text=said.get(one.id, "")) for one in found]

    return dressed


def by_reading(reading: ReadingOf) -> FoundBy:
    """Find things of a kind by reading all of their words as they stand now (one statement)."""

    def found(actor: Actor, asked: Question, limit: int) -> list[Named]:
        fitting: list[Named] = []
        for key, title, words in reading(actor):
            standing_terms = terms_of(f"{title} {words}")
            if all(is_among(term, standing_terms) for term in asked.terms):
                fitting.append(Named(key, title, text=words))
                if len(fitting) == limit:
                    break
        return fitting

    return found
