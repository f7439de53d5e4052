"""What is agreed about contributions: how long they are kept, where wrongdoing belongs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db.models import Max
from django.utils import timezone

from draagvlak.contributions.models import Agreement, Contribution

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

MONTHS: Final = (6, 12, 24, 36)
DEFAULT_MONTHS: Final = 24
SOON: Final = dt.timedelta(days=30)


def agreement_of(actor: Actor) -> Agreement:
    """What is agreed in the programme; where nobody wrote anything down, what holds anyway."""
    rows = Agreement.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return rows.first() or Agreement(
        workspace_id=actor.tenant, programme_id=actor.programme_id, version=0
    )


def silent_since(workspace_id: UUID, programme_id: UUID, day: dt.date) -> QuerySet[Contribution]:
    """The contributions in whose thread nobody wrote anything since before a day."""
    rows = Contribution.objects.filter(workspace_id=workspace_id, programme_id=programme_id)
    return rows.annotate(latest=Max("messages__on")).filter(latest__lt=day)


def keep_until(months: int, today: dt.date | None = None) -> dt.date:
    """A thread that was last written in before this day is older than so many months."""
    today = today or timezone.localdate()
    whole = today.year * 12 + today.month - 1 - months
    first = dt.date(whole // 12, whole % 12 + 1, 1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    last = (following - dt.timedelta(days=1)).day
    return first.replace(day=min(today.day, last))


def leaving_soon(actor: Actor) -> int:
    """How many contributions leave within a month, because they are old."""
    before = keep_until(agreement_of(actor).kept_months) + SOON
    return silent_since(actor.tenant, actor.programme_id, before).count()
