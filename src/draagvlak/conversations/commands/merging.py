"""When two concerns merge, released quotes go along; what is sealed stays sealed as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.conversations.models import ReleasedQuote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor


def move_released(
    by: Actor, gone: UUID, kept: UUID, keys: Sequence[UUID] | None = None
) -> list[UUID]:
    """Tie the released quotes of one concern to another; gives their keys.

    A raw quote names its concern inside its seal. Nobody opens it for this: who reads it follows
    the merged concern to the one that it goes on in.
    """
    going = ReleasedQuote.objects.filter(workspace_id=by.tenant, concern_id=gone)
    if keys is not None:
        going = going.filter(pk__in=list(keys))
    moved = list(going.values_list("pk", flat=True))
    ReleasedQuote.objects.filter(workspace_id=by.tenant, pk__in=moved).update(concern_id=kept)
    return moved
