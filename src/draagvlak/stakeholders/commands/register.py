"""Keeping the register: who it is, what is at stake, what comes next."""

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
from draagvlak.stakeholders.models import Stakeholder
from draagvlak.stakeholders.queries import keep

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group


@dataclass(frozen=True)
class StakeholderDraft:
    """What somebody wrote down about a stakeholder. `name` is for an outside party only."""

    layer: str
    name: str = ""
    role: str = ""
    stake: str = ""
    needs: str = ""

    def values(self) -> dict[str, object]:
        """The columns that a form holds, without the name."""
        return {
            "layer": Stakeholder.Layer(self.layer),
            "role": self.role.strip(),
            "stake": self.stake.strip(),
            "needs": self.needs.strip(),
        }


@dataclass(frozen=True)
class StepDraft:
    """What happens next, by whom, before when."""

    what: str
    owner: UUID | None = None
    due_on: dt.date | None = None


@command
def add_stakeholder(
    *, by: Actor, draft: StakeholderDraft, group: Group | None = None, once: str = ""
) -> Stakeholder:
    """Put a group or an outside party in the register. A group from the archive comes back."""
    del once
    rules.may_add(by, group=group, name=draft.name).demand()
    known = _archived(by, group)
    if known is not None:
        values: dict[str, object] = {**draft.values(), "archived_at": None}
        stakeholder = save_if_unchanged(known, expected=known.version, changes=values)
    else:
        stakeholder = Stakeholder.objects.create(
            workspace_id=by.tenant,
            programme_id=by.programme_id,
            group=group,
            name=draft.name.strip(),
            **draft.values(),
        )
    record("stakeholders.added", by=by, on=stakeholder)
    return stakeholder


def _archived(by: Actor, group: Group | None) -> Stakeholder | None:
    if group is None:
        return None
    return Stakeholder.objects.filter(
        workspace_id=by.tenant, programme_id=by.programme_id, group=group
    ).first()


@command
def edit_stakeholder(
    *, by: Actor, stakeholder: Stakeholder, draft: StakeholderDraft, version: int
) -> Stakeholder:
    """Change what is written. Raises `EditConflict` when somebody else did so first."""
    rules.may_edit(by, stakeholder).demand()
    rules.may_name(by, stakeholder, name=draft.name).demand()
    changes = draft.values()
    if stakeholder.group_id is None:
        changes["name"] = draft.name.strip()
    stakeholder = save_if_unchanged(stakeholder, expected=version, changes=changes)
    record("stakeholders.edited", by=by, on=stakeholder)
    return stakeholder


@command
def edit_approach(
    *, by: Actor, stakeholder: Stakeholder, approach: str, version: int
) -> Stakeholder:
    """Change how guides go about it. Raises `EditConflict` when somebody else did so first."""
    rules.may_approach(by, stakeholder).demand()
    changes = {"approach": approach.strip()}
    stakeholder = save_if_unchanged(stakeholder, expected=version, changes=changes)
    record("stakeholders.approach_edited", by=by, on=stakeholder)
    return stakeholder


@command
def set_step(*, by: Actor, stakeholder: Stakeholder, draft: StepDraft, version: int) -> Stakeholder:
    """Say what happens next. Raises `EditConflict` when somebody else did so first."""
    rules.may_step(
        by, stakeholder, what=draft.what, owner=draft.owner, due_on=draft.due_on
    ).demand()
    if draft.owner is not None:
        access_membership(by, draft.owner)
    changes = {
        "next_step": draft.what.strip(),
        "next_owner_id": draft.owner,
        "next_due_on": draft.due_on,
    }
    stakeholder = save_if_unchanged(stakeholder, expected=version, changes=changes)
    record("stakeholders.step_set", by=by, on=stakeholder)
    return stakeholder


@command
def finish_step(*, by: Actor, stakeholder: Stakeholder, version: int) -> Stakeholder:
    """The step is done; the card asks for the next. Not when it was changed meanwhile."""
    rules.may_finish_step(by, stakeholder).demand()
    changes = {"next_step": "", "next_owner_id": None, "next_due_on": None}
    stakeholder = save_if_unchanged(stakeholder, expected=version, changes=changes)
    record("stakeholders.step_finished", by=by, on=stakeholder)
    return stakeholder


@command
def archive_stakeholder(*, by: Actor, stakeholder: Stakeholder) -> Stakeholder:
    """Put a stakeholder away, with all of its history."""
    rules.may_archive(by, stakeholder).demand()
    changes = {"archived_at": timezone.now()}
    stakeholder = save_if_unchanged(stakeholder, expected=stakeholder.version, changes=changes)
    event = record("stakeholders.archived", by=by, on=stakeholder)
    leave(event, by=by, kept=keep(stakeholder, stakeholder), touches=[stakeholder.pk])
    return stakeholder


@command
def restore_stakeholder(*, by: Actor, stakeholder: Stakeholder) -> Stakeholder:
    """Take a stakeholder out of the archive, as it was."""
    rules.may_restore(by, stakeholder).demand()
    changes = {"archived_at": None}
    stakeholder = save_if_unchanged(stakeholder, expected=stakeholder.version, changes=changes)
    record("stakeholders.restored", by=by, on=stakeholder)
    return stakeholder
