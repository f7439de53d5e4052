"""Imports of people: the list, and what one of them keeps sealed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import ForeignObjectRel, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from draagvlak.lib.people_table import Column
from draagvlak.organisations.models import ImportSource, Organisation, PeopleImport

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor

RECENT = 20
UNDO_DAYS = 30
PREVIEW_DAYS = 7
REFUSAL_SHOWN = dt.timedelta(hours=1)
PATIENCE = dt.timedelta(minutes=10)


def recent_imports(actor: Actor) -> list[PeopleImport]:
    """The last imports that were applied or still wait, newest first, without what is sealed."""
    return list(
        PeopleImport.objects.filter(workspace_id=actor.tenant)
        .select_related("organisation")
        .defer("staged", "upload", "report", "inverse")
        .order_by("-started_at")[:RECENT]
    )


def access_import(actor: Actor, import_id: UUID) -> PeopleImport:
    """An import of this workspace with its organisation, or Http404."""
    return get_object_or_404(
        PeopleImport.objects.select_related("organisation").defer("staged", "upload", "inverse"),
        workspace_id=actor.tenant,
        pk=import_id,
    )


def outdated_previews(workspace_id: UUID) -> list[UUID]:
    """Imports that nobody finished within a week: their rows need not be kept."""
    since = timezone.now() - dt.timedelta(days=PREVIEW_DAYS)
    states = (
        PeopleImport.State.PREVIEW,
        PeopleImport.State.CHECKING,
        PeopleImport.State.REFUSED,
        PeopleImport.State.APPLYING,  # its worker stopped, and nobody tried again
    )
    old = PeopleImport.objects.filter(
        workspace_id=workspace_id, state__in=states, started_at__lt=since
    )
    return list(old.values_list("pk", flat=True))


def read_refusals(workspace_id: UUID) -> list[PeopleImport]:
    """Files that were refused, an hour ago or longer: whoever sent them has read why."""
    return list(
        PeopleImport.objects.filter(
            workspace_id=workspace_id,
            state=PeopleImport.State.REFUSED,
            started_at__lt=timezone.now() - REFUSAL_SHOWN,
        ).defer("upload", "staged", "inverse")
    )


def is_bare(organisation: Organisation) -> bool:
    """Whether nothing hangs on an organisation but one import."""
    tied = 0
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            rows = relation.related_model._default_manager.filter(
                workspace_id=organisation.workspace_id,
                **{f"{relation.field.name}_id": organisation.pk},
            )
            tied += rows[:2].count()
    return tied == 1


def outdated_inverses(workspace_id: UUID) -> list[UUID]:
    """Applied imports that can no longer be undone: what undoing needs need not be kept."""
    since = timezone.now() - dt.timedelta(days=UNDO_DAYS)
    old = PeopleImport.objects.filter(workspace_id=workspace_id, applied_at__lt=since)
    return list(old.exclude(Q(inverse=b"") & Q(report=b"")).values_list("pk", flat=True))


def remembered(staged: PeopleImport, fingerprint: str) -> list[Column | None]:
    """What the columns of a file with this header were said to hold before; [] when never."""
    rows = ImportSource.objects.filter(
        workspace_id=staged.workspace_id,
        organisation_id=staged.organisation_id,
        fingerprint=fingerprint,
    )
    columns: list[str] = next(iter(rows.values_list("columns", flat=True)), [])
    known = set(Column)
    return [Column(each) if each in known else None for each in columns]


def can_still_be_undone(done: PeopleImport) -> bool:
    """Whether an applied import lies within the days in which it can be undone."""
    if done.applied_at is None:
        return False
    return timezone.now() - done.applied_at < dt.timedelta(days=UNDO_DAYS)


def is_waiting(busy: PeopleImport) -> bool:
    """Whether the background works at it, or will."""
    states = (PeopleImport.State.CHECKING, PeopleImport.State.APPLYING)
    return busy.state in states and busy.stopped_at is None and not is_overdue(busy)


def is_overdue(busy: PeopleImport) -> bool:
    """Whether an import is at work for so long that its worker must have stopped."""
    return timezone.now() - busy.started_at > PATIENCE
