"""What was promised to a stakeholder, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.programmes.queries import access_membership
from draagvlak.stakeholders import rules
from draagvlak.stakeholders.models import Commitment
from draagvlak.stakeholders.queries import keep

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.stakeholders.models import Stakeholder


@dataclass(frozen=True)
class CommitmentDraft:
    """What was promised, when, by whom, and before which day it is kept."""

    what: str
    made_on: dt.date
    due_on: dt.date | None = None
    owner: UUID | None = None

    def values(self) -> dict[str, object]:
        """The columns of the commitment."""
        return {
            "what": self.what.strip(),
            "made_on": self.made_on,
            "due_on": self.due_on,
            "owner_id": self.owner,
        }


@command
def add_commitment(
    *, by: Actor, stakeholder: Stakeholder, draft: CommitmentDraft, once: str = ""
) -> Commitment:
    """Write down what was promised."""
    del once
    _demand(by, stakeholder, draft)
    commitment = Commitment.objects.create(
        workspace_id=by.tenant, stakeholder_id=stakeholder.pk, **draft.values()
    )
    record("stakeholders.promised", by=by, on=stakeholder)
    return commitment


def _demand(by: Actor, stakeholder: Stakeholder, draft: CommitmentDraft) -> None:
    rules.may_promise(by, stakeholder, what=draft.what, made_on=draft.made_on).demand()
    if draft.owner is not None:
        access_membership(by, draft.owner)


@command
def edit_commitment(
    *,
    by: Actor,
    stakeholder: Stakeholder,
    commitment: Commitment,
    draft: CommitmentDraft,
    version: int,
) -> Commitment:
    """Change what was promised. Raises `EditConflict` when somebody else did so first."""
    _demand(by, stakeholder, draft)
    commitment = save_if_unchanged(commitment, expected=version, changes=draft.values())
    record("stakeholders.promise_edited", by=by, on=stakeholder)
    return commitment


@command
def settle_commitment(
    *,
    by: Actor,
    stakeholder: Stakeholder,
    commitment: Commitment,
    state: str,
    because: str = "",
    version: int,
) -> Commitment:
    """Say whether it was kept. Raises `EditConflict` when somebody else was first."""
    rules.may_settle(by, stakeholder, commitment, state=state, because=because).demand()
    changes = {
        "state": Commitment.State(state),
        "settled_on": timezone.localdate(),
        "explanation": because.strip(),
    }
    commitment = save_if_unchanged(commitment, expected=version, changes=changes)
    record("stakeholders.promise_settled", by=by, on=stakeholder)
    return commitment


@command
def reopen_commitment(*, by: Actor, stakeholder: Stakeholder, commitment: Commitment) -> Commitment:
    """Let a promise be open again; what was explained stays written."""
    rules.may_reopen(by, stakeholder, commitment).demand()
    changes = {"state": Commitment.State.OPEN, "settled_on": None}
    commitment = save_if_unchanged(commitment, expected=commitment.version, changes=changes)
    record("stakeholders.promise_reopened", by=by, on=stakeholder)
    return commitment


@command
def remove_commitment(*, by: Actor, stakeholder: Stakeholder, commitment: Commitment) -> Commitment:
    """Take a promise away; `restore_commitment` puts it back."""
    rules.may_edit(by, stakeholder).demand()
    commitment.removed_at = timezone.now()
    commitment.save(update_fields=["removed_at"])
    event = record("stakeholders.promise_removed", by=by, on=stakeholder)
    kept = keep(stakeholder, commitment)
    leave(event, by=by, kept=kept, touches=[stakeholder.pk, commitment.pk])
    return commitment


@command
def restore_commitment(
    *, by: Actor, stakeholder: Stakeholder, commitment: Commitment
) -> Commitment:
    """Put a removed promise back, as it was."""
    rules.may_edit(by, stakeholder).demand()
    commitment.removed_at = None
    commitment.save(update_fields=["removed_at"])
    record("stakeholders.promise_restored", by=by, on=stakeholder)
    return commitment
