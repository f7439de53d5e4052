"""What the ways back of several apps share: columns as they were, and things that were put away.

An app says which columns of a row can be put back (`Edited`) and which rows were put away
(`look_away`); what stands in between, from keeping the texts to telling what was changed since,
is here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from draagvlak.core.undo import Look, Outlook
from draagvlak.core.verdict import YES, no

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.core.actor import Actor

M = TypeVar("M", bound=models.Model)
M_contra = TypeVar("M_contra", bound=models.Model, contravariant=True)
K = TypeVar("K")
Texts = dict[str, str | None]


class Shut(Protocol[M_contra]):
    """The columns of rows that cannot come back, for many rows at once."""

    def __call__(
        self, actor: Actor, rows: Sequence[tuple[M_contra, Earlier]]
    ) -> set[tuple[UUID, str]]: ...


@dataclass(frozen=True)
class Earlier:
    """One row of an act: what its columns were and became, as texts (None: empty)."""

    id: UUID
    was: Mapping[str, str | None]
    now: Mapping[str, str | None]


def texts_of(row: models.Model, names: Iterable[str]) -> Texts:
    """The columns of a row as texts, to keep and to compare."""
    found: Texts = {}
    for name in names:
        column = _column(type(row), name)
        empty = column.value_from_object(row) is None
        found[name] = None if empty else column.value_to_string(row)
    return found


def write_earlier(rows: Iterable[Earlier]) -> str:
    """As JSON, for the sealed record of an undo."""
    return json.dumps(
        [{"id": str(row.id), "was": dict(row.was), "now": dict(row.now)} for row in rows]
    )


def read_earlier(kept: str) -> list[Earlier]:
    """What `write_earlier` wrote."""
    return [Earlier(UUID(row["id"]), row["was"], row["now"]) for row in json.loads(kept)]


@dataclass(frozen=True)
class Edited(Generic[M]):
    """How what was written about things of one kind becomes again what it was.

    `rows` are those that stand and that the actor sees. `names` are the columns that can come
    back, with how a sentence says them. What stands `together` comes back together or not at all.
    `shut` says which columns cannot come back although nothing changed since.
    """

    rows: Callable[[Actor], QuerySet[M]]
    names: Mapping[str, StrPromise]
    together: Sequence[frozenset[str]] = field(default=())
    shut: Shut[M] | None = None
    title: Callable[[M], str] = str

    def before(self, row: M) -> Texts:
        """What an act is about to change, as it is."""
        return texts_of(row, self.names)

    def kept(self, before: Mapping[str, str | None], row: M) -> str:
        """What `leave` keeps of an act on one row."""
        return write_earlier([self.changed(before, row)])

    def changed(self, before: Mapping[str, str | None], row: M) -> Earlier:
        """What the act changed, with what stands together with it."""
        now = texts_of(row, self.names)
        found = {name for name in self.names if before[name] != now[name]}
        for unit in self.together:
            if found & unit:
                found |= unit
        return Earlier(
            row.pk,
            {name: before[name] for name in found},
            {name: now[name] for name in found},
        )

    def look(self, actor: Actor, kept: Sequence[str]) -> list[Outlook]:
        """What was changed since stays; when nothing is left to put back, it says so."""
        acts = [read_earlier(each) for each in kept]
        standing = self._standing(actor, [row for act in acts for row in act])
        return [self._outlook(act, standing) for act in acts]

    def returning(self, actor: Actor, kept: str) -> list[tuple[M, dict[str, object]]]:
        """The rows that get something back, each with the columns to write."""
        act = read_earlier(kept)
        standing = self._standing(actor, act)
        found = []
        for each in act:
            back = self._back(each, standing)
            if back:
                row = standing.rows[each.id]
                found.append((row, _typed(type(row), back)))
        return found

    def _standing(self, actor: Actor, act: Sequence[Earlier]) -> _Standing[M]:
        rows = {row.pk: row for row in self.rows(actor).filter(pk__in={each.id for each in act})}
        if self.shut is None:
            return _Standing(rows, frozenset())
        pairs = [(rows[each.id], each) for each in act if each.id in rows]
        return _Standing(rows, frozenset(self.shut(actor, pairs)))

    def _back(self, each: Earlier, standing: _Standing[M]) -> Texts:
        """The columns that still are as the act left them, with what they were."""
        row = standing.rows.get(each.id)
        if row is None:
            return {}
        texts = texts_of(row, each.now)
        held = {
            name
            for name, value in each.now.items()
            if texts[name] != value or (each.id, name) in standing.shut
        }
        for unit in self.together:
            if held & unit:
                held |= unit
        return {name: each.was[name] for name in each.now if name not in held}

    def _outlook(self, act: Sequence[Earlier], standing: _Standing[M]) -> Outlook:
        stays: list[str] = []
        returns = 0
        for each in act:
            back = self._back(each, standing)
            returns += len(back)
            if each.id not in standing.rows:
                stays.append(_("Something that is no longer there."))
                continue
            held = [
                str(words)
                for name, words in self.names.items()
                if name in each.now and name not in back
            ]
            if held:
                title = self.title(standing.rows[each.id])
                words = _("“%(title)s”: %(what)s was changed since.")
                stays.append(words % {"title": title, "what": ", ".join(held)})
        if not returns:
            return Outlook(no(_("Everything of it was changed since, so nothing can be put back.")))
        return Outlook(stays=stays)


@dataclass(frozen=True)
class _Standing(Generic[M]):
    """Rows as they are now, and what of them cannot come back."""

    rows: Mapping[UUID, M]
    shut: frozenset[tuple[UUID, str]]


def keep_key(row: models.Model) -> str:
    """What `leave` keeps of putting one thing away: its key."""
    return json.dumps({"id": str(row.pk)})


def kept_key(kept: str) -> UUID:
    """What `keep_key` wrote."""
    return UUID(json.loads(kept)["id"])


def look_away(away: Callable[[Actor], QuerySet[M]]) -> Look:
    """Whether things that were put away still are; `away` are those that are (one statement)."""

    def look(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
        keys = [kept_key(each) for each in kept]
        found = set(away(actor).filter(pk__in=set(keys)).values_list("pk", flat=True))
        return look_at(keys, found)

    return look


def look_at(keys: Sequence[K], still: Collection[K]) -> list[Outlook]:
    """The outlook of each key: it comes back while it is among `still`."""
    gone = Outlook(no(_("This was changed since, so it cannot be taken back from here.")))
    return [Outlook(YES) if key in still else gone for key in keys]


def _typed(model: type[models.Model], texts: Texts) -> dict[str, object]:
    """Columns to write, from the texts that were kept."""
    found: dict[str, object] = {}
    for name, text in texts.items():
        column = _column(model, name)
        found[column.attname] = None if text is None else column.to_python(text)
    return found


def _column(model: type[models.Model], name: str) -> models.Field[object, object]:
    return next(each for each in model._meta.fields if each.name == name)
