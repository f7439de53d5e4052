"""`Group.size` counts the members who have not left; commands keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from draagvlak.organisations.models import Group, GroupMember

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet


def count_groups(workspace_id: UUID, groups: QuerySet[Group] | None = None) -> None:
    """Count the members of these groups anew, or of all groups of the workspace."""
    members = (
        GroupMember.objects.filter(
            workspace_id=workspace_id, group_id=OuterRef("pk"), person__left_on=None
        )
        .order_by()
        .values("group_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = groups if groups is not None else Group.objects.filter(workspace_id=workspace_id)
    rows.order_by().update(size=Coalesce(Subquery(members, output_field=IntegerField()), 0))


def count_groups_of(workspace_id: UUID, person_id: UUID) -> None:
    """Count the members of a person's groups anew."""
    own = GroupMember.objects.filter(workspace_id=workspace_id, person_id=person_id)
    groups = Group.objects.filter(workspace_id=workspace_id, pk__in=own.values("group_id"))
    count_groups(workspace_id, groups)
