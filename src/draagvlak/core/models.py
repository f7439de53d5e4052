"""The tables of the plumbing: workspace, audit trail, idempotency, outbox, search."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.core.ids import uuid4, uuid7
from draagvlak.core.tenancy import TenantForeignKey, TenantModel, TimelessModel


class Workspace(models.Model):
    """The space of a guide and a client: the tenant that every other row belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_demo = models.BooleanField(default=False)
    all_prove_twice = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="workspace_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AuditEvent(TimelessModel):
    """That something was done, to what, by whom; never what it said.

    `actor_id` is empty and `at` is the start of the day where the actor must stay unknown.
    """

    programme_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-at"], name="audit_recent"),
            models.Index(fields=["workspace", "subject_id"], name="audit_subject"),
            models.Index(fields=["workspace", "actor_id", "-at"], name="audit_by_actor"),
        ]


class UndoRecord(TimelessModel):
    """What is needed to take one act back, sealed, until a day; what it says opens nothing else.

    It tells no more than its line of the trail (`event_id`): no moment, and nobody.
    """

    programme_id = models.UUIDField(null=True)
    event_id = models.UUIDField()
    kind = models.CharField(max_length=80)
    sealed = models.BinaryField()
    until = models.DateField()
    taken_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "event_id"], name="undorecord_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "until"], name="undorecord_until"),
        ]


class UndoTouch(TimelessModel):
    """That an undo would bring something of an object back: erasing the object erases the undo."""

    undo = TenantForeignKey(UndoRecord, models.CASCADE, related_name="touches", db_index=False)
    object_id = models.UUIDField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "object_id"], name="undotouch_object"),
            models.Index(fields=["workspace", "undo"], name="undotouch_undo"),
        ]


class OnceKey(TimelessModel):
    """A create that was done already: a retry with the same key gets the same result.

    `key` and `fingerprint` are keyed hashes, so that a row tells neither who made what stands in it
    nor when: a worry names nobody.
    """

    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    result_type = models.CharField(max_length=60)
    result_id = models.UUIDField(null=True)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="oncekey_once"),
        ]


class Pulse(TimelessModel):
    """The version of a workspace: a mark that is made anew by whoever changes something in it.

    As many rows as there were ever writers at once; together they are the version (`core.pulse`).
    A mark is random: it tells neither how often nor when something was done.
    """

    mark = models.UUIDField(default=uuid4)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace"], name="pulse_of")]


class OutboxMessage(models.Model):
    """An effect outside the database, promised in the same transaction as its cause.

    `run_at` is also the lease: it moves forward while a worker is busy.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        DONE = "done", _("done")
        DEAD = "dead", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    topic = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=160, null=True, unique=True)  # noqa: DJ001 null: no key
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    run_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["run_at"], condition=models.Q(state="open"), name="outbox_waiting"
            ),
        ]


class SearchDocument(TimelessModel):
    """The findable words of a released or registered thing; never of vault text, nor of when."""

    programme_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=30)
    object_id = models.UUIDField()
    title = models.CharField(max_length=250)
    terms = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "object_id"], name="searchdocument_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "programme_id", "kind", "id"], name="searchdocument_order"
            ),
        ]


class DataKey(TenantModel):
    """The key of a workspace for sealed server secrets, wrapped by a key outside the database."""

    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace"], name="datakey_one"),
        ]


class Attachment(TimelessModel):
    """A file that somebody added. Its content stands sealed beside the database (`core.storage`).

    An app points to it with a `TenantForeignKey`. `checksum` and `stored_size` are of the sealed
    file as it lies on the disk, so that it can be checked without any key.
    """

    programme_id = models.UUIDField(null=True)
    name = models.CharField(_("name"), max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    stored_size = models.PositiveBigIntegerField()
    checksum = models.CharField(max_length=64)
    added_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="attachment_has_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme_id"], name="attachment_programme"),
        ]


class ChoreRun(models.Model):
    """The latest run of one recurring chore of the installation, and how it ended."""

    chore = models.CharField(max_length=60, primary_key=True)
    on = models.DateField()
    ended_at = models.DateTimeField(default=timezone.now)
    fine = models.BooleanField()
    found = models.JSONField(default=dict)
