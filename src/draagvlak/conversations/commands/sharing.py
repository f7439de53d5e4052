"""Letting another guide read what was said, and taking that away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.conversations import rules
from draagvlak.conversations.commands.sealing import open_box
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.vault.commands import share_box, unshare_box

if TYPE_CHECKING:
    from draagvlak.conversations.models import Conversation
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault
    from draagvlak.vault.models import Keyring


@command
def share_conversation(
    *, by: Actor, vault: OpenVault, conversation: Conversation, reader: Keyring
) -> Conversation:
    """Let a guide with a vault read the notes and quotes of a conversation, and add their own."""
    rules.may_share(by, vault, conversation).demand()
    share_box(by=by, vault=vault, box=open_box(conversation), reader=reader)
    record("conversations.shared", by=by, on=conversation)
    return conversation


@command
def unshare_conversation(
    *, by: Actor, vault: OpenVault, conversation: Conversation, reader: Keyring
) -> Conversation:
    """From now on this guide cannot read it. What was read before cannot be unread."""
    rules.may_unshare(by, vault, conversation, reader).demand()
    unshare_box(by=by, vault=vault, box=open_box(conversation), reader=reader)
    record("conversations.unshared", by=by, on=conversation)
    return conversation
