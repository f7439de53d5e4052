"""The first few rows of a list, and how many there are, in as few statements as that takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db.models import Model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True)
class Few(Generic[_Row]):
    """At most so many rows as were asked for, and the number of all."""

    rows: Sequence[_Row]
    count: int


def first_few(rows: QuerySet[_Row], limit: int) -> Few[_Row]:
    """One statement where all of them fit; only otherwise a second one counts."""
    found = list(rows[: limit + 1])
    return Few(found[:limit], len(found) if len(found) <= limit else rows.count())
