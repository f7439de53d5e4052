"""What the commands on quotes share: writing the sealed content, counting what is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.db.models.functions import Greatest

from draagvlak.conversations.models import ApprovedTally, RawQuote
from draagvlak.conversations.queries.content import write_content
from draagvlak.conversations.queries.quotes import QUOTE
from draagvlak.core.versions import save_if_unchanged
from draagvlak.vault.queries import Sealed, seal

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.conversations.models import Conversation
    from draagvlak.conversations.queries.content import QuoteContent
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault
    from draagvlak.vault.models import Box


def open_box(conversation: Conversation) -> Box:
    """The box of a conversation that has notes. Raises `Sealed` when it has none."""
    if conversation.box is None:
        raise Sealed
    return conversation.box


def sealed_content(
    vault: OpenVault, conversation: Conversation, key: UUID, content: QuoteContent
) -> bytes:
    """The content of a quote, sealed for its row."""
    return seal(vault, open_box(conversation), write_content(content), row=key, field=QUOTE)


def put_sealed(
    vault: OpenVault,
    conversation: Conversation,
    quote: RawQuote,
    content: QuoteContent,
    *,
    version: int,
) -> RawQuote:
    """Write changed content. Raises `EditConflict` when somebody else did so first."""
    sealed = sealed_content(vault, conversation, quote.pk, content)
    return save_if_unchanged(quote, expected=version, changes={"sealed": sealed})


def tally(by: Actor, conversation: Conversation, change: int) -> None:
    """More or fewer approved quotes in the conversations of one guide."""
    if not change:
        return
    row, _made = ApprovedTally.objects.get_or_create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        author_id=conversation.author_id,
    )
    ApprovedTally.objects.filter(workspace_id=by.tenant, pk=row.pk).update(
        count=Greatest(F("count") + change, 0)
    )
