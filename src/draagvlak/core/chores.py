"""Work of the night: retention, sweeping, backups, the self-test.

An app registers a chore in `CHORES`. The worker looks once a minute whether the night of a chore
has come and promises it in the outbox under the chore and the day, so that it is done once, however
many workers there are. `ChoreRun` keeps how the latest one ended, for the operator.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from draagvlak.core import outbox
from draagvlak.core.models import ChoreRun, OutboxMessage, Workspace
from draagvlak.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOPIC = "core.chore"
HOUR = 2
LEASE = dt.timedelta(hours=6)
SUNDAY = 6


class ChoreFailed(Exception):  # noqa: N818 it says what is known
    """A chore could not be done; its words hold no content, for the operator reads them."""


@dataclass(frozen=True)
class Chore:
    """What to do at night, every night or on one weekday (Monday is 0).

    `run` gives figures for the operator. It may run twice, so it must bear that.
    """

    run: Callable[[], Mapping[str, int | str]]
    weekday: int | None = None

    def latest_day(self, now: dt.datetime) -> dt.date:
        """The day whose night has begun for this chore."""
        local = timezone.localtime(now)
        day = local.date() if local.hour >= HOUR else local.date() - dt.timedelta(days=1)
        if self.weekday is None:
            return day
        return day - dt.timedelta(days=(day.weekday() - self.weekday) % 7)


CHORES: Registry[Chore] = Registry("chores", "What is done at night?")


def plan_chores() -> int:
    """Promise every chore whose night has come; returns how many were new."""
    now = timezone.now()
    first = Workspace.objects.order_by("created_at").values_list("created_at", flat=True).first()
    if first is None:
        return 0
    due = {
        f"chore:{name}:{day.isoformat()}": name
        for name, chore in CHORES.items()
        if (day := chore.latest_day(now)) > timezone.localdate(first)  # not on the first day
    }
    known = set(OutboxMessage.objects.filter(key__in=due).values_list("key", flat=True))
    return sum(_promised(name, key) for key, name in due.items() if key not in known)


def do_chore(payload: Mapping[str, str]) -> None:
    """Do a chore that was promised, and keep how it ended."""
    name = payload["chore"]
    chore = CHORES.get(name)
    if chore is None:
        return
    try:
        found = dict(chore.run())
    except Exception as error:
        words = str(error) if isinstance(error, ChoreFailed) else type(error).__name__
        _keep(name, payload["on"], fine=False, found={"error": words})
        raise
    _keep(name, payload["on"], fine=True, found=found)


def _promised(name: str, key: str) -> bool:
    try:
        with transaction.atomic():
            outbox.promise(TOPIC, {"chore": name, "on": key.rpartition(":")[2]}, key=key)
    except IntegrityError:  # another worker was first
        return False
    return True


def _keep(name: str, on: str, *, fine: bool, found: Mapping[str, int | str]) -> None:
    ChoreRun.objects.update_or_create(
        chore=name,
        defaults={
            "on": dt.date.fromisoformat(on),
            "ended_at": timezone.now(),
            "fine": fine,
            "found": dict(found),
        },
    )


outbox.TOPICS.register(TOPIC, do_chore)
outbox.LEASES[TOPIC] = LEASE
"""How long a chore may take before another worker takes it over."""
