"""Keeping what a log told, removing it and putting it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.event_logs import rules
from draagvlak.event_logs.models import EventLog
from draagvlak.event_logs.queries import log_count

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.lib.event_log import Measured
    from draagvlak.processes.models import Process


@command
def add_log(
    *, by: Actor, process: Process, name: str, measured: Measured, once: str = ""
) -> EventLog:
    """Keep what was measured of a log; its events are not kept."""
    del once
    rules.may_add(by, process, count=log_count(by, process)).demand()
    log = EventLog.objects.create(
        workspace_id=by.tenant, process=process, name=name, measured=asdict(measured)
    )
    record("event_logs.added", by=by, on=log)
    return log


@command
def remove_log(*, by: Actor, log: EventLog) -> EventLog:
    """Take a log away; `restore_log` brings it back."""
    rules.may_remove(by, log).demand()
    log.removed_at = timezone.now()
    log.save(update_fields=["removed_at"])
    record("event_logs.removed", by=by, on=log)
    return log


@command
def restore_log(*, by: Actor, log: EventLog) -> EventLog:
    """Put a log back that was removed."""
    rules.may_restore(by, log, count=log_count(by, log.process)).demand()
    log.removed_at = None
    log.save(update_fields=["removed_at"])
    record("event_logs.put_back", by=by, on=log)
    return log
