"""When two concerns merge, the measures of the one are for the other; and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.measures.models import MeasureConcern

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor


def move_measures(
    by: Actor, gone: UUID, kept: UUID, keys: Sequence[UUID] | None = None
) -> list[UUID]:
    """Tie the measures of one concern to another, where they are not yet; gives the links."""
    links = MeasureConcern.objects.filter(workspace_id=by.tenant)
    here = links.filter(concern_id=kept).values("measure_id")
    going = links.filter(concern_id=gone).exclude(measure_id__in=here)
    if keys is not None:
        going = going.filter(pk__in=list(keys))
    moved = list(going.values_list("pk", flat=True))
    links.filter(pk__in=moved).update(concern_id=kept)
    return moved
