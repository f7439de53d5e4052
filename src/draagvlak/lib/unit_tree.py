"""Units as paths: cut a path, build the tree, follow parents and name the cycles.

Names are compared folded (case, accents and spacing do not differ); the first spelling is kept.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from draagvlak.lib.fold import fold_key, squeeze

Key = TypeVar("Key", bound=Hashable)
Path = tuple[str, ...]

_SEPARATOR = re.compile(r"(?:^|\s+)/(?:\s+|$)|\s*[>\\|»→]+\s*")
_ROOTED_SEPARATOR = re.compile(r"\s*[/>\\|»→]+\s*")


@lru_cache(maxsize=4096)
def split_path(text: str) -> Path:
    r"""The names in "Bedrijfsvoering / ICT", from the top down; () for an empty text.

    Separators: > \ | » → with or without spaces, / only with spaces on both sides
    ("Verkeer/Vervoer" is one name) unless the text begins with it ("/Stad/ICT").
    """
    whole = squeeze(text)
    separator = _ROOTED_SEPARATOR if whole.startswith("/") else _SEPARATOR
    return tuple(name for name in map(squeeze, separator.split(whole)) if name.strip("/"))


def join_path(path: Path) -> str:
    """The path as people read it: "Bedrijfsvoering / ICT"."""
    return " / ".join(path)


def path_key(path: Path) -> Path:
    """The folded path: equal for two spellings of the same unit."""
    return tuple(map(fold_key, path))


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit with the units under it, in the order in which they were first seen."""

    name: str
    path: Path
    children: tuple[UnitNode, ...]


def build_tree(paths: Iterable[Path]) -> tuple[UnitNode, ...]:
    """The top units of all paths; a unit that only occurs above another one is made too."""
    seen: dict[Path, Path] = {}
    below: dict[Path, list[Path]] = {(): []}
    for path in paths:
        key: Path = ()
        spelled: Path = ()
        for name in path:
            above, key = key, (*key, fold_key(name))
            if key not in seen:
                seen[key] = (*spelled, name)
                below[above].append(key)
                below[key] = []
            spelled = seen[key]

    def node(key: Path) -> UnitNode:
        return UnitNode(seen[key][-1], seen[key], tuple(map(node, below[key])))

    return tuple(map(node, below[()]))


def find_cycle(parents: Mapping[Key, Key | None], start: Key) -> list[Key]:
    """The cycle that is reached from `start` by going up, first key repeated at the end; else [].

    `parents` gives the parent of each key; None or absence ends the way up. To judge a move, ask
    with the new parent filled in.
    """
    order: dict[Key, int] = {}
    here: Key | None = start
    while here is not None and here not in order:
        order[here] = len(order)
        here = parents.get(here)
    if here is None:
        return []
    return [*list(order)[order[here] :], here]


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolvedUnits:
    """What a list of (unit, parent) says. Keys are folded names."""

    paths: dict[str, Path]
    """Per unit its path from the top; a unit in or under a cycle has none."""
    cycles: dict[str, Path]
    """Per unit in or under a cycle: the names of that cycle, the first repeated at the end."""
    parents: dict[str, Path]
    """Units with more than one parent: those parents. The first one counts."""


def resolve(links: Iterable[tuple[str, str]]) -> ResolvedUnits:
    """Follow (unit, parent) pairs up to the top. An empty parent says nothing.

    A parent that is no unit itself becomes a top unit.
    """
    names: dict[str, str] = {}
    found: dict[str, dict[str, None]] = {}
    for unit, parent in links:
        key, above = fold_key(unit), fold_key(parent)
        if not key:
            continue
        names.setdefault(key, squeeze(unit))
        parents = found.setdefault(key, {})
        if above:
            names.setdefault(above, squeeze(parent))
            found.setdefault(above, {})
            parents.setdefault(above)
    first = {key: next(iter(parents), None) for key, parents in found.items()}
    paths: dict[str, Path] = {}
    cycles: dict[str, Path] = {}
    for key in found:
        _follow(key, first, names, paths, cycles)
    several = {
        key: tuple(names[parent] for parent in parents)
        for key, parents in found.items()
        if len(parents) > 1
    }
    return ResolvedUnits(paths=paths, cycles=cycles, parents=several)


def _follow(
    start: str,
    parents: dict[str, str | None],
    names: dict[str, str],
    paths: dict[str, Path],
    cycles: dict[str, Path],
) -> None:
    """Fill in the path or the cycle of a unit and of everything above it."""
    climbed: list[str] = []
    here: str | None = start
    while here is not None and here not in paths and here not in cycles and here not in climbed:
        climbed.append(here)
        here = parents[here]
    if here is not None and here not in paths:
        ring = cycles.get(here) or tuple(names[key] for key in find_cycle(parents, here))
        cycles.update(dict.fromkeys(climbed, ring))
        return
    path = paths[here] if here is not None else ()
    for key in reversed(climbed):
        path = (*path, names[key])
        paths[key] = path
