"""The starter lists: facts about systems that many programmes meet, to begin a list with.

They are text, the same for everybody, and a process reads them once. Nobody asked the supplier:
that is said beside them, and `checked_on` stays empty until somebody did.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SYSTEMS: Final[Mapping[str, Sequence[str]]] = {
    "ibabs": ("ibabs",),
    "microsoft365": ("microsoft 365", "microsoft365", "office 365", "m365"),
    "teams": ("teams",),
    "sharepoint": ("sharepoint",),
}
"""The lists, in their order, and by which words a solution is known as one."""


@dataclass(frozen=True)
class Starter:
    """One fact of a starter list."""

    key: str
    name: str
    what: str
    area: str
    how: str


@dataclass(frozen=True)
class StarterList:
    """All facts about one system. `written`: the month in which they were written down."""

    system: str
    label: str
    written: str
    source: str
    starters: Sequence[Starter]


@cache
def starter_lists() -> Mapping[str, StarterList]:
    """Every list by its system."""
    folder = files("draagvlak") / "solutions" / "shipped"
    found = {}
    for system in SYSTEMS:
        raw = tomllib.loads((folder / f"{system}.toml").read_text("utf-8"))
        starters = tuple(
            Starter(f"{system}-{one['key']}", one["name"], one["what"], one["area"], one["how"])
            for one in raw["capability"]
        )
        found[system] = StarterList(system, raw["label"], raw["written"], raw["source"], starters)
    return found


def list_for(name: str) -> str:
    """The list that belongs to a solution of this name; empty when none does."""
    folded = name.casefold()
    for system, words in SYSTEMS.items():
        if system != "microsoft365" and any(word in folded for word in words):
            return system
    return "microsoft365" if any(w in folded for w in SYSTEMS["microsoft365"]) else ""
