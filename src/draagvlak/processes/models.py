"""Processes: what is done now, what will be done later, and what the groups say of that."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.core.models import Attachment
from draagvlak.core.tenancy import TenantForeignKey, TenantModel, TimelessModel
from draagvlak.organisations.models import Group
from draagvlak.programmes.models import Membership, Programme


class ProcessQuerySet(models.QuerySet["Process"]):
    """Small words for processes."""

    def present(self) -> ProcessQuerySet:
        """Not in the archive."""
        return self.filter(archived_at=None)


class Process(TenantModel):
    """Work that the change touches, by its name. `about` says what it brings, and to whom."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", pgettext_lazy("process", "primary")
        SECONDARY = "secondary", pgettext_lazy("process", "secondary")

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="processes", db_index=False
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    about = models.CharField(_("what it brings, and to whom"), max_length=600, blank=True)
    owner = TenantForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "name"], name="process_name_once"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="process_has_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["primary", "secondary"]), name="process_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Situation(TenantModel):
    """A process as it is now, or as it will be: a table of steps, or a model with its file.

    One that was replaced keeps its row and its steps, so that it can come back.
    """

    class Moment(models.TextChoices):
        NOW = "now", pgettext_lazy("situation", "Now")
        LATER = "later", pgettext_lazy("situation", "Later")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("situation", "draft")
        SETTLED = "settled", pgettext_lazy("situation", "settled")

    process = TenantForeignKey(Process, models.CASCADE, related_name="situations", db_index=False)
    moment = models.CharField(max_length=5, choices=Moment)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    source = TenantForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "process", "moment"],
                condition=models.Q(replaced_at=None),
                name="situation_moment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(moment__in=["now", "later"]), name="situation_moment"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "settled"]), name="situation_state"
            ),
        ]


class StepQuerySet(models.QuerySet["Step"]):
    """Small words for steps."""

    def present(self) -> StepQuerySet:
        """Not removed."""
        return self.filter(removed_at=None)


class Step(TenantModel):
    """One step. `key` stays the same when it is renamed, moved or copied to later.

    `minutes` is for one time, `often` is times a week. `waits_for` holds keys; None is the step
    above. In a model with a file, name and role come from the file.
    """

    class Fate(models.TextChoices):
        STAYS = "stays", pgettext_lazy("step", "stays")
        CHANGES = "changes", pgettext_lazy("step", "changes")
        GOES = "goes", pgettext_lazy("step", "goes")

    situation = TenantForeignKey(Situation, models.CASCADE, related_name="steps", db_index=False)
    key = models.CharField(max_length=200)
    place = models.PositiveIntegerField()
    name = models.CharField(_("step"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=200, blank=True)
    system = models.CharField(_("system"), max_length=120, blank=True)
    why = models.CharField(_("why"), max_length=600, blank=True)
    whom = models.CharField(_("for whom"), max_length=200, blank=True)
    minutes = models.DecimalField(
        _("minutes"), max_digits=7, decimal_places=1, null=True, blank=True
    )
    often = models.DecimalField(
        _("times a week"), max_digits=7, decimal_places=1, null=True, blank=True
    )
    fate = models.CharField(max_length=7, choices=Fate, blank=True)
    waits_for = models.JSONField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "situation", "key"], name="step_key_once"),
            models.CheckConstraint(
                condition=models.Q(fate__in=["", "stays", "changes", "goes"]), name="step_fate"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Correction(TenantModel):
    """What somebody said about two steps: they are one, or they are not. It outlives a model."""

    process = TenantForeignKey(Process, models.CASCADE, related_name="corrections", db_index=False)
    old_key = models.CharField(max_length=200)
    old_name = models.CharField(max_length=200, blank=True)
    old_role = models.CharField(max_length=200, blank=True)
    new_key = models.CharField(max_length=200)
    new_name = models.CharField(max_length=200, blank=True)
    new_role = models.CharField(max_length=200, blank=True)
    together = models.BooleanField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "process"], name="correction_process"),
        ]


class Performer(TenantModel):
    """Which group does the work of a role in the processes of a programme."""

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=200)
    role_key = models.CharField(max_length=200)
    group = TenantForeignKey(Group, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "role_key"], name="performer_role_once"
            ),
            models.CheckConstraint(condition=~models.Q(role_key=""), name="performer_has_role"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "group"], name="performer_group"),
        ]


class Remark(TimelessModel):
    """What somebody of a group says about a step, or (no key) about a whole process.

    A reader sees the group. `author_mark` recognises who said it when they come back and names
    nobody; a name stands here only when they gave it. `noted`: a guide wrote it down for them.
    `about` is the mark of the step as it was then.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("remark", "open")
        TAKEN = "taken", pgettext_lazy("remark", "taken over")
        ANSWERED = "answered", pgettext_lazy("remark", "answered")
        WITHDRAWN = "withdrawn", pgettext_lazy("remark", "taken back")

    process = TenantForeignKey(Process, models.CASCADE, related_name="remarks", db_index=False)
    group = TenantForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    moment = models.CharField(max_length=5, blank=True)
    key = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=64, blank=True)
    right = models.BooleanField(null=True)
    words = models.CharField(max_length=600, blank=True)
    minutes = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    often = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    fate = models.CharField(max_length=7, choices=Step.Fate, blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    noted = models.BooleanField(default=False)
    author_mark = models.CharField(max_length=64)
    said_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=600, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "process", "group", "moment", "key", "author_mark"],
                condition=models.Q(state="open"),
                name="remark_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "taken", "answered", "withdrawn"]),
                name="remark_state",
            ),
            models.CheckConstraint(
                condition=models.Q(moment__in=["", "now", "later"]), name="remark_moment"
            ),
            models.CheckConstraint(
                condition=models.Q(fate__in=["", "stays", "changes", "goes"]), name="remark_fate"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "group"], name="remark_group"),
        ]


class Confirmation(TimelessModel):
    """That a group says: this is how our work goes now, and how it will go.

    It holds as long as the steps of the group are as they were (`about` is their mark).
    """

    process = TenantForeignKey(
        Process, models.CASCADE, related_name="confirmations", db_index=False
    )
    group = TenantForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    about = models.CharField(max_length=64)
    confirmed_on = models.DateField(default=timezone.localdate)
    noted = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "process", "group"],
                condition=models.Q(removed_at=None),
                name="confirmation_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "group"], name="confirmation_group"),
        ]


class Wave(TenantModel):
    """Groups that begin to work in the new way on the same day."""

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="waves", db_index=False)
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="wave_has_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "starts_on"], name="wave_by_day"),
        ]

    def __str__(self) -> str:
        return self.name


class WaveGroup(TenantModel):
    """That a group begins in a wave."""

    wave = TenantForeignKey(Wave, models.CASCADE, related_name="members", db_index=False)
    group = TenantForeignKey(Group, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "wave", "group"], name="wavegroup_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "group"], name="wavegroup_group"),
        ]
