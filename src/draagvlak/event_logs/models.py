"""Event logs: what was measured of how a process really ran. The file itself is never kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.processes.models import Process


class EventLogQuerySet(models.QuerySet["EventLog"]):
    """Small words for event logs."""

    def present(self) -> EventLogQuerySet:
        """Not removed."""
        return self.filter(removed_at=None)


class EventLog(TenantModel):
    """What a log told about a process: sums and paths of five cases and more, and no person."""

    process = TenantForeignKey(Process, models.CASCADE, related_name="event_logs", db_index=False)
    name = models.CharField(_("name"), max_length=120)
    measured = models.JSONField()
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = EventLogQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="event_log_has_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "process"], name="event_log_process"),
        ]

    def __str__(self) -> str:
        return self.name
