"""Units by the way down to them, and the units that an import has to make."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from draagvlak.core.ids import uuid7
from draagvlak.lib.fold import fold_key
from draagvlak.organisations.imports.paths import WIDTH, next_step

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


class KnownUnit(NamedTuple):
    """A unit that stands in the register."""

    id: UUID
    organisation_id: UUID
    parent_id: UUID | None
    name: str
    path: str


class NewUnit(NamedTuple):
    """A unit to be made; units above it come before it. `way`: the names from the top."""

    id: UUID
    organisation_id: UUID
    parent_id: UUID | None
    name: str
    path: str
    depth: int
    way: tuple[str, ...]


class UnitMaker:
    """Finds units by their names from the top, folded; remembers which ones are missing."""

    def __init__(self, known: Iterable[KnownUnit]) -> None:
        self.made: list[NewUnit] = []
        self._ids: dict[tuple[UUID, UUID | None, str], tuple[UUID, str]] = {}
        self._last: dict[tuple[UUID, str], str] = {}
        self._found: dict[tuple[UUID, tuple[str, ...]], UUID] = {}
        for unit in known:
            key = (unit.organisation_id, unit.parent_id, fold_key(unit.name))
            self._ids.setdefault(key, (unit.id, unit.path))
            self._taken(unit.organisation_id, unit.path)

    def find(self, organisation_id: UUID, way: tuple[str, ...]) -> UUID | None:
        """The unit at the end of this way, None when it is not there."""
        parent: UUID | None = None
        for name in way:
            entry = self._ids.get((organisation_id, parent, fold_key(name)))
            if entry is None:
                return None
            parent = entry[0]
        return parent

    def find_or_make(self, organisation_id: UUID, way: tuple[str, ...]) -> UUID | None:
        """The same, with what is missing on the way made; None for an empty way."""
        if not way:
            return None
        ready = self._found.get((organisation_id, way))
        if ready is not None:
            return ready
        parent: UUID | None = None
        path = ""
        for depth, name in enumerate(way):
            key = (organisation_id, parent, fold_key(name))
            if key not in self._ids:
                self._ids[key] = self._make(organisation_id, parent, path, way[: depth + 1])
            parent, path = self._ids[key]
        if parent is not None:
            self._found[organisation_id, way] = parent
        return parent

    def _make(
        self, organisation_id: UUID, parent: UUID | None, above: str, way: tuple[str, ...]
    ) -> tuple[UUID, str]:
        path = above + next_step(self._last.get((organisation_id, above), ""))
        self._taken(organisation_id, path)
        unit = NewUnit(uuid7(), organisation_id, parent, way[-1], path, len(way) - 1, way)
        self.made.append(unit)
        return unit.id, path

    def _taken(self, organisation_id: UUID, path: str) -> None:
        key = (organisation_id, path[:-WIDTH])
        self._last[key] = max(self._last.get(key, ""), path[-WIDTH:])
