"""Organisations come and get another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import EditConflict
from draagvlak.organisations.models import Organisation
from draagvlak.organisations.queries.returning import ORGANISATIONS
from draagvlak.organisations.rules import may_name_organisation

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


@command
def add_organisation(*, by: Actor, name: str, once: str = "") -> Organisation:
    """Add an organisation to the workspace."""
    del once
    may_name_organisation(by, name).demand()
    organisation = Organisation.objects.create(workspace_id=by.tenant, name=name)
    record("organisations.added", by=by, on=organisation)
    return organisation


@command
def rename_organisation(
    *, by: Actor, organisation: Organisation, name: str, was: str
) -> Organisation:
    """Give an organisation another name. `was`: the name that was seen; else `EditConflict`."""
    may_name_organisation(by, name, besides=organisation).demand()
    rows = Organisation.objects.filter(workspace_id=by.tenant, pk=organisation.pk)
    if not rows.filter(name=was).update(name=name):
        raise EditConflict(rows.get())
    fresh = rows.get()
    event = record("organisations.renamed", by=by, on=fresh)
    leave(event, by=by, kept=ORGANISATIONS.kept({"name": was}, fresh), touches=[fresh.pk])
    return fresh
