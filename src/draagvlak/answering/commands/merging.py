"""When two concerns merge, the drafts that were asked about one go along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.answering.models import AskedDraft
from draagvlak.answering.queries.drafts import OPEN, is_asked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor


def move_drafts(
    by: Actor, gone: UUID, kept: UUID, keys: Sequence[UUID] | None = None
) -> list[UUID]:
    """Tie the drafts of one concern to another; gives their keys.

    Where one is asked for about both, that of the concern that goes on stays the one.
    """
    going = AskedDraft.objects.filter(workspace_id=by.tenant, concern_id=gone)
    if keys is not None:
        going = going.filter(pk__in=list(keys))
    if is_asked(by, kept):
        going = going.exclude(state__in=OPEN)
    moved = list(going.values_list("pk", flat=True))
    AskedDraft.objects.filter(workspace_id=by.tenant, pk__in=moved).update(concern_id=kept)
    return moved
