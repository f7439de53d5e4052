"""Effects outside the database: promised in the transaction, delivered at least once.

`promise(topic, …)` writes a row in the same transaction as its cause. A worker claims it with a
lease, calls the handler that the topic registered, and marks it done; a dead worker's lease runs
out and another takes over; after `ATTEMPTS` failures the row waits on the screen for failures.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Protocol

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from draagvlak.core.ids import uuid4
from draagvlak.core.models import OutboxMessage
from draagvlak.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

LEASE = dt.timedelta(seconds=60)
ATTEMPTS = 5
BACKOFF_SECONDS = 4.0
LEASES: dict[str, dt.timedelta] = {}
"""Topics whose work takes longer than `LEASE`."""
MINUTE = dt.timedelta(minutes=1)


class Handler(Protocol):
    """Brings about one effect. It may run twice, so it must bear that."""

    def __call__(self, payload: Mapping[str, str]) -> None: ...


TOPICS: Registry[Handler] = Registry("outbox", "Who brings about an effect outside the database?")


def promise(
    topic: str, payload: Mapping[str, str], *, workspace_id: UUID | None = None, key: str = ""
) -> None:
    """Write down an effect to bring about after commit. The same `key` is promised once."""
    if TOPICS.get(topic) is None:
        raise LookupError(f"no handler for {topic}")
    if key and OutboxMessage.objects.filter(key=key).exists():
        return
    OutboxMessage.objects.create(
        topic=topic, payload=dict(payload), workspace_id=workspace_id, key=key or None
    )


def deliver_one() -> bool:
    """Claim and deliver the message that waits longest; False when none waits."""
    message = _claim()
    if message is None:
        return False
    handler = TOPICS.get(message.topic)
    try:
        if handler is None:
            raise LookupError(message.topic)  # noqa: TRY301 told on the screen for failures
        handler(message.payload)
    except Exception as error:  # noqa: BLE001 whatever it was, the row keeps it
        _failed(message, type(error).__name__)
    else:
        _settle(message, state=OutboxMessage.State.DONE, lease=None, error="")
    return True


def deliver_all(limit: int = 1000) -> int:
    """Deliver until nothing waits (or `limit` is reached); returns how many were tried."""
    count = 0
    while count < limit and deliver_one():
        count += 1
    return count


def _claim() -> OutboxMessage | None:
    now = timezone.now()
    with transaction.atomic():
        waiting = OutboxMessage.objects.filter(_due(now), state=OutboxMessage.State.OPEN)
        waiting = waiting.order_by("run_at")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        message = waiting.first()
        if message is None:
            return None
        message.attempts += 1
        message.lease = uuid4()
        message.run_at = now + LEASES.get(message.topic, LEASE)
        message.save(update_fields=["attempts", "lease", "run_at"])
    return message


def _due(now: dt.datetime) -> Q:
    """What waits until now, and what cannot mean what it says: then the clock was set back."""
    longest = max([LEASE, *LEASES.values()])
    before_it_was_made = Q(attempts=0, created_at__gt=now + MINUTE)
    return Q(run_at__lte=now) | before_it_was_made | Q(run_at__gt=now + 2 * longest)


def _failed(message: OutboxMessage, error: str) -> None:
    last = message.attempts >= ATTEMPTS
    pause = BACKOFF_SECONDS**message.attempts * random.uniform(0.8, 1.2)  # noqa: S311 no secret
    _settle(
        message,
        state=OutboxMessage.State.DEAD if last else OutboxMessage.State.OPEN,
        lease=None,
        error=error[:200],
        run_at=timezone.now() + dt.timedelta(seconds=pause),
    )


def _settle(message: OutboxMessage, **values: object) -> None:
    """Only the holder of the lease may write the outcome."""
    OutboxMessage.objects.filter(pk=message.pk, lease=message.lease).update(**values)
