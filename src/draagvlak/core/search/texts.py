"""Whether a text holds the words of a question, and where it does."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from draagvlak.lib.words import index_terms, query_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

TERMS = 12
"""Most words of a question that count; the rest is passed over."""
PREFIX_FROM = 3
"""A word that is still being typed counts from three signs."""
READ = 4000
"""Most names of registers whose terms are remembered by a process."""
BEFORE, AFTER = 6, 12
"""Words of a text that are shown before and after the one that was asked for."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Piece(NamedTuple):
    """A piece of a title, and whether it is one of the words that were asked for."""

    text: str
    asked: bool


def fits(text: str, query: str) -> bool:
    """Whether a text holds every word of the question."""
    terms = index_terms(text)
    return all(is_among(term, terms) for term in asked_terms(query))


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
    asked, pieces, end = asked_terms(query), list[Piece](), 0
    for word in _WORD.finditer(title):
        terms = index_terms(word[0])
        if any(is_among(term, terms) for term in asked):
            pieces += [Piece(title[end : word.start()], asked=False), Piece(word[0], asked=True)]
            end = word.end()
    return [piece for piece in (*pieces, Piece(title[end:], asked=False)) if piece.text]


def around(title: str, text: str, query: str) -> list[Piece]:
    """The words of a text around the first one that was asked for and that the title lacks.

    Empty when the title says it all, or the text says nothing of it.
    """
    told = index_terms(title)
    missing = [term for term in asked_terms(query) if not is_among(term, told)]
    words = list(_WORD.finditer(text)) if missing else []
    for place, word in enumerate(words):
        terms = index_terms(word[0])
        if any(is_among(term, terms) for term in missing):
            start = words[max(0, place - BEFORE)].start() if place > BEFORE else 0
            end = words[place + AFTER].end() if place + AFTER < len(words) else len(text)
            cut = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
            return marked(" ".join(cut.split()), query)
    return []


@lru_cache(maxsize=READ)
def terms_of(text: str) -> frozenset[str]:
    """The terms of a text of a register, remembered: names seldom change."""
    return frozenset(index_terms(text))


@lru_cache(maxsize=256)
def asked_terms(query: str) -> tuple[str, ...]:
    """The terms of a question; the last ends in * while its word may still be typed."""
    terms = query_terms(query)[:TERMS]
    if terms and query[-1:].isalnum() and len(terms[-1]) >= PREFIX_FROM:
        terms[-1] += "*"
    return tuple(terms)


def is_among(term: str, terms: Collection[str]) -> bool:
    """Whether a term of a question is one of these, or begins one when it may still go on."""
    if term.endswith("*"):
        return any(each.startswith(term[:-1]) for each in terms)
    return term in terms


def fitting(query: str) -> Callable[[str], tuple[int, str]]:
    wanted = set(query_terms(query))
    return lambda title: (-len(wanted & set(index_terms(title))), title)
