"""What taking back an act on stakeholders would come to, for many acts at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.core.returning import look_at
from draagvlak.stakeholders.models import Assessment, Commitment, Relation
from draagvlak.stakeholders.queries.access import visible_stakeholders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from draagvlak.core.actor import Actor
    from draagvlak.core.undo import Outlook
    from draagvlak.stakeholders.models import Stakeholder


def keep(stakeholder: Stakeholder, row: Model) -> str:
    """The keys that the way back needs."""
    return json.dumps({"stakeholder": str(stakeholder.pk), "row": str(row.pk)})


def look_at_archived(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Whether each still is in the archive (one statement)."""
    rows = visible_stakeholders(actor).filter(archived_at__isnull=False)
    return _looks(kept, set(rows.filter(pk__in=_rows(kept)).values_list("pk", flat=True)))


def look_at_commitments(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Whether each promise still is away."""
    rows = Commitment.objects.filter(workspace_id=actor.tenant, removed_at__isnull=False)
    rows = rows.filter(pk__in=_rows(kept), stakeholder__archived_at=None)
    return _looks(kept, set(rows.values_list("pk", flat=True)))


def look_at_relations(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Whether each relation still is away, between two that are there."""
    rows = Relation.objects.filter(workspace_id=actor.tenant, removed_at__isnull=False)
    rows = rows.filter(pk__in=_rows(kept), source__archived_at=None, target__archived_at=None)
    return _looks(kept, set(rows.values_list("pk", flat=True)))


def look_at_assessments(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Whether each assessment still counts."""
    rows = Assessment.objects.filter(workspace_id=actor.tenant, undone_at=None)
    rows = rows.filter(pk__in=_rows(kept), stakeholder__archived_at=None)
    return _looks(kept, set(rows.values_list("pk", flat=True)))


def _rows(kept: Sequence[str]) -> list[UUID]:
    return [UUID(json.loads(each)["row"]) for each in kept]


def _looks(kept: Sequence[str], open_ones: set[UUID]) -> list[Outlook]:
    return look_at(_rows(kept), open_ones)
