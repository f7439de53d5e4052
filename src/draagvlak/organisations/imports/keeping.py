"""How long what an import keeps is kept, and who may touch it at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from draagvlak.core.chores import CHORES, Chore
from draagvlak.core.models import Workspace
from draagvlak.core.pulse import move
from draagvlak.organisations.imports.staged import open_report
from draagvlak.organisations.models import Organisation, PeopleImport
from draagvlak.organisations.queries import (
    is_bare,
    outdated_inverses,
    outdated_previews,
    read_refusals,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


def locked(row: PeopleImport) -> PeopleImport:
    """The import as it stands, held until the command ends; and one import per organisation."""
    rows = Organisation.objects.select_for_update().filter(workspace_id=row.workspace_id)
    rows.get(pk=row.organisation_id)
    held = PeopleImport.objects.select_for_update().filter(workspace_id=row.workspace_id)
    return held.get(pk=row.pk)


def forget_outdated(workspace_id: UUID) -> int:
    """Rows of files are kept no longer than they are of use; returns how many imports that was."""
    rows = PeopleImport.objects.filter(workspace_id=workspace_id)
    with transaction.atomic():
        count = rows.filter(pk__in=outdated_previews(workspace_id)).delete()[0]
        count += rows.filter(pk__in=outdated_inverses(workspace_id)).update(inverse=b"", report=b"")
        count += sum(map(_forget_named, read_refusals(workspace_id)))
        if count:
            move([workspace_id])
    return count


def _forget_named(refused: PeopleImport) -> bool:
    """An organisation that was named with a file goes with it, as long as it holds nothing."""
    if not open_report(refused).named or not is_bare(refused.organisation):
        return False
    refused.organisation.delete()
    return True


def forget_everywhere() -> Mapping[str, int | str]:
    """The same in every workspace, at night: also where nobody imports any more."""
    spaces = Workspace.objects.values_list("pk", flat=True)
    return {"removed": sum(map(forget_outdated, spaces))}


CHORES.register("organisations.imports", Chore(forget_everywhere), order=15)
