"""Changing several things of a list at once: what was chosen, what it comes to, what was done.

The preview is `core/together_planned.html`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.lib.numerals import whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

MOST = 200
"""Most things that are changed at once."""


@dataclass(frozen=True)
class Planned:
    """One thing with what would change, in words; or why nothing can."""

    title: str
    changes: Sequence[str]
    refused: str = ""


@dataclass(frozen=True)
class Done:
    """How many were changed, and what was left as it is, with why."""

    changed: int
    left: Sequence[tuple[str, str]]


def read_chosen(sent: QueryDict) -> list[UUID]:
    """The keys of what was chosen in a list, each once; what is no key is passed over."""
    found: dict[UUID, None] = {}
    for text in sent.getlist("chosen"):
        try:
            found[UUID(text.partition(":")[0])] = None
        except ValueError:
            continue
    return list(found)


def read_versions(sent: QueryDict) -> dict[UUID, int]:
    """The chosen keys with the version that was looked at: "key:version"."""
    found: dict[UUID, int] = {}
    for text in sent.getlist("chosen"):
        key, _sign, version = text.partition(":")
        number = whole_number(version)
        try:
            if number is not None:
                found[UUID(key)] = number
        except ValueError:
            continue
    return found
