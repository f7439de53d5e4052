"""The work of the night, and what the outbox does: digests, mails at once, bounces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.models import Workspace
from draagvlak.notices import mail
from draagvlak.notices.commands.boxes import pause_box, system_in
from draagvlak.notices.models import Mailbox
from draagvlak.notices.queries.boxes import mark_of
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draagvlak.lib.bounces import Bounce


def plan_digests() -> Mapping[str, int | str]:
    """Every night: promise the digest of the day to everybody who takes part anywhere."""
    day, users = timezone.localdate(), set()
    for space in Workspace.objects.order_by("pk"):
        rows = Membership.objects.present().filter(workspace_id=space.pk)
        users |= set(rows.filter(user__is_active=True).values_list("user_id", flat=True))
    for user_id in sorted(users):
        mail.promise_digest(user_id, day)
    return {"people": len(users)}


def send_digest(payload: Mapping[str, str]) -> None:
    """Send one digest from the outbox."""
    mail.send_digest(payload, pause)


def send_at_once(payload: Mapping[str, str]) -> None:
    """Send one mail at once from the outbox."""
    mail.send_at_once(payload, pause)


def pause(box: Mailbox, status: str) -> None:
    """Pause an address that refused a mail."""
    pause_box(by=system_in(box.workspace), box=box, status=status)


def pause_bounced(bounces: Sequence[Bounce]) -> int:
    """Pause every address that refused a mail for good, in each workspace that mailed it."""
    lasting = {mark_of(one.address): one.status or "5.0.0" for one in bounces if one.is_lasting}
    count = 0
    for space in Workspace.objects.order_by("pk"):
        rows = Mailbox.objects.filter(workspace_id=space.pk, mark__in=lasting, paused_on=None)
        for box in rows.select_related("workspace"):
            pause(box, lasting[box.mark])
            count += 1
    return count
