"""Finding things by their words, the same on both engines.

Commands call `index` and `forget`; the terms are stems and parts of compounds (`lib.words`), so
the database only compares them. Nothing that stands sealed is ever indexed. Registers of at most
some hundreds of names are not indexed but read as they stand (`by_reading`): a new name counts at
once. What is found passes the policy table: a kind that is not registered in `KINDS`, or that the
actor does not see, is not searched, and what the actor does not see is not counted either.

Of a word that stands in many things the index gives as many as are asked for, and stops; what the
actor may see of these is asked by key. Where that leaves too few it looks further; for who sees
little it begins at what they see. What a hit shows beside its title is read for those shown.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.db import connection as standing
from django.db.models import BooleanField, F
from django.db.models.expressions import Col, Func

from draagvlak.core.models import SearchDocument
from draagvlak.core.policy import Data, sees
from draagvlak.core.registry import Registry
from draagvlak.core.search_index import NUMBERS, VECTOR, WORDS, begun, first_of, scope, spelled
from draagvlak.lib.words import index_terms, query_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model, QuerySet
    from django.db.models.sql.compiler import SQLCompiler
    from django.utils.functional import Promise

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
SPARE = 25
"""So many more are taken than asked for: some of them may be hidden from the actor."""
FURTHEST = 600
"""Most that are looked through for what an actor may see of them,"""
PIECE = 125
"""so many at a time: of more keys at once SQLite thinks it better to read the whole table."""
ONE_IN = 12
"""Who may see less than one in so many sees little: then it is sought among what they see."""
READ = 4000
"""Most names of registers whose terms are remembered by a process."""
BEFORE, AFTER = 6, 12
"""Words of a text that are shown before and after the one that was asked for."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


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
        return _asked(self.text)

    @cached_property
    def spelled(self) -> list[str]:
        """The terms as SQLite's index asks for them; read once for all kinds."""
        return spelled(self.terms)


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


class Piece(NamedTuple):
    """A piece of a title, and whether it is one of the words that were asked for."""

    text: str
    asked: bool


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
    rank = _fitting(query)
    return sorted(hits, key=lambda hit: rank(hit.title))[:limit]


def find_of(actor: Actor, asked: Question, kind: SearchKind, limit: int) -> list[Named]:
    """At most `limit` things of one kind; those that say it in their title come first."""
    if not asked.terms:
        return []
    rank = _fitting(asked.text)
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
    own = rows(actor).order_by().values("pk")
    held = _documents(actor, place).filter(kind=kind, object_id__in=own).order_by("-pk")
    hits = []
    for key, title, terms in held.values_list("object_id", "title", "terms").iterator():
        standing_terms = terms.split()
        if all(_among(term, standing_terms) for term in asked.terms):
            hits.append((key, title))
            if len(hits) == limit:
                break
    return hits


def _first(
    actor: Actor, asked: Question, kind: str, place: UUID | None, limit: int
) -> list[tuple[UUID, str]]:
    """The last documents by key that hold every word, whoever may see what they are of."""
    if standing.vendor == "sqlite":
        home = place or actor.tenant
        return first_of(kind, asked.spelled, workspace_id=actor.tenant, place_id=home, limit=limit)
    holding = _documents(actor, place).filter(kind=kind).filter(_holds(asked.terms))
    return list(holding.order_by("-pk").values_list("object_id", "title")[:limit])


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
            standing_terms = _read(f"{title} {words}")
            if all(_among(term, standing_terms) for term in asked.terms):
                fitting.append(Named(key, title, text=words))
                if len(fitting) == limit:
                    break
        return fitting

    return found


@lru_cache(maxsize=READ)
def _read(text: str) -> frozenset[str]:
    """The terms of a text of a register, remembered: names seldom change."""
    return frozenset(index_terms(text))


def fits(text: str, query: str) -> bool:
    """Whether a text holds every word of the question."""
    terms = index_terms(text)
    return all(_among(term, terms) for term in _asked(query))


def held_of(text: str, asked: Iterable[str]) -> set[str]:
    """Those of these words (or groups of words) that a text holds, in whatever form."""
    standing = set(index_terms(text))
    found = set()
    for word in asked:
        terms = query_terms(word)
        if terms and standing.issuperset(terms):
            found.add(word)
    return found


def marked(title: str, query: str) -> list[Piece]:
    """A title in pieces, with the words that were asked for apart."""
    asked, pieces, end = _asked(query), list[Piece](), 0
    for word in _WORD.finditer(title):
        terms = index_terms(word[0])
        if any(_among(term, terms) for term in asked):
            pieces += [Piece(title[end : word.start()], asked=False), Piece(word[0], asked=True)]
            end = word.end()
    return [piece for piece in (*pieces, Piece(title[end:], asked=False)) if piece.text]


def around(title: str, text: str, query: str) -> list[Piece]:
    """The words of a text around the first one that was asked for and that the title lacks.

    Empty when the title says it all, or the text says nothing of it.
    """
    told = index_terms(title)
    missing = [term for term in _asked(query) if not _among(term, told)]
    words = list(_WORD.finditer(text)) if missing else []
    for place, word in enumerate(words):
        terms = index_terms(word[0])
        if any(_among(term, terms) for term in missing):
            start = words[max(0, place - BEFORE)].start() if place > BEFORE else 0
            end = words[place + AFTER].end() if place + AFTER < len(words) else len(text)
            cut = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
            return marked(" ".join(cut.split()), query)
    return []


def matching(actor: Actor, query: str, *, kind: str) -> QuerySet[SearchDocument]:
    """The documents of a kind that hold every word; without words of content: all of them."""
    rows = _documents(actor, actor.programme_id).filter(kind=kind)
    asked = _asked(query)
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
    rows = _documents(actor, actor.programme_id).filter(kind=kind)
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


def _documents(actor: Actor, place: UUID | None) -> QuerySet[SearchDocument]:
    """What is findable in a programme of the actor's workspace, or in none of them."""
    return SearchDocument.objects.filter(workspace_id=actor.tenant, programme_id=place)


@lru_cache(maxsize=256)
def _asked(query: str) -> tuple[str, ...]:
    """The terms of a question; the last ends in * while its word may still be typed."""
    terms = query_terms(query)[:TERMS]
    if terms and query[-1:].isalnum() and len(terms[-1]) >= PREFIX_FROM:
        terms[-1] += "*"
    return tuple(terms)


def _among(term: str, terms: Collection[str]) -> bool:
    """Whether a term of a question is one of these, or begins one when it may still go on."""
    if term.endswith("*"):
        return any(each.startswith(term[:-1]) for each in terms)
    return term in terms


def _fitting(query: str) -> Callable[[str], tuple[int, str]]:
    wanted = set(query_terms(query))
    return lambda title: (-len(wanted & set(index_terms(title))), title)


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
        words = " & ".join(
            f"'{term[:-1]}':*" if term.endswith("*") else f"'{term}'" for term in self.terms
        )
        return f"{VECTOR % sql} @@ %s::tsquery", (*map(str, params), words)
