"""The unit tree grows, is rearranged, and loses empty units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import EditConflict
from draagvlak.organisations.imports.paths import next_step
from draagvlak.organisations.models import Organisation, Unit
from draagvlak.organisations.queries import KIND_UNIT, STEP, unit_below
from draagvlak.organisations.queries.returning import UNITS, keep_unit
from draagvlak.organisations.rules import (
    may_move_unit,
    may_name_unit,
    may_remove_unit,
)

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor


@command
def add_unit(
    *, by: Actor, organisation: Organisation, name: str, parent: Unit | None = None, once: str = ""
) -> Unit:
    """Add a unit at the top of an organisation or under another unit."""
    del once
    _hold_tree(organisation)
    may_name_unit(by, organisation, parent, name).demand()
    unit = _plant(organisation, parent, name)
    record("units.added", by=by, on=unit)
    return unit


@command
def change_unit(*, by: Actor, unit: Unit, name: str, parent: Unit | None, was: str) -> Unit:
    """Rename a unit, move it with everything under it, or both.

    `was`: the name that was seen. When it has another name by now: `EditConflict`.
    """
    _hold_tree(unit.organisation)
    unit = Unit.objects.select_related("organisation").get(workspace_id=by.tenant, pk=unit.pk)
    if unit.name != was:
        raise EditConflict(unit)
    if parent is not None:
        parent = Unit.objects.get(workspace_id=by.tenant, pk=parent.pk)
    may_move_unit(by, unit, parent).demand()
    may_name_unit(by, unit.organisation, parent, name, besides=unit).demand()
    before = UNITS.before(unit)
    unit.name = name
    unit.save(update_fields=["name"])
    _index(unit)
    if unit.parent_id != (parent.pk if parent else None):
        _move(unit, parent)
    event = record("units.changed", by=by, on=unit)
    leave(event, by=by, kept=UNITS.kept(before, unit), touches=[unit.pk])
    return unit


@command
def remove_unit(*, by: Actor, unit: Unit) -> Unit:
    """Remove a unit in which nobody works and under which nothing hangs."""
    _hold_tree(unit.organisation)
    may_remove_unit(by, unit).demand()
    event = record("units.removed", by=by, on=unit)
    leave(event, by=by, kept=keep_unit(unit), touches=[unit.pk])
    Unit.objects.filter(workspace_id=by.tenant, pk=unit.pk).delete()
    search.forget(KIND_UNIT, unit.pk, workspace_id=by.tenant)
    return unit


@command
def restore_unit(
    *, by: Actor, organisation: Organisation, unit_id: UUID, name: str, parent: Unit | None
) -> Unit:
    """Take back the removal of a unit; it comes back where it was."""
    _hold_tree(organisation)
    may_name_unit(by, organisation, parent, name).demand()
    unit = _plant(organisation, parent, name, pk=unit_id)
    record("units.restored", by=by, on=unit)
    return unit


def _hold_tree(organisation: Organisation) -> None:
    """One change of a tree at a time: two moves at once could make a circle."""
    rows = Organisation.objects.select_for_update()
    rows.get(workspace_id=organisation.workspace_id, pk=organisation.pk)


def _plant(
    organisation: Organisation, parent: Unit | None, name: str, pk: UUID | None = None
) -> Unit:
    unit = Unit(
        workspace_id=organisation.workspace_id,
        organisation=organisation,
        parent=parent,
        name=name,
        path=_free_path(organisation, parent),
        depth=parent.depth + 1 if parent else 0,
    )
    if pk is not None:
        unit.pk = pk
    unit.save(force_insert=True)
    _index(unit)
    return unit


def _index(unit: Unit) -> None:
    search.index(
        KIND_UNIT, unit.pk, workspace_id=unit.workspace_id, programme_id=None, title=unit.name
    )


def _free_path(organisation: Organisation, parent: Unit | None) -> str:
    beside = Unit.objects.filter(
        workspace_id=organisation.workspace_id, organisation_id=organisation.pk, parent=parent
    )
    last = beside.order_by("-path").values_list("path", flat=True).first()
    above = parent.path if parent else ""
    return above + next_step(last[-STEP:] if last else "")


def _move(unit: Unit, parent: Unit | None) -> None:
    """Give the unit and everything under it the paths of the new place."""
    old, depth = unit.path, unit.depth
    branch = list(unit_below(unit).values_list("pk", flat=True))
    new = _free_path(unit.organisation, parent)
    new_depth = parent.depth + 1 if parent else 0
    Unit.objects.filter(workspace_id=unit.workspace_id, pk=unit.pk).update(parent=parent)
    Unit.objects.filter(workspace_id=unit.workspace_id, pk__in=branch).update(
        path=Concat(Value(new), Substr("path", len(old) + 1)),
        depth=F("depth") + (new_depth - depth),
    )
    unit.refresh_from_db()
