"""Who reads along with a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from draagvlak.conversations import commands, rules
from draagvlak.conversations.queries import conversations as queries
from draagvlak.conversations.views.door import behind_vault, conversation_address
from draagvlak.core.web import page, say, seen, to
from draagvlak.vault.queries import access_holder, access_reader, other_readers, readers

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request


@behind_vault
@require_safe
def conversation_share(request: Request, vault: OpenVault, conversation_id: UUID) -> HttpResponse:
    """The guides who read along, and those who could."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    inside = readers(request.actor, conversation.box) if conversation.box else []
    outside = [one for one in other_readers(request.actor) if one not in inside]
    context = {
        "conversation": conversation,
        "inside": inside,
        "outside": outside,
        "may_share": rules.may_share(request.actor, vault, conversation),
    }
    return page(request, "conversations/conversation_share.html", context)


@behind_vault
@require_POST
def reader_add(
    request: Request, vault: OpenVault, conversation_id: UUID, keyring_id: UUID
) -> HttpResponse:
    """Let another guide read along."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    reader = access_reader(request.actor, keyring_id)
    commands.share_conversation(
        by=request.actor, vault=vault, conversation=conversation, reader=reader
    )
    keys = {"conversation_id": conversation_id, "keyring_id": keyring_id}
    undo = to(request.actor, "conversations:reader_remove", **keys)
    say(request, _("%(name)s can read along now.") % {"name": reader.user.name}, undo=undo)
    return seen(request, conversation_address(request, conversation_id, "share"))


@behind_vault
@require_POST
def reader_remove(
    request: Request, vault: OpenVault, conversation_id: UUID, keyring_id: UUID
) -> HttpResponse:
    """From now on that guide does not."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    reader = access_holder(request.actor, conversation.box, keyring_id)
    commands.unshare_conversation(
        by=request.actor, vault=vault, conversation=conversation, reader=reader
    )
    keys = {"conversation_id": conversation_id, "keyring_id": keyring_id}
    back = to(request.actor, "conversations:reader_add", **keys)
    undo = back if reader in other_readers(request.actor) else ""
    say(request, _("%(name)s no longer reads along.") % {"name": reader.user.name}, undo=undo)
    return seen(request, conversation_address(request, conversation_id, "share"))
