"""Tokens, stems and terms."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Protocol

import Stemmer

from draagvlak.lib.fold import fold
from draagvlak.lib.words.parts import COMPOUND_PARTS, LEMMA_OF, STOP_WORDS

_LONGEST = 60
_ROUNDS = 8
_SHORTEST_WORD = 7
_SHORTEST_PART = 3
_SHORTEST_SURE = 5
_SHORTEST_UNKNOWN = 4
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_VOWEL = re.compile("[aeiouy]")
# What follows a word without being one: "vergader|ingen", "zeker|heid".
_SUFFIXES = (
    "ing", "heid", "heden", "lijk", "loos", "loze", "schap", "acht", "baar", "ster", "aar", "end",
    "iteit", "isch", "ische", "atie", "eren", "eerd", "tje", "jes", "ere", "ste",
)  # fmt: skip


class _Stemming(Protocol):
    def stemWord(self, word: str, /) -> str:  # noqa: N802
        """The stem of a folded word."""


class _Stemmers(threading.local):
    """A stemmer per thread: PyStemmer's own are not made to be shared."""

    def __init__(self) -> None:
        # Kraaij and Pohlmann, 1994, as Snowball has it; our own cache is below.
        self.dutch: _Stemming = Stemmer.Stemmer("dutch", 0)


_STEMMERS = _Stemmers()


def tokenise(text: str) -> list[str]:
    """The words and numbers of a text in order, folded: ["e-mail", "foto's", "365"].

    A hyphen or apostrophe between letters belongs to the word.
    """
    return _TOKEN.findall(fold(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """One folded word without its endings; the stem of a stem is that stem itself.

    Hyphens and apostrophes fall away ("e-mail" and "email" are one). Of a compound the last part is
    stemmed ("raadsleden" → "raadslid"). At most 60 characters.
    """
    here = _joined(word)
    seen: list[str] = []
    while here not in seen and len(seen) < _ROUNDS:
        seen.append(here)
        here = _stem_once(here)
    return (
        min(seen[seen.index(here) :], key=lambda form: (len(form), form)) if here in seen else here
    )


def parts_of(word: str) -> tuple[str, ...]:
    """The stems of the parts of one folded compound, () when it is none.

    "vergaderstukken" → ("vergader", "stuk"). Parts come from a small dictionary; beside a known
    part of five letters an unknown one may stand ("ibabskoppeling").
    """
    return tuple(dict.fromkeys(_parts(_joined(word), 0)))


def index_terms(text: str) -> list[str]:
    """The terms under which a text is found, in order: per word its stem and those of its parts.

    Terms repeat when words do (ranking counts them), hold letters and digits only, and are never
    empty. Words without content are left out.
    """
    return [term for word in tokenise(text) for term in _index_terms_of(word)]


def query_terms(text: str) -> list[str]:
    """The terms that a text must all have to be found; each once, in order.

    [] for a query without words of content: then nothing is asked. Every word of a text finds that
    text: its term is among the text's `index_terms`.
    """
    return list(dict.fromkeys(term for word in tokenise(text) if (term := _term_of(word))))


def _term_of(word: str) -> str:
    return "" if word in STOP_WORDS else stem(word)


@lru_cache(maxsize=50_000)
def _index_terms_of(word: str) -> tuple[str, ...]:
    whole = _term_of(word)
    if not whole:
        return ()
    pieces = [piece for piece in re.split("['-]", word) if len(piece) > 1] if "-" in word else []
    terms = [whole, *parts_of(word)]
    for piece in pieces:
        terms += [_term_of(piece), *parts_of(piece)]
    return tuple(dict.fromkeys(term for term in terms if term))


def _joined(word: str) -> str:
    bare = re.sub("'s?$|'", "", word)
    return bare.replace("-", "")[:_LONGEST]


def _stem_once(word: str) -> str:
    if word in LEMMA_OF:
        return LEMMA_OF[word]
    at = _split(word)
    if at:
        return word[:at] + _of_part(word[at:])
    return _plain_stem(word)


def _of_part(part: str) -> str:
    return LEMMA_OF.get(part) or _plain_stem(part)


@lru_cache(maxsize=50_000)
def _plain_stem(word: str) -> str:
    """Snowball's stem, taken again until it stays; Snowball's own is no fixed point."""
    here = word
    for _ in range(_ROUNDS):
        shorter = _STEMMERS.dutch.stemWord(here)
        if shorter == here or len(shorter) >= len(here) + 2:
            break
        here = shorter
    return here


_PART_STEMS = frozenset(map(_of_part, COMPOUND_PARTS))


def _parts(word: str, depth: int) -> list[str]:
    at = _split(word)
    if not at:
        return [_of_part(word)] if depth else []
    left = _unlinked(word[:at])
    return [*_parts(left, depth + 1), *_parts(word[at:], depth + 1)]


@lru_cache(maxsize=50_000)
def _split(word: str) -> int:
    """Where the last part of a compound begins, 0 when the word is none.

    Two known parts are best, with the longest last part; then a known last part behind an unknown
    one; then a known first part, the longest. A word that is known itself only has known parts.
    """
    if len(word) < _SHORTEST_WORD or word in LEMMA_OF:
        return 0
    whole = _known(word)
    places = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    for test in (_both_known,) if whole else (_both_known, _last_known, _first_known):
        found = [at for at in places if test(word, at)]
        if found:
            return found[-1] if test is _first_known else found[0]
    return 0


def _both_known(word: str, at: int) -> bool:
    return _known(word[at:]) and _known(_unlinked(word[:at]))


def _last_known(word: str, at: int) -> bool:
    left, right = word[:at], word[at:]
    return len(right) >= _SHORTEST_SURE and _known(right) and _could_be_a_word(left)


def _first_known(word: str, at: int) -> bool:
    """An ending is no last part: "oplos|singen" stays whole."""
    left, right = _unlinked(word[:at]), word[at:]
    if len(left) < _SHORTEST_SURE or not _known(left) or not _could_be_a_word(right):
        return False
    return not right.startswith(_SUFFIXES) and len(_plain_stem(word)) > at + 1


def _could_be_a_word(part: str) -> bool:
    return len(part) >= _SHORTEST_UNKNOWN and bool(_VOWEL.search(part))


def _known(part: str) -> bool:
    if part in COMPOUND_PARTS:
        return True
    return len(part) >= _SHORTEST_UNKNOWN and _of_part(part) in _PART_STEMS


def _unlinked(left: str) -> str:
    """A first part without the letters that link it: "raads" → "raad", "besluiten" stays."""
    for link in ("s", "en", "e"):
        bare = left.removesuffix(link)
        if bare != left and left not in COMPOUND_PARTS and bare in COMPOUND_PARTS:
            return bare
    return left
