"""The documents of the word index: made, changed and taken out by commands, and asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.db.models import BooleanField, F
from django.db.models.expressions import Col, Func

from draagvlak.core.models import SearchDocument
from draagvlak.core.search.texts import TERMS, asked_terms
from draagvlak.core.search_index import NUMBERS, VECTOR, WORDS, as_query, begun, scope
from draagvlak.lib.words import index_terms, query_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

    from draagvlak.core.actor import Actor

WEIGHED = 20
"""Most words of a text that are weighed against each other."""
RARE = 0.02
"""A word that stands in more than this share of many documents does not make them alike."""
MOST = 5000
"""Most documents that are looked at for one word."""


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


def index_new(
    kind: str,
    found: Mapping[UUID, Sequence[str]],
    *,
    workspace_id: UUID,
    programme_id: UUID | None,
) -> None:
    """Make many things findable at once, each by its title and texts; none of them was before."""
    rows = [
        SearchDocument(
            workspace_id=workspace_id,
            programme_id=programme_id,
            kind=kind,
            object_id=key,
            title=texts[0],
            terms=" ".join(dict.fromkeys(term for text in texts for term in index_terms(text))),
        )
        for key, texts in found.items()
    ]
    # SQLite's index takes rows fastest in its own order
    SearchDocument.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=1000)


def forget(kind: str, *object_ids: UUID, workspace_id: UUID) -> None:
    """Make things unfindable."""
    SearchDocument.objects.filter(
        workspace_id=workspace_id, kind=kind, object_id__in=object_ids
    ).delete()


def matching(actor: Actor, query: str, *, kind: str) -> QuerySet[SearchDocument]:
    """The documents of a kind that hold every word; without words of content: all of them."""
    rows = documents(actor, actor.programme_id).filter(kind=kind)
    asked = asked_terms(query)
    return rows.filter(_holds(asked, kind, actor.programme_id)) if asked else rows


def matches(actor: Actor, query: str, *, kind: str) -> QuerySet[SearchDocument, UUID]:
    """The keys of everything of a kind that holds every word, as a subquery for a list.

    A question without words of content leaves nothing out.
    """
    return matching(actor, query, kind=kind).values_list("object_id", flat=True)


def candidates(actor: Actor, text: str, *, kind: str, limit: int = 200) -> list[UUID]:
    """The things of a kind that share most words with a text, rare words counting for more.

    Words that stand nearly everywhere are passed over, unless nothing else is left.
    """
    rows = documents(actor, actor.programme_id).filter(kind=kind)
    total = rows.count()
    spread = {
        term: rows.filter(_holds([term], kind, actor.programme_id)).count()
        for term in query_terms(text)[:WEIGHED]
    }
    known = sorted((count, term) for term, count in spread.items() if count)
    telling = [pair for pair in known if pair[0] <= max(limit, RARE * total)] or known[:1]
    scores: dict[UUID, int] = {}
    for count, term in telling[:TERMS]:
        weight = round(1000 * math.log(1 + total / count))
        holding = rows.filter(_holds([term], kind, actor.programme_id)).order_by("-pk")
        for key in holding.values_list("object_id", flat=True)[:MOST]:
            scores[key] = scores.get(key, 0) + weight
    return sorted(scores, key=lambda key: (-scores[key], key))[:limit]


def documents(actor: Actor, place: UUID | None) -> QuerySet[SearchDocument]:
    """What is findable in a programme of the actor's workspace, or in none of them."""
    return SearchDocument.objects.filter(workspace_id=actor.tenant, programme_id=place)


def _holds(terms: Sequence[str], kind: str = "", place: UUID | None = None) -> Holds:
    """Whether a document holds these; `kind` and `place` say where SQLite looks for it."""
    return Holds(F("terms"), terms=terms, within=scope(kind, place) if place else "")


class Holds(Func):  # type: ignore[explicit-any]  # as the stubs of Func have it
    """Whether a document holds every term; a term that ends in * may go on."""

    def __init__(self, expression: F, *, terms: Sequence[str], within: str = "") -> None:
        super().__init__(expression, output_field=BooleanField())
        self.terms = tuple(terms)
        self.within = within

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        del connection, extra_context
        (column,) = self.source_expressions
        if not isinstance(column, Col):
            raise TypeError("Holds takes the terms of a search document")
        key = Col(column.alias, SearchDocument._meta.get_field("id"))
        sql, params = compiler.compile(key)
        words = " AND ".join(filter(None, (*map(begun, self.terms), self.within)))
        found = (
            f"select k.document from {WORDS} w join {NUMBERS} k on k.number = w.rowid "  # noqa: S608 names of our own tables
            f"where {WORDS} match %s"
        )
        return f"{sql} in ({found})", (*map(str, params), words)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        del connection, extra_context
        (column,) = self.source_expressions
        sql, params = compiler.compile(column)
        return f"{VECTOR % sql} @@ %s::tsquery", (*map(str, params), as_query(self.terms))
