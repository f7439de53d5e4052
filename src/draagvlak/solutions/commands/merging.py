"""When two concerns merge, their steps and what solutions do for them go along, and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.solutions.models import Fit, Tie

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor


def move_ties(by: Actor, gone: UUID, kept: UUID, keys: Sequence[UUID] | None = None) -> list[UUID]:
    """Move the steps of one concern to another, where it has them not yet; gives the ties."""
    rows = Tie.objects.filter(workspace_id=by.tenant)
    going = rows.filter(concern_id=gone).exclude(
        mark_id__in=list(rows.filter(concern_id=kept).values_list("mark_id", flat=True))
    )
    if keys is not None:
        going = going.filter(pk__in=list(keys))
    moved = list(going.values_list("pk", flat=True))
    rows.filter(pk__in=moved).update(concern_id=kept)
    return moved


def move_fits(by: Actor, gone: UUID, kept: UUID, keys: Sequence[UUID] | None = None) -> list[UUID]:
    """Move what was said of solutions for one concern, where nothing was said; gives the fits."""
    rows = Fit.objects.filter(workspace_id=by.tenant)
    going = rows.filter(concern_id=gone).exclude(
        solution_id__in=list(rows.filter(concern_id=kept).values_list("solution_id", flat=True))
    )
    if keys is not None:
        going = going.filter(pk__in=list(keys))
    moved = list(going.values_list("pk", flat=True))
    rows.filter(pk__in=moved).update(concern_id=kept)
    return moved
