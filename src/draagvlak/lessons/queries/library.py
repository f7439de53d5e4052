"""The library as a guide reads it: by system, those of the programme first, and by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from draagvlak.core.search import asked_terms, fits, is_among
from draagvlak.lessons.queries.access import entries, picked_here, systems_here
from draagvlak.lessons.queries.likeness import entries_like
from draagvlak.lessons.queries.reading import entry_address
from draagvlak.lessons.queries.shipped import GENERAL, label_of, shelves, terms_of
from draagvlak.lib.words import index_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.lessons.queries.shipped import Entry

MOST: Final = 40
"""Entries that a search shows; who finds more, asks for more words."""
LIKE: Final = 5
FIRST: Final = 5
"""So many of what this programme is not about."""
OWN: Final = "own"
"""The filter for the lessons of the workspace itself."""


@dataclass(frozen=True)
class Asked:
    """What of the library is asked for: one system, words, both or all."""

    system: str = ""
    words: str = ""

    @classmethod
    def read(cls, values: dict[str, str]) -> Asked:
        """From an address; a system that is not there is none."""
        system = values.get("system", "")
        return cls(system if system in (OWN, *shelves()) else "", values.get("q", "").strip()[:200])

    def href(self, system: str) -> str:
        """The address of the same words in another system."""
        asked = {name: text for name, text in (("system", system), ("q", self.words)) if text}
        return f"?{urlencode(asked)}"


@dataclass(frozen=True)
class EntryRow:
    """An entry in a list. `note`: who often says it; `label`: its system, where that differs."""

    title: str
    url: str
    kind: str
    note: str
    label: str = ""
    picked: bool = False


@dataclass(frozen=True)
class Section:
    """Entries under one heading. `language`: in which they are written; `why`: why they show.

    `count`: how many there are; where that is more than the rows, `url` shows all.
    """

    key: str
    title: str
    rows: Sequence[EntryRow]
    language: str = "nl"
    why: str = ""
    count: int = 0
    url: str = ""


@dataclass(frozen=True)
class Option:
    """One choice of a filter, as the component for it takes them."""

    label: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True)
class Facet:
    """A filter with its choices."""

    label: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Library:
    """What is shown: sections, and the systems to choose from with their counts.

    `is_foreign`: the texts are not in the language of the reader.
    """

    sections: Sequence[Section]
    facets: Sequence[Facet]
    is_foreign: bool = False


def library(actor: Actor, asked: Asked) -> Library:
    """The library, or what of it is asked for (two statements)."""
    here = systems_here(actor)
    order = [*here, *(system for system in (GENERAL, *shelves()) if system not in here)]
    order = list(dict.fromkeys(order))
    fitting = [entry for entry in entries(actor) if _fits(entry, asked.words)]
    shown = [entry for entry in fitting if _is_on(entry, asked.system)]
    picked = picked_here(actor)
    options = [
        Option(
            _name(each),
            asked.href(each),
            sum(_is_on(entry, each) for entry in fitting),
            asked.system == each,
        )
        for each in ("", OWN, *order)
    ]
    sections = _sections(actor, asked, shown, picked, order, here)
    foreign = any(each.language != (get_language() or "nl")[:2] for each in shelves().values())
    return Library(sections, [Facet(_("About which system"), options)], foreign)


def _sections(  # noqa: PLR0913, PLR0917 all that a page is made of
    actor: Actor,
    asked: Asked,
    shown: Sequence[Entry],
    picked: set[str],
    order: Sequence[str],
    here: Sequence[str],
) -> list[Section]:
    if asked.words:
        return _found(actor, asked, shown, picked)
    own = [_row(actor, entry, picked) for entry in shown if entry.came]
    parts = [Section(OWN, _("Lessons of your own"), own)] if asked.system == OWN or own else []
    whole = {asked.system, *here}
    for system in order:
        found = [entry for entry in shown if entry.system == system and not entry.came]
        first = found if system in whole else found[:FIRST]
        section = Section(
            system,
            shelves()[system].label,
            [_row(actor, entry, picked) for entry in first],
            shelves()[system].language,
            _("This programme is about it.") if system in here else "",
            len(found),
            asked.href(system) if len(found) > len(first) else "",
        )
        if found:
            parts.append(section)
    return parts


def _found(actor: Actor, asked: Asked, shown: Sequence[Entry], picked: set[str]) -> list[Section]:
    """What holds the words, those in the title first; else what is most like them."""
    if shown:
        ranked = sorted(shown, key=lambda entry: not fits(entry.title, asked.words))[:MOST]
        rows = [_row(actor, entry, picked, label=True) for entry in ranked]
        return [Section("found", _("Found"), rows)]
    alike = entries_like(actor, asked.words, LIKE)
    rows = [_row(actor, match.entry, picked, label=True) for match in alike]
    return [Section("alike", _("This looks like it"), rows)] if rows else []


def _is_on(entry: Entry, system: str) -> bool:
    """Whether an entry stands under a choice of the filter."""
    return not system or (bool(entry.came) if system == OWN else entry.system == system)


def _name(system: str) -> str:
    return {"": _("Everything"), OWN: _("Lessons of your own")}.get(system) or label_of(system)


def _fits(entry: Entry, words: str) -> bool:
    asked = asked_terms(words)
    if not asked:
        return True
    terms = index_terms(entry.whole) if entry.came else terms_of(entry.key)
    return all(is_among(term, terms) for term in asked)


def _row(actor: Actor, entry: Entry, picked: set[str], *, label: bool = False) -> EntryRow:
    return EntryRow(
        title=entry.title,
        url=entry_address(actor, entry),
        kind=entry.kind,
        note=entry.came or ", ".join(entry.groups),
        label=label_of(entry.system) if label or entry.came else "",
        picked=entry.key in picked,
    )
