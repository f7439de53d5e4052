"""Keeping the list of processes, and who does the work of a role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.versions import save_if_unchanged
from draagvlak.lib.fold import fold_key, squeeze
from draagvlak.processes import rules
from draagvlak.processes.models import Performer, Process
from draagvlak.processes.queries import process_count
from draagvlak.programmes.queries import access_membership

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group


@dataclass(frozen=True)
class ProcessDraft:
    """What somebody wrote down about a process."""

    name: str
    kind: str
    about: str = ""
    owner: UUID | None = None

    def values(self) -> dict[str, object]:
        """The columns."""
        return {
            "name": squeeze(self.name),
            "kind": Process.Kind(self.kind),
            "about": self.about.strip(),
            "owner_id": self.owner,
        }


@command
def add_process(*, by: Actor, draft: ProcessDraft, once: str = "") -> Process:
    """Name a process that the change touches."""
    del once
    rules.may_add(by, name=squeeze(draft.name), count=process_count(by)).demand()
    if draft.owner is not None:
        access_membership(by, draft.owner)
    process = Process.objects.create(
        workspace_id=by.tenant, programme_id=by.programme_id, **draft.values()
    )
    record("processes.added", by=by, on=process)
    return process


@command
def edit_process(*, by: Actor, process: Process, draft: ProcessDraft, version: int) -> Process:
    """Change what is written. Raises `EditConflict` when somebody else did so first."""
    rules.may_rename(by, process, name=squeeze(draft.name)).demand()
    if draft.owner is not None:
        access_membership(by, draft.owner)
    process = save_if_unchanged(process, expected=version, changes=draft.values())
    record("processes.edited", by=by, on=process)
    return process


@command
def archive_process(*, by: Actor, process: Process) -> Process:
    """Put a process away, with everything in it."""
    rules.may_archive(by, process).demand()
    changes = {"archived_at": timezone.now()}
    process = save_if_unchanged(process, expected=process.version, changes=changes)
    record("processes.archived", by=by, on=process)
    return process


@command
def restore_process(*, by: Actor, process: Process) -> Process:
    """Take a process out of the archive, as it was."""
    rules.may_restore(by, process).demand()
    changes = {"archived_at": None}
    process = save_if_unchanged(process, expected=process.version, changes=changes)
    record("processes.restored", by=by, on=process)
    return process


@command
def tie_role(*, by: Actor, process: Process, role: str, group: Group | None) -> Process:
    """Say which group does the work of a role, in every process; None takes the tie away."""
    rules.may_tie(by, role=role).demand()
    key = fold_key(role)
    rows = Performer.objects.filter(
        workspace_id=by.tenant, programme_id=by.programme_id, role_key=key
    )
    if group is None:
        rows.delete()
    else:
        Performer.objects.update_or_create(
            workspace_id=by.tenant,
            programme_id=by.programme_id,
            role_key=key,
            defaults={"role": squeeze(role), "group": group},
        )
    record("processes.role_tied", by=by, on=process)
    return process
