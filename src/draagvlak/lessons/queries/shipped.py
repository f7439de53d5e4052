"""The shipped library: what is often heard, what is often underneath, and what can help.

It is text, belongs to no workspace and is the same for everybody; a process reads it once.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from draagvlak.lib.fold import fold
from draagvlak.lib.similar import piece_features, word_features
from draagvlak.lib.words import index_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GENERAL: Final = "algemeen"
NAMES: Final[Mapping[str, Sequence[str]]] = {
    "ibabs": ("ibabs",),
    "microsoft365": ("microsoft 365", "office 365", "microsoft365", "office365", "m365", "o365"),
    "teams": ("teams",),
    "sharepoint": ("sharepoint",),
    "maatwerk": ("maatwerk", "custom"),
    GENERAL: (),
}
"""The systems of the library, in their order, and by which words a solution is known as one."""


@dataclass(frozen=True)
class KnownMeasure:
    """Something that can help: what it does and when, and what to mind."""

    key: str
    kind: str
    title: str
    worked: str
    mind: str = ""
    reasons: str = ""


@dataclass(frozen=True)
class KnownCause:
    """What is often underneath, on its two axes, and what helps against it."""

    key: str
    title: str
    about: str
    sits: str
    measures: Sequence[KnownMeasure]


@dataclass(frozen=True)
class Entry:
    """A worry or wish that is often heard. `came`: where it is from, when it was not shipped."""

    key: str
    system: str
    kind: str
    title: str
    causes: Sequence[KnownCause]
    said: Sequence[str] = field(default=())
    why: str = ""
    ask: Sequence[str] = field(default=())
    groups: Sequence[str] = field(default=())
    came: str = ""

    @property
    def text(self) -> str:
        """What likeness is measured by: the concern as people say it."""
        return " ".join((self.title, *self.said))

    def text_with(self, cause: KnownCause) -> str:
        """The same together with one of its causes."""
        return f"{self.text} {cause.title}"

    @property
    def whole(self) -> str:
        """Every word of it, for a search."""
        causes = (
            " ".join((cause.title, *(f"{one.title} {one.worked}" for one in cause.measures)))
            for cause in self.causes
        )
        return " ".join((self.text, self.why, *self.groups, *causes))


@dataclass(frozen=True)
class Shelf:
    """All entries about one system. `language`: in which its texts are written."""

    system: str
    label: str
    language: str
    entries: Sequence[Entry]


@cache
def shelves() -> Mapping[str, Shelf]:
    """The whole library by system; read once by a process."""
    folder = files("draagvlak") / "lessons" / "shipped"
    found = {}
    for system in NAMES:
        written = tomllib.loads((folder / f"{system}.toml").read_text("utf-8"))
        entries = tuple(_entry(system, one) for one in written["entry"])
        found[system] = Shelf(system, written["label"], written["language"], entries)
    return found


@cache
def _by_key() -> Mapping[str, Entry]:
    return {entry.key: entry for shelf in shelves().values() for entry in shelf.entries}


def shipped_entry(key: str) -> Entry | None:
    """One entry by its key; None when it is not (or no longer) shipped."""
    return _by_key().get(key)


def label_of(system: str) -> str:
    """The name of a system on the screen."""
    return shelves()[system].label


def systems_in(names: Iterable[str]) -> list[str]:
    """The systems that these names of solutions speak of, in the order of the library."""
    spoken = [fold(name) for name in names]
    return [
        system
        for system, words in NAMES.items()
        if any(word in name for word in words for name in spoken)
    ]


@cache
def terms_of(key: str) -> frozenset[str]:
    """The terms of a shipped entry, for a search."""
    entry = _by_key()[key]
    return frozenset(index_terms(f"{entry.whole} {label_of(entry.system)}"))


def words_of(text: str) -> Iterable[str]:
    """Features of words; remembered for texts that are shipped, and for no others."""
    return _features()[0].get(text) or word_features(text)


def pieces_of(text: str) -> Iterable[str]:
    """Features of pieces of words, remembered likewise."""
    return _features()[1].get(text) or piece_features(text)


@cache
def _features() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    words: dict[str, frozenset[str]] = {}
    pieces: dict[str, frozenset[str]] = {}
    for entry in _by_key().values():
        for text in (entry.text, *(cause.title for cause in entry.causes)):
            words[text] = frozenset(word_features(text))
            pieces[text] = frozenset(piece_features(text))
        for cause in entry.causes:
            for found in (words, pieces):
                found[entry.text_with(cause)] = found[entry.text] | found[cause.title]
    return words, pieces


def _entry(system: str, written: dict[str, object]) -> Entry:
    key = _text(written, "key")
    return Entry(
        key=key,
        system=system,
        kind=_text(written, "kind"),
        title=_text(written, "title"),
        causes=tuple(
            _cause(f"{key}.{place}", one) for place, one in enumerate(_list(written, "causes"))
        ),
        said=tuple(map(str, _list(written, "said"))),
        why=_text(written, "why"),
        ask=tuple(map(str, _list(written, "ask"))),
        groups=tuple(map(str, _list(written, "groups"))),
    )


def _cause(key: str, written: object) -> KnownCause:
    table = _table(written)
    return KnownCause(
        key=key,
        title=_text(table, "title"),
        about=_text(table, "about"),
        sits=_text(table, "sits"),
        measures=tuple(
            _measure(f"{key}.{place}", one) for place, one in enumerate(_list(table, "measures"))
        ),
    )


def _measure(key: str, written: object) -> KnownMeasure:
    table = _table(written)
    texts = {name: _text(table, name) for name in ("kind", "title", "worked", "mind", "reasons")}
    return KnownMeasure(key=key, **texts)


def _text(table: dict[str, object], name: str) -> str:
    return str(table.get(name, ""))


def _list(table: dict[str, object], name: str) -> list[object]:
    found = table[name]
    if not isinstance(found, list):
        raise TypeError(name)
    return found


def _table(found: object) -> dict[str, object]:
    if not isinstance(found, dict):
        raise TypeError("no table")
    return found
