"""Removing a whole workspace: one statement per table, references are checked at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.guards import tenant_models
from draagvlak.core.models import Workspace

if TYPE_CHECKING:
    from uuid import UUID


def erase_workspace(workspace_id: UUID) -> None:
    """Delete every row of a workspace and the workspace itself. Needs a transaction around it."""
    for model in tenant_models():
        rows = model._default_manager.filter(workspace_id=workspace_id)
        rows._raw_delete(rows.db)  # noqa: SLF001 no collector: its order does not matter here
    Workspace.objects.filter(pk=workspace_id).delete()
