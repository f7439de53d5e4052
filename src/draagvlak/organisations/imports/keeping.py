"""How long what an import keeps is kept, and who may touch it at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.organisations.models import Organisation, PeopleImport
from draagvlak.organisations.queries import outdated_inverses, outdated_previews

if TYPE_CHECKING:
    from uuid import UUID


def locked(row: PeopleImport) -> PeopleImport:
    """The import as it stands, held until the command ends; and one import per organisation."""
    rows = Organisation.objects.select_for_update().filter(workspace_id=row.workspace_id)
    rows.get(pk=row.organisation_id)
    held = PeopleImport.objects.select_for_update().filter(workspace_id=row.workspace_id)
    return held.get(pk=row.pk)


def forget_outdated(workspace_id: UUID) -> None:
    """Rows of files are kept no longer than they are of use."""
    rows = PeopleImport.objects.filter(workspace_id=workspace_id)
    rows.filter(pk__in=outdated_previews(workspace_id)).delete()
    rows.filter(pk__in=outdated_inverses(workspace_id)).update(inverse=b"", report=b"")
