"""How a group stands: every assessment is a row of its own; nothing is written over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import EditConflict
from draagvlak.stakeholders import rules
from draagvlak.stakeholders.models import Assessment
from draagvlak.stakeholders.queries import keep

if TYPE_CHECKING:
    import datetime as dt

    from draagvlak.core.actor import Actor
    from draagvlak.stakeholders.models import Stakeholder


@dataclass(frozen=True)
class AssessmentDraft:
    """Where a group stands, seen on a day, and what that rests on."""

    influence: int
    interest: int
    attitude: str
    reason: str
    seen_on: dt.date


@command
def assess(
    *, by: Actor, stakeholder: Stakeholder, draft: AssessmentDraft, after: int, once: str = ""
) -> Assessment:
    """Write down how a group stands, after the newest assessment that the guide saw (`after`).

    Raises `EditConflict` with the newest one when somebody else was first; nothing is lost: both
    can stand, one after the other.
    """
    del once
    rules.may_write_assessment(
        by,
        stakeholder,
        place=(draft.influence, draft.interest),
        reason=draft.reason,
        seen_on=draft.seen_on,
    ).demand()
    newest = _newest(stakeholder)
    if newest is not None and newest.number != after:
        raise EditConflict(newest)
    try:
        with transaction.atomic():
            assessment = _write(by, stakeholder, draft, newest.number + 1 if newest else 1)
    except IntegrityError:
        theirs = _newest(stakeholder)
        if theirs is None:
            raise
        raise EditConflict(theirs) from None
    event = record("stakeholders.assessed", by=by, on=stakeholder)
    kept = keep(stakeholder, assessment)
    leave(event, by=by, kept=kept, touches=[stakeholder.pk, assessment.pk])
    return assessment


def _write(by: Actor, stakeholder: Stakeholder, draft: AssessmentDraft, number: int) -> Assessment:
    return Assessment.objects.create(
        workspace_id=by.tenant,
        stakeholder_id=stakeholder.pk,
        number=number,
        influence=draft.influence,
        interest=draft.interest,
        attitude=Assessment.Attitude(draft.attitude),
        reason=draft.reason.strip(),
        seen_on=draft.seen_on,
        author_id=by.user_id,
    )


def _newest(stakeholder: Stakeholder) -> Assessment | None:
    rows = Assessment.objects.filter(
        workspace_id=stakeholder.workspace_id, stakeholder_id=stakeholder.pk
    )
    return rows.order_by("-number").first()


@command
def take_assessment_back(
    *, by: Actor, stakeholder: Stakeholder, assessment: Assessment
) -> Assessment:
    """Let an assessment no longer count. Its row stays, so that it can be put back."""
    rules.may_take_back(by, stakeholder, assessment).demand()
    assessment.undone_at = timezone.now()
    assessment.save(update_fields=["undone_at"])
    record("stakeholders.assessment_taken_back", by=by, on=stakeholder)
    return assessment


@command
def put_assessment_back(
    *, by: Actor, stakeholder: Stakeholder, assessment: Assessment
) -> Assessment:
    """Let an assessment that was taken back count again."""
    rules.may_put_back(by, stakeholder, assessment).demand()
    assessment.undone_at = None
    assessment.save(update_fields=["undone_at"])
    record("stakeholders.assessment_put_back", by=by, on=stakeholder)
    return assessment
