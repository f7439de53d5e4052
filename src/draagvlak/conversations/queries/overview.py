"""Coverage as its pages show it, remembered as long as nothing changes in the workspace.

Only numbers of groups, layers, units and organisations: who was heard is asked each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.conversations.queries import coverage, unheard
from draagvlak.conversations.states import Axis
from draagvlak.core.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.conversations.queries.coverage import BoundRow, CoveragePage, Whole
    from draagvlak.conversations.queries.unheard import NextUp
    from draagvlak.core.actor import Actor


def page_of(actor: Actor, axis: Axis, parent: str = "", after: str = "") -> CoveragePage:
    """One page of the parts of an axis. For guides only: others Http404."""

    def look() -> CoveragePage:
        return coverage.coverage_page(actor, axis, parent=parent, after=after)

    return remembered(actor, "coverage.page", look, axis, parent, after)


def whole(actor: Actor) -> Whole:
    """How many people, and how many of them were heard."""
    return remembered(actor, "coverage.whole", lambda: coverage.whole(actor))


def whom_next(actor: Actor) -> Sequence[NextUp]:
    """Whom to hear next, each with its reason in words. For guides only: others Http404."""

    def look() -> Sequence[NextUp]:
        return unheard.proposals(actor, page_of(actor, Axis.GROUP).rows)

    return remembered(actor, "coverage.next", look)


def bounds(actor: Actor) -> Sequence[BoundRow]:
    """Per group a lower bound of how many were heard: for the lead."""
    return remembered(actor, "coverage.bounds", lambda: coverage.group_bounds(actor))
