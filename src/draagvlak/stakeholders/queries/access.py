"""Which stakeholders an actor sees, what of them, and the only way to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.shortcuts import get_object_or_404

from draagvlak.core.policy import EDITORS, SIGHT, Data, Role, Sight, sees, sight
from draagvlak.organisations.queries import groups_in_sight
from draagvlak.programmes.queries import members
from draagvlak.stakeholders.models import Assessment, Commitment, Relation, Stakeholder

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.stakeholders.models import StakeholderQuerySet

FEW = 5
"""Below this many people a group is too small: how it stands is how somebody stands."""


def is_few(stakeholder: Stakeholder) -> bool:
    """Whether this is a group of one to four people."""
    return stakeholder.group is not None and 0 < stakeholder.group.size < FEW


def sees_stance(actor: Actor) -> bool:
    """Whether the actor sees how groups stand: influence, interest, attitude, relations."""
    return sees(Data.STANCE, actor.roles)


def sees_steps(actor: Actor) -> bool:
    """Whether the actor sees next steps, and what was promised to every group."""
    return Sight.FULL in sight(Data.COMMITMENT, actor.roles)


def visible_stakeholders(actor: Actor) -> StakeholderQuerySet:
    """Those of this programme that the actor sees, by name; the archive is for who keeps it.

    A key user and an employee see the groups they belong to.
    """
    how = sight(Data.STAKEHOLDER, actor.roles)
    rows = Stakeholder.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id
    ).select_related("group")
    if not actor.has(*EDITORS):
        rows = rows.present()
    if Sight.FULL not in how:
        rows = rows.filter(group_id__in=groups_in_sight(actor).values("pk")) if how else rows.none()
    return rows.order_by(Lower(Coalesce("group__name", "name")), "pk")


def access_stakeholder(actor: Actor, stakeholder_id: UUID) -> Stakeholder:
    """One stakeholder with its group and the owner of its next step, or Http404."""
    rows = visible_stakeholders(actor).select_related("group", "next_owner__user")
    return get_object_or_404(rows, pk=stakeholder_id)


def access_assessment(actor: Actor, stakeholder: Stakeholder, assessment_id: UUID) -> Assessment:
    """An assessment of a stakeholder that was accessed, taken back or not; or Http404."""
    return get_object_or_404(
        Assessment, workspace_id=actor.tenant, stakeholder_id=stakeholder.pk, pk=assessment_id
    )


def access_relation(actor: Actor, stakeholder: Stakeholder, relation_id: UUID) -> Relation:
    """A relation at either end of a stakeholder that was accessed, or Http404."""
    ends = Q(source_id=stakeholder.pk) | Q(target_id=stakeholder.pk)
    rows = Relation.objects.filter(ends, workspace_id=actor.tenant)
    return get_object_or_404(rows.select_related("source", "target"), pk=relation_id)


def access_commitment(actor: Actor, stakeholder: Stakeholder, commitment_id: UUID) -> Commitment:
    """A commitment to a stakeholder that was accessed, removed or not; or Http404."""
    return get_object_or_404(
        Commitment.objects.select_related("owner__user"),
        workspace_id=actor.tenant,
        stakeholder_id=stakeholder.pk,
        pk=commitment_id,
    )


def carrier_choices(actor: Actor) -> list[tuple[str, str]]:
    """Members who can own a step or a commitment: those who see all of them. One statement."""
    able = {role for role in Role if SIGHT[Data.COMMITMENT][role] is Sight.FULL}
    choices = []
    for member in members(actor):
        own = [role for role in member.roles if not role.of_workspace]
        fit = next((role for role in own if role.role in able), None)
        if fit is not None:
            choices.append((str(fit.membership_id), f"{member.name} ({fit.label})"))
    return choices
