"""The register as an import needs it, read in a few wide queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from draagvlak.core.tenancy import TenantForeignKey
from draagvlak.lib.fold import fold_key
from draagvlak.organisations.imports.plan import Register
from draagvlak.organisations.imports.staged import StoredPerson, many_at_once
from draagvlak.organisations.imports.units import KnownUnit
from draagvlak.organisations.imports.writers import COLUMNS
from draagvlak.organisations.models import Organisation, Person, Unit

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model


@many_at_once()
def read_register(workspace_id: UUID) -> Register:
    """All organisations, units and people of a workspace (three queries)."""
    organisations = Organisation.objects.filter(workspace_id=workspace_id)
    units = Unit.objects.filter(workspace_id=workspace_id).order_by("path")
    people = Person.objects.filter(workspace_id=workspace_id).order_by()
    return Register(
        organisations={fold_key(name): pk for pk, name in organisations.values_list("id", "name")},
        units=[
            KnownUnit(*row)
            for row in units.values_list("id", "organisation_id", "parent_id", "name", "path")
        ],
        people=[StoredPerson(*row) for row in people.values_list(*COLUMNS)],
    )


def people_in_use(workspace_id: UUID) -> set[UUID]:
    """Everybody to whom a row of any app refers: groups, roles, conversations."""
    used: set[UUID] = set()
    for model, column in _references():
        rows = model._default_manager.filter(workspace_id=workspace_id)
        used.update(
            rows.exclude(**{column: None}).order_by().values_list(column, flat=True).distinct()
        )
    return used


def _references() -> list[tuple[type[Model], str]]:
    """Every table and column that refers to a person, also of apps that this one cannot know."""
    return [
        (model, field.attname)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.fields
        if isinstance(field, TenantForeignKey) and field.related_model is Person
    ]
