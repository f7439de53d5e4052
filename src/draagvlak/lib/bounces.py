"""Reading what mail servers send back: which address refused a mail, and with which code.

Delivery status notifications (RFC 3464) and files with many of them (mbox). What is no such
message gives nothing.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FROM = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True)
class Bounce:
    """One address that a notification speaks of. `status` is its code, such as 5.1.1."""

    address: str
    status: str
    is_lasting: bool


def read_bounces(raw: bytes) -> list[Bounce]:
    """Every address in one message, or in a file of messages, in the order they stand there."""
    return [bounce for one in _messages(raw) for bounce in _of_message(one)]


def _messages(raw: bytes) -> Iterator[bytes]:
    if not raw.startswith(b"From "):
        yield raw
        return
    for part in _FROM.split(raw):
        if part.strip():
            yield part


def _of_message(raw: bytes) -> Iterator[Bounce]:
    message = email.message_from_bytes(raw, _class=EmailMessage, policy=email.policy.default)
    if message.get_content_type() != "multipart/report":
        return
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            found = _of_block(block) if isinstance(block, Message) else None
            if found is not None:
                yield found


def _of_block(block: Message) -> Bounce | None:
    """What one block of fields says of one recipient; the block about the server says nothing."""
    final = str(block.get("Final-Recipient", "")) or str(block.get("Original-Recipient", ""))
    address = final.partition(";")[2].strip().strip("<>") if ";" in final else final.strip()
    if "@" not in address:
        return None
    action = str(block.get("Action", "")).strip().lower()
    code = _STATUS.search(str(block.get("Status", "")))
    status = code.group(1) if code else ""
    return Bounce(address, status, action == "failed" and not status.startswith("4"))
