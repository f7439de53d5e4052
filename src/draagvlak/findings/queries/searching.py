"""Findings under the words that stand on their pages, for the search and the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.findings.queries.access import visible_findings
from draagvlak.findings.states import Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.search import Dressing, Named, ReadingOf

_TEXTS: dict[Sort, tuple[str, ...]] = {
    Sort.BOTTLENECK: ("cause", "since", "price", "remedy"),
    Sort.PRACTICE: ("reason_words", "source", "verdict_words", "replacement"),
    Sort.OPPORTUNITY: ("about",),
    Sort.FACT: ("about", "source"),
}


def findable(sort: Sort) -> ReadingOf:
    """How those of one kind that are not in the archive are read, with all of their words."""
    columns = ("pk", "title", "step_name", *_TEXTS[sort])

    def reading(actor: Actor) -> Iterator[tuple[UUID, str, str]]:
        rows = visible_findings(actor, sort).filter(archived_at=None).order_by("-pk")
        for key, title, *words in rows.values_list(*columns).iterator():
            yield key, title, " ".join(filter(None, words))

    return reading


def placed(sort: Sort) -> Dressing:
    """How those that were found are told apart: by their process. One statement."""

    def dressed(actor: Actor, query: str, found: Sequence[Named]) -> list[Named]:
        del query
        rows = visible_findings(actor, sort).filter(pk__in=[one.id for one in found])
        names = dict(rows.values_list("pk", "process__name"))
        return [one._replace(note=names.get(one.id, "")) for one in found]

    return dressed
