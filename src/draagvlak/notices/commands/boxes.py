"""What becomes of the mail to an address: stopped by its reader, paused when refused, tried again.

Stopping and pausing are done by who holds a link and by the mail server: the trail names nobody.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.actor import SYSTEM, Actor, WorkspaceRef
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.notices import rules

if TYPE_CHECKING:
    from draagvlak.core.models import Workspace
    from draagvlak.notices.models import Mailbox


def system_in(space: Workspace) -> Actor:
    """The product itself, in a workspace."""
    return replace(SYSTEM, workspace=WorkspaceRef(space.pk, space.slug, space.name))


@command
def stop_mail(*, by: Actor, box: Mailbox) -> Mailbox:
    """Send no such mail to this mailbox any more. Doing it twice changes nothing."""
    rules.may_stop(is_known=box.workspace_id == by.tenant).demand()
    if box.stopped_on is None:
        box.stopped_on = timezone.localdate()
        box.save(update_fields=["stopped_on"])
    record("notices.stopped", by=by, on=box, hidden=True)
    return box


@command
def take_mail_again(*, by: Actor, box: Mailbox) -> Mailbox:
    """Its own reader wants the mail again."""
    rules.may_choose(by).demand()
    rules.may_stop(is_known=box.user_id == by.user_id).demand()
    box.stopped_on = None
    box.save(update_fields=["stopped_on"])
    record("notices.resumed", by=by, on=box)
    return box


@command
def pause_box(*, by: Actor, box: Mailbox, status: str) -> Mailbox:
    """An address refused the mail for good: send nothing more until somebody tries again."""
    rules.may_pause(is_lasting=status.startswith("5")).demand()
    if box.paused_on is None:
        box.paused_on = timezone.localdate()
        box.refused_with = status[:20]
        box.save(update_fields=["paused_on", "refused_with"])
    record("notices.paused", by=by, on=box, hidden=True)
    return box


@command
def retry_box(*, by: Actor, box: Mailbox) -> Mailbox:
    """Send mail to this address again; when it is refused again, it is paused again."""
    rules.may_retry(by, box).demand()
    box.paused_on, box.refused_with = None, ""
    box.save(update_fields=["paused_on", "refused_with"])
    record("notices.tried_again", by=by, on=box)
    return box
