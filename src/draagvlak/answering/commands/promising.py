"""Promising something about a concern or a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.answering import rules
from draagvlak.answering.models import CommitmentAbout
from draagvlak.concerns.models import Concern
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.stakeholders.commands import CommitmentDraft, add_commitment

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Measure
    from draagvlak.stakeholders.models import Commitment, Stakeholder


@command
def promise_about(
    *,
    by: Actor,
    thing: Concern | Measure,
    stakeholder: Stakeholder,
    draft: CommitmentDraft,
    once: str = "",
) -> Commitment:
    """Promise something to a stakeholder about this concern or measure."""
    del once
    rules.may_promise_about(by, is_archived=thing.archived_at is not None).demand()
    made = add_commitment(by=by, stakeholder=stakeholder, draft=draft)
    is_concern = isinstance(thing, Concern)
    CommitmentAbout.objects.create(
        workspace_id=by.tenant,
        commitment_id=made.pk,
        concern_id=thing.pk if is_concern else None,
        measure_id=None if is_concern else thing.pk,
    )
    record("answering.promised", by=by, on=thing)
    return made
