"""Where concerns keep what the programme's key seals: the vault seals it anew after a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.concerns.models import Voice
from draagvlak.concerns.queries.voices import REASON_FIELD, VOICE_FIELD
from draagvlak.vault.queries import SEALED, SealedColumn

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from draagvlak.vault.models import Box


def _voices(box: Box) -> QuerySet[Voice]:
    return Voice.objects.filter(
        workspace_id=box.workspace_id, concern__programme_id=box.programme_id
    )


SEALED.register("concerns.voice", SealedColumn("pair", _voices, "sealed", VOICE_FIELD))
SEALED.register(
    "concerns.voice.reason", SealedColumn("pair", _voices, "sealed_reason", REASON_FIELD)
)
