"""A new master key: mailboxes are known by it, so that pauses and stops hold on."""

from __future__ import annotations

from draagvlak.notices.models import Mailbox
from draagvlak.notices.queries.boxes import address_of, mark_of


def mark_boxes_anew(old: bytes, new: bytes) -> int:
    """Mark each mailbox with another key; how many. One whose address changed since is past."""
    count = 0
    for box in Mailbox.objects.select_related("person").order_by("pk").iterator():
        address = address_of(box)
        if address and box.mark == mark_of(address, old):
            count += Mailbox.objects.filter(workspace_id=box.workspace_id, pk=box.pk).update(
                mark=mark_of(address, new)
            )
    return count
