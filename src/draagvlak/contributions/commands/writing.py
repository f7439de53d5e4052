"""What the commands on threads share: one line more, sealed for both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from draagvlak.contributions import rules
from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries.threads import (
    WORDS_FIELD,
    holder_context,
    write_content,
)
from draagvlak.core import crypto
from draagvlak.vault.queries import seal_for_programme

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.contributions.queries.threads import Content
    from draagvlak.core.actor import Actor


def add_line(
    by: Actor, contribution: Contribution, content: Content, *, key: UUID, from_guide: bool
) -> Message:
    """One more message at the end of a thread."""
    Contribution.objects.select_for_update().filter(
        workspace_id=by.tenant, pk=contribution.pk
    ).first()
    rows = Message.objects.filter(workspace_id=by.tenant, contribution_id=contribution.pk)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    rules.may_add_line(last).demand()
    return write_line(by, contribution, content, key=key, from_guide=from_guide, number=last + 1)


def write_line(
    by: Actor,
    contribution: Contribution,
    content: Content,
    *,
    key: UUID,
    from_guide: bool = False,
    number: int = 1,
) -> Message:
    """The line itself; nobody else can write in a thread that just began."""
    return Message.objects.create(
        id=key,
        workspace_id=by.tenant,
        contribution_id=contribution.pk,
        number=number,
        from_guide=from_guide,
        **sealed_twice(by, contribution, content, key),
    )


def sealed_twice(
    by: Actor, contribution: Contribution, content: Content, key: UUID
) -> dict[str, bytes]:
    """The two columns of a message: for the guides and for the holder."""
    plain = write_content(content)
    return {
        "for_guides": seal_for_programme(by, plain, row=key, field=WORDS_FIELD),
        "for_holder": crypto.seal_to(bytes(contribution.public_key), plain, holder_context(key)),
    }


def set_waits(by: Actor, contribution: Contribution, *, waits: bool) -> None:
    """Whether a guide has something to do."""
    Contribution.objects.filter(workspace_id=by.tenant, pk=contribution.pk).update(waits=waits)
    contribution.waits = waits
