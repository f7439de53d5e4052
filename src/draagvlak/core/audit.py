"""The trail that every command leaves: verb, subject, actor, time; no content."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol
from uuid import UUID  # noqa: TC003 in the type of a variable that is made at once

from django.utils import timezone

from draagvlak.core.models import AuditEvent
from draagvlak.core.pulse import touch
from draagvlak.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model
    from django.utils.functional import Promise

    from draagvlak.core.actor import Actor


class Hearer(Protocol):
    """Hears, within the act, that a verb was recorded; brings about what must follow at once."""

    def __call__(self, by: Actor, on: Model) -> None: ...


VERBS: Registry[Promise] = Registry("verbs", "How does the trail say what was done?")
HEARD: Registry[Hearer] = Registry("heard", "Who wants to know at once that something was done?")
log = logging.getLogger(__name__)
left: ContextVar[list[str] | None] = ContextVar("left", default=None)
offered: ContextVar[UUID | None] = ContextVar("offered", default=None)
"""The undo that the latest command left, for the message after it."""


def record(
    verb: str,
    *,
    by: Actor,
    on: Model,
    workspace_id: UUID | None = None,
    hidden: bool = False,
    daily: bool = False,
) -> AuditEvent | None:
    """Write one line of the trail, and give it (None where the day has its line already).

    `hidden` leaves out who, and when within the day: for what must not lead to a person.
    `daily` writes one line per subject and day: for what is stored every few seconds.
    `workspace_id` is needed only where the actor does not stand in a workspace yet.
    """
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tenant = workspace_id or by.tenant
    lines = AuditEvent.objects.filter(workspace_id=tenant, subject_id=on.pk)
    event = None
    if not (daily and lines.filter(verb=verb, at__gte=today).exists()):
        event = AuditEvent.objects.create(
            workspace_id=tenant,
            programme_id=by.programme.id if by.programme else None,
            verb=verb,
            subject_type=on._meta.label_lower,
            subject_id=on.pk,
            actor_id=None if hidden else by.user_id,
            at=today if hidden else now,
        )
    _note(verb, tenant)
    hear = HEARD.get(verb)
    if hear is not None:
        hear(by, on)
    return event


def record_on(
    verb: str, *, by: Actor, subject: tuple[str, UUID | None], hidden: bool = False
) -> None:
    """A line about something known by kind and key only, such as what was taken back."""
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    AuditEvent.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme.id if by.programme else None,
        verb=verb,
        subject_type=subject[0],
        subject_id=subject[1],
        actor_id=None if hidden else by.user_id,
        at=today if hidden else now,
    )
    _note(verb, by.tenant)


def record_many(verb: str, *, by: Actor, on: Sequence[Model]) -> AuditEvent | None:
    """One act on many things at once: a line each, of one moment; gives the first."""
    now = timezone.now()
    lines = [
        AuditEvent(
            workspace_id=by.tenant,
            programme_id=by.programme.id if by.programme else None,
            verb=verb,
            subject_type=each._meta.label_lower,
            subject_id=each.pk,
            actor_id=by.user_id,
            at=now,
        )
        for each in on
    ]
    AuditEvent.objects.bulk_create(lines, batch_size=200)
    _note(verb, by.tenant)
    return lines[0] if lines else None


def record_outside(verb: str, *, by: Actor, on: Model) -> None:
    """A line in the log, for what belongs to no workspace: a user's own sign-in and details."""
    log.info("%s %s %s by %s", verb, on._meta.label_lower, on.pk, by.user_id)
    _note(verb, by.workspace.id if by.workspace else None)


def _note(verb: str, workspace_id: UUID | None) -> None:
    """The command at work left a line, and its workspace gets another version."""
    trail = left.get()
    if trail is not None:
        trail.append(verb)
    if workspace_id is not None:
        touch(workspace_id)
