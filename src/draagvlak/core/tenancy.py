"""Rows that belong to a workspace, and references that never leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND, WhereNode

from draagvlak.core.ids import uuid4, uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self
    from uuid import UUID

    from django.db.models import QuerySet

TENANT = "workspace"

_ST = TypeVar("_ST")
_GT = TypeVar("_GT")


class TenantForeignKey(models.ForeignKey[_ST, _GT]):
    """A reference within one workspace: joins and look-ups carry the tenant on both sides."""

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, UUID]:
        """What `row.reference` also asks for when it is fetched by itself."""
        return {f"{TENANT}_id": getattr(instance, f"{TENANT}_id")}

    def get_extra_restriction(
        self, alias: str | None, related_alias: str | None
    ) -> WhereNode | None:
        if not (alias and related_alias):
            return None
        here, there = tenant_field(self.model), tenant_field(self.related_model)
        same = Exact(here.get_col(alias, here), there.get_col(related_alias, there))
        restriction = WhereNode()
        restriction.connector = AND
        restriction.add(same, AND)
        return restriction


def tenant_field(model: type[models.Model]) -> models.Field[object, object]:
    """The workspace column of a table."""
    return next(field for field in model._meta.fields if field.name == TENANT)


class TenantRows(models.Model):
    """UPDATE and reading again of one row name the tenant; it is never written."""

    class Meta:
        abstract = True

    def _do_update(self, base_qs, using, pk_val, values, *rest):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202 a private method of Django, whose signature differs by version
        kept = [value for value in values if value[0].name != TENANT]
        within = base_qs.filter(workspace_id=self.workspace_id)  # type: ignore[attr-defined]
        return super()._do_update(within, using, pk_val, kept, *rest)

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: QuerySet[Self] | None = None,
    ) -> None:
        """Read it again, within its workspace."""
        rows = type(self)._base_manager.using(using) if from_queryset is None else from_queryset  # noqa: SLF001 documented
        within = rows.filter(workspace_id=self.workspace_id)  # type: ignore[attr-defined]
        super().refresh_from_db(using, fields, within)


class TenantModel(TenantRows):
    """A row of a workspace with a time-ordered key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(
        "core.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class TimelessModel(TenantRows):
    """A row of a workspace that must not tell when, or in which order, it came: a random key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    workspace = models.ForeignKey(
        "core.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        abstract = True
