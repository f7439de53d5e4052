"""When two concerns merge, what answers the one answers the other; and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.findings.models import OpportunityConcern

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor


def move_opportunities(
    by: Actor, gone: UUID, kept: UUID, keys: Sequence[UUID] | None = None
) -> list[UUID]:
    """Tie the opportunities of one concern to another, where they are not yet; gives the ties."""
    ties = OpportunityConcern.objects.filter(workspace_id=by.tenant)
    here = ties.filter(concern_id=kept).values("opportunity_id")
    going = ties.filter(concern_id=gone).exclude(opportunity_id__in=here)
    if keys is not None:
        going = going.filter(pk__in=list(keys))
    moved = list(going.values_list("pk", flat=True))
    ties.filter(pk__in=moved).update(concern_id=kept)
    return moved
