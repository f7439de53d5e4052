"""Workspaces on their way elsewhere: packages that were asked for, and where one came from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.programmes.models import Programme


class Package(TenantModel):
    """Everything of the workspace in one file, made in the background and kept for a few days.

    The file stands sealed beside the database, under the key of the row; `size` is that of the
    package inside. `done` of `tables` says how far the making is.
    """

    class State(models.TextChoices):
        MAKING = "making", _("being made")
        READY = "ready", pgettext_lazy("package", "ready")
        STOPPED = "stopped", _("stopped")
        REMOVED = "removed", _("removed")

    state = models.CharField(max_length=7, choices=State, default=State.MAKING)
    asked_by_id = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    tables = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    checksum = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["making", "ready", "stopped", "removed"]),
                name="package_state",
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=models.Q(state="making"),
                name="package_one_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-asked_at"], name="package_recent"),
        ]


class PackageCode(TenantModel):
    """The share of one programme in the lock of a package: a code for its guides, sealed."""

    package = TenantForeignKey(Package, models.CASCADE, related_name="codes", db_index=False)
    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "package", "programme"], name="packagecode_once"
            ),
        ]


class Arrival(TenantModel):
    """That this workspace came from elsewhere, and the trail that it brought.

    `trail_rows` lines from before `trail_before` came along; `trail_mark` tells whether they are
    still what they were.
    """

    made_at = models.DateTimeField()
    version = models.CharField(max_length=40, blank=True)
    engine = models.CharField(max_length=20)
    checksum = models.CharField(max_length=64)
    brought_at = models.DateTimeField(default=timezone.now)
    trail_before = models.DateTimeField()
    trail_rows = models.PositiveIntegerField()
    trail_mark = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace"], name="arrival_one"),
        ]
