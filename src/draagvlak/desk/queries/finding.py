"""What a search page and the palette show: hits by kind, each through the policy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from draagvlak.core.acting import Doable, doable
from draagvlak.core.search import (
    KINDS,
    Piece,
    Question,
    around,
    find_of,
    fits,
    hits_of,
    marked,
    seen_kinds,
)
from draagvlak.core.thread import NavItem, menu
from draagvlak.core.web import to
from draagvlak.lib.words import query_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from draagvlak.core.actor import Actor
    from draagvlak.core.search import Hit, Named

MOST = 100
"""Hits of one kind that are counted and can be read; of more it is said that there are more."""
SHOWN = 5
PAGE = 25
QUICK = 4
LONGEST = 200
DIGITS = 2
"""Of the number of a page."""


@dataclass(frozen=True)
class Asked:
    """What was asked: the words, one kind or all of them, and which page of that kind."""

    query: str = ""
    kind: str = ""
    page: int = 1

    @property
    def holds_words(self) -> bool:
        """Whether there is a word of content to look for."""
        return bool(query_terms(self.query))


@dataclass(frozen=True)
class Line:
    """A hit as it is shown: its title with the words that were asked for apart."""

    pieces: Sequence[Piece]
    url: str
    note: str
    title: str
    text: str
    query: str

    @property
    def around(self) -> Sequence[Piece]:
        """Where in its text it stands, when the title does not say."""
        return around(self.title, self.text, self.query)


@dataclass(frozen=True)
class KindFound:
    """The hits of one kind. `more`: there are more than were counted. `lines`: what is shown."""

    key: str
    label: str
    count: int
    more: bool
    found: Sequence[Named]
    url: str
    current: bool = False
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Found:
    """Everything that was found, by kind; of one kind page by page."""

    kinds: Sequence[KindFound]
    shown: Sequence[KindFound]
    all_url: str
    newer: str = ""
    older: str = ""

    @property
    def count(self) -> int:
        """How many hits of all kinds, counted up to the most of each."""
        return sum(kind.count for kind in self.kinds)

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return any(kind.more for kind in self.kinds)


@dataclass(frozen=True)
class Quick:
    """What the palette offers: places to go, things that were found, acts to do."""

    places: Sequence[NavItem]
    kinds: Sequence[KindFound]
    acts: Sequence[Doable]
    all_url: str


def read_asked(sent: QueryDict) -> Asked:
    """The question of an address. What cannot be read counts as not asked."""
    kind, page = sent.get("kind", ""), sent.get("page", "")
    is_number = page.isascii() and page.isdecimal() and len(page) <= DIGITS
    return Asked(
        query=sent.get("q", "").replace("\0", "").strip()[:LONGEST],
        kind=kind if KINDS.get(kind) else "",
        page=max(1, int(page)) if is_number else 1,
    )


def found(actor: Actor, asked: Asked) -> Found:
    """The hits by kind. As many statements for a hundred hits as for one."""
    kinds = [kind for kind in _kinds(actor, asked, MOST) if kind.count]
    chosen = next((kind for kind in kinds if kind.key == asked.kind), None)
    all_url = _url(actor, asked.query)
    if chosen is None:
        return Found(kinds, [_cut(actor, asked, kind, 0, SHOWN) for kind in kinds], all_url)
    start = (asked.page - 1) * PAGE
    return Found(
        kinds,
        [_cut(actor, asked, chosen, start, PAGE)],
        all_url,
        newer=_url(actor, asked.query, asked.kind, asked.page - 1) if start else "",
        older=_url(actor, asked.query, asked.kind, asked.page + 1)
        if chosen.count > start + PAGE
        else "",
    )


def quick(actor: Actor, asked: Asked, route: str) -> Quick:
    """A few of each for who is still typing."""
    kinds = [kind for kind in _kinds(actor, asked, QUICK + 1) if kind.count]
    return Quick(
        places=[item for item in menu(actor, route) if fits(item.label, asked.query)],
        kinds=[_cut(actor, asked, kind, 0, QUICK) for kind in kinds],
        acts=doable(actor, asked.query),
        all_url=_url(actor, asked.query) if asked.holds_words else "",
    )


def _kinds(actor: Actor, asked: Asked, most: int) -> list[KindFound]:
    if not asked.holds_words:
        return []
    question = Question(asked.query)
    return [
        _kind(actor, asked, key, str(kind.label), find_of(actor, question, kind, most + 1))
        for key, kind in seen_kinds(actor)
    ]


def _kind(actor: Actor, asked: Asked, key: str, label: str, found: Sequence[Named]) -> KindFound:
    return KindFound(
        key=key,
        label=label,
        count=min(len(found), MOST),
        more=len(found) > MOST,
        found=found[:MOST],
        url=_url(actor, asked.query, key),
        current=key == asked.kind,
    )


def _cut(actor: Actor, asked: Asked, kind: KindFound, start: int, size: int) -> KindFound:
    """A page of a kind as it is shown: only of these is the rest read."""
    how, shown = dict(KINDS.items())[kind.key], kind.found[start : start + size]
    hits = hits_of(actor, asked.query, kind.key, how, shown)
    return replace(kind, lines=[_line(hit, asked.query) for hit in hits])


def _line(hit: Hit, query: str) -> Line:
    return Line(marked(hit.title, query), hit.url, hit.note, hit.title, hit.text, query)


def _url(actor: Actor, query: str, kind: str = "", page: int = 1) -> str:
    wanted = {"q": query, "kind": kind, "page": str(page) if page > 1 else ""}
    said = urlencode({name: value for name, value in wanted.items() if value})
    return f"{to(actor, 'desk:search')}?{said}"
