"""What taking back an act on solutions would come to, for many acts at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.core.returning import look_at, look_away
from draagvlak.solutions.queries import visible_capabilities, visible_ties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.core.undo import Outlook

look_at_untied = look_away(lambda actor: visible_ties(actor).exclude(removed_at=None))
look_at_removed = look_away(lambda actor: visible_capabilities(actor).exclude(removed_at=None))


def look_at_imported(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """What came together can go while one of it stands as it came. One statement."""
    batches = [tuple(UUID(key) for key in json.loads(each)["rows"]) for each in kept]
    rows = visible_capabilities(actor).present().filter(version=1)
    here = set(
        rows.filter(pk__in={key for batch in batches for key in batch}).values_list("pk", flat=True)
    )
    return look_at(batches, {batch for batch in batches if here.intersection(batch)})
