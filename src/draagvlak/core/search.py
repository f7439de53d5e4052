"""Finding things by their words, the same on both engines.

Commands call `index` and `forget`; the terms are stems and parts of compounds (`lib.words`), so
the database only compares them. Nothing that stands sealed is ever indexed. What is found passes
the policy table: a kind that is not registered in `KINDS`, or that the actor does not see, is not
searched.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.db.models import BooleanField, F
from django.db.models.expressions import Col, Func

from draagvlak.core.models import SearchDocument
from draagvlak.core.policy import Data, sees
from draagvlak.core.registry import Registry
from draagvlak.core.search_index import KEYS, VECTOR, WORDS
from draagvlak.lib.words import index_terms, query_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

    from draagvlak.core.actor import Actor

TERMS = 12
"""Most words of a question that count; the rest is passed over."""
PREFIX_FROM = 3
"""A word that is still being typed counts from three signs."""
WEIGHED = 20
"""Most words of a text that are weighed against each other."""
RARE = 0.02
"""A word that stands in more than this share of many documents does not make them alike."""
MOST = 5000
"""Most documents that are looked at for one word."""


class AddressOf(Protocol):
    """Where an object of a kind lives."""

    def __call__(self, actor: Actor, object_id: UUID) -> str: ...


class VisibleOf(Protocol):
    """Those of some objects that this actor may see (one query)."""

    def __call__(self, actor: Actor, ids: Sequence[UUID]) -> set[UUID]: ...


@dataclass(frozen=True)
class SearchKind:
    """A kind of thing that can be found: its class of data, its pages, and who sees which."""

    shows: Data
    address: AddressOf
    visible: VisibleOf


@dataclass(frozen=True)
class Hit:
    """Something that was found."""

    kind: str
    id: UUID
    title: str
    url: str


KINDS: Registry[SearchKind] = Registry("search", "What can be found, and by whom?")


def index(  # noqa: PLR0913 each word of the call says what it is
    kind: str,
    object_id: UUID,
    *,
    workspace_id: UUID,
    programme_id: UUID | None,
    title: str,
    texts: Iterable[str] = (),
) -> None:
    """Make a thing findable by the words of its title and texts, or by its new words."""
    words = dict.fromkeys(term for text in (title, *texts) for term in index_terms(text))
    SearchDocument.objects.update_or_create(
        workspace_id=workspace_id,
        kind=kind,
        object_id=object_id,
        defaults={"programme_id": programme_id, "title": title, "terms": " ".join(words)},
    )


def forget(kind: str, object_id: UUID, *, workspace_id: UUID) -> None:
    """Make a thing unfindable."""
    SearchDocument.objects.filter(
        workspace_id=workspace_id, kind=kind, object_id=object_id
    ).delete()


def find(actor: Actor, query: str, kinds: Sequence[str] = (), limit: int = 20) -> list[Hit]:
    """At most `limit` things that hold every word of the question, and that the actor may see.

    Those that say it in their title come first, then by title.
    """
    seen = {
        key: kind
        for key, kind in KINDS.items()
        if (not kinds or key in kinds) and sees(kind.shows, actor.roles)
    }
    asked = _asked(query)
    if not asked or not seen:
        return []
    found = _documents(actor).filter(_holds(asked), kind__in=list(seen)).order_by("-pk")
    rows = list(found.values_list("kind", "object_id", "title")[: limit * 5])
    allowed = {
        (key, each)
        for key, kind in seen.items()
        for each in kind.visible(actor, [row[1] for row in rows if row[0] == key])
    }
    rows = [row for row in rows if (row[0], row[1]) in allowed]
    wanted = set(query_terms(query))
    rows.sort(key=lambda row: (-len(wanted & set(index_terms(row[2]))), row[2]))
    return [
        Hit(kind, each, title, seen[kind].address(actor, each))
        for kind, each, title in rows[:limit]
    ]


def matches(actor: Actor, query: str, *, kind: str) -> QuerySet[SearchDocument, UUID]:
    """The keys of everything of a kind that holds every word, as a subquery for a list.

    A question without words of content leaves nothing out.
    """
    rows = _documents(actor).filter(kind=kind)
    asked = _asked(query)
    return (rows.filter(_holds(asked)) if asked else rows).values_list("object_id", flat=True)


def candidates(actor: Actor, text: str, *, kind: str, limit: int = 200) -> list[UUID]:
    """The things of a kind that share most words with a text, rare words counting for more.

    Words that stand nearly everywhere are passed over, unless nothing else is left.
    """
    rows = _documents(actor).filter(kind=kind)
    total = rows.count()
    spread = {term: rows.filter(_holds([term])).count() for term in query_terms(text)[:WEIGHED]}
    known = sorted((count, term) for term, count in spread.items() if count)
    telling = [pair for pair in known if pair[0] <= max(limit, RARE * total)] or known[:1]
    scores: dict[UUID, int] = {}
    for count, term in telling[:TERMS]:
        weight = round(1000 * math.log(1 + total / count))
        holding = rows.filter(_holds([term])).order_by("-pk")
        for key in holding.values_list("object_id", flat=True)[:MOST]:
            scores[key] = scores.get(key, 0) + weight
    return sorted(scores, key=lambda key: (-scores[key], key))[:limit]


def _documents(actor: Actor) -> QuerySet[SearchDocument]:
    """What is findable in the actor's place."""
    return SearchDocument.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def _asked(query: str) -> list[str]:
    """The terms of a question; the last ends in * while its word may still be typed."""
    terms = query_terms(query)[:TERMS]
    if terms and query[-1:].isalnum() and len(terms[-1]) >= PREFIX_FROM:
        terms[-1] += "*"
    return terms


def _holds(terms: Sequence[str]) -> Holds:
    return Holds(F("terms"), terms=terms)


class Holds(Func):  # type: ignore[explicit-any]  # as the stubs of Func have it
    """Whether a document holds every term; a term that ends in * may go on."""

    def __init__(self, expression: F, *, terms: Sequence[str]) -> None:
        super().__init__(expression, output_field=BooleanField())
        self.terms = tuple(terms)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        del connection, extra_context
        (column,) = self.source_expressions
        if not isinstance(column, Col):
            raise TypeError("Holds takes the terms of a search document")
        key = Col(column.alias, SearchDocument._meta.get_field("id"))
        sql, params = compiler.compile(key)
        words = " AND ".join(
            f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"' for term in self.terms
        )
        found = (
            f"select k.document from {WORDS} w join {KEYS} k on k.number = w.rowid "  # noqa: S608 names of our own tables
            f"where {WORDS} match %s"
        )
        return f"{sql} in ({found})", (*map(str, params), words)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        del connection, extra_context
        (column,) = self.source_expressions
        sql, params = compiler.compile(column)
        words = " & ".join(
            f"'{term[:-1]}':*" if term.endswith("*") else f"'{term}'" for term in self.terms
        )
        return f"{VECTOR % sql} @@ %s::tsquery", (*map(str, params), words)
