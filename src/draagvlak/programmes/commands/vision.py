"""Publishing the vision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import EditConflict
from draagvlak.programmes.models import Vision
from draagvlak.programmes.queries import latest_vision
from draagvlak.programmes.rules import may_edit_programme

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


@command
def publish_vision(
    *,
    by: Actor,
    title: str,
    body: str,
    changed_because: str = "",
    base: int = 0,
    once: str = "",
) -> Vision:
    """Publish a new version of the vision, written on top of version `base` (0: there was none).

    Raises EditConflict, with the version that holds, when somebody published meanwhile.
    """
    del once
    may_edit_programme(by).demand()
    latest = latest_vision(by)
    if latest is not None and latest.number != base:
        raise EditConflict(latest)
    try:
        with transaction.atomic():
            vision = Vision.objects.create(
                workspace_id=by.tenant,
                programme_id=by.programme_id,
                number=base + 1,
                title=title.strip(),
                body=body.replace("\r\n", "\n").strip(),
                changed_because=changed_because.strip(),
                author_id=by.user_id or by.tenant,
            )
    except IntegrityError:
        theirs = latest_vision(by)
        if theirs is None:
            raise
        raise EditConflict(theirs) from None
    event = record("programmes.vision_published", by=by, on=vision)
    if latest is not None:
        leave(event, by=by, kept=str(vision.number), touches=[vision.pk])
    return vision
