"""What somebody said by hand about pairs, kept so that it still holds for a next version."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.lib.process_diff.side import folded_name, likeness

if TYPE_CHECKING:
    from draagvlak.lib.process_diff.side import Side

_LIKE = 0.3


@dataclass(frozen=True, slots=True)
class Anchor:
    """A node as it was when somebody pointed at it."""

    id: str
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """These two are one (`together`), or they are not."""

    old: Anchor
    new: Anchor
    together: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Corrections that hold for two models, and those whose nodes are no longer found."""

    together: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str], ...]
    lost: tuple[Correction, ...]


def anchor(side: Side, node: str) -> Anchor:
    """An anchor for a node. Raises KeyError for one that is not in the model."""
    return Anchor(node, side.nodes[node].name, side.role_name(node))


def held(corrections: tuple[Correction, ...], old: Side, new: Side) -> Held:
    """Find the nodes of corrections again: by id and name, or by a name that occurs once.

    A later correction about the same two wins.
    """
    said: dict[tuple[str, str], bool] = {}
    lost = []
    names = _by_name(old), _by_name(new)
    for one in corrections:
        pair = _found(old, names[0], one.old), _found(new, names[1], one.new)
        if pair[0] and pair[1]:
            said.pop(pair, None)
            said[pair] = one.together
        else:
            lost.append(one)
    together: dict[str, str] = {}
    for (ours, theirs), both in said.items():
        if both:
            for key in [k for k, v in together.items() if k == ours or v == theirs]:
                del together[key]
            together[ours] = theirs
    apart = tuple(pair for pair, both in said.items() if not both)
    return Held(tuple(together.items()), apart, tuple(lost))


def _by_name(side: Side) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, name in side.folded.items():
        found[name].append(key)
    return found


def _found(side: Side, names: dict[str, list[str]], wanted: Anchor) -> str:
    """The id of a node, "" when nobody can say."""
    name = folded_name(wanted.name)
    there = side.folded.get(wanted.id)
    if there is not None and (there == name or likeness(there, name) >= _LIKE):
        return wanted.id
    same = names.get(name, []) if name else []
    if len(same) > 1:
        role = folded_name(wanted.role)
        same = [key for key in same if folded_name(side.role_name(key)) == role]
    return same[0] if len(same) == 1 else ""
