"""Two people, one text: a change names the version that it was made on, or it is not made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from django.db.models import F

from draagvlak.core.tenancy import tenant_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model

M = TypeVar("M", bound="Model")


class EditConflict(Exception, Generic[M]):  # noqa: N818 two people met; nobody erred
    """Somebody else changed the row first. `theirs` is the row as stored; nothing was written."""

    def __init__(self, theirs: M) -> None:
        super().__init__("changed meanwhile")
        self.theirs = theirs


def save_if_unchanged(row: M, *, expected: int, changes: Mapping[str, object]) -> M:
    """Write `changes` to a versioned row if its version is still `expected`, and raise it by one.

    Returns the row, refreshed. Raises `EditConflict` with the row as stored when it is not.
    """
    workspace = tenant_field(type(row)).value_from_object(row)
    rows = type(row)._default_manager.filter(workspace_id=workspace, pk=row.pk)
    written = rows.filter(version=expected).update(version=F("version") + 1, **changes)
    fresh = rows.get()
    if not written:
        raise EditConflict(fresh)
    return fresh
