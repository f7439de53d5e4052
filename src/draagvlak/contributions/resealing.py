"""Where contributions keep what the programme's key seals: sealed anew after a change of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries.threads import REACH_FIELD, WHO_FIELD, WORDS_FIELD
from draagvlak.vault.queries import SEALED, SealedColumn

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from draagvlak.vault.models import Box


def _contributions(box: Box) -> QuerySet[Contribution]:
    return Contribution.objects.filter(workspace_id=box.workspace_id, programme_id=box.programme_id)


def _messages(box: Box) -> QuerySet[Message]:
    return Message.objects.filter(
        workspace_id=box.workspace_id, contribution__programme_id=box.programme_id
    )


SEALED.register("contributions.who", SealedColumn("pair", _contributions, "sealed", WHO_FIELD))
SEALED.register("contributions.reach", SealedColumn("pair", _contributions, "reach", REACH_FIELD))
SEALED.register("contributions.message", SealedColumn("pair", _messages, "for_guides", WORDS_FIELD))
