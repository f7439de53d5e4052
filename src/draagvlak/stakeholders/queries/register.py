"""The register of stakeholders, what is recorded about them, and what waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q
from django.utils import timezone

from draagvlak.core.thread import Node
from draagvlak.core.web import to
from draagvlak.organisations.queries import groups
from draagvlak.programmes.models import Participation
from draagvlak.programmes.queries import OutsideParty
from draagvlak.stakeholders.models import Assessment, Commitment, OutsidePart, Stakeholder
from draagvlak.stakeholders.queries.access import sees_steps, visible_stakeholders
from draagvlak.stakeholders.queries.card import Step, step_of
from draagvlak.stakeholders.queries.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.stakeholders.models import StakeholderQuerySet

KIND = "stakeholder"
SOON = dt.timedelta(days=7)
MOST = 200
"""More than this many stakeholders nobody can follow; the map and the list hold them all."""


@dataclass(frozen=True)
class StakeholderRow:
    """One line of the register."""

    id: UUID
    name: str
    layer: str
    size: int | None
    role: str
    step: Step | None
    open_commitments: int


@dataclass(frozen=True)
class RecordRow:
    """That something was recorded of how a group stands: how often and when last, not what."""

    name: str
    count: int
    last: str


def stakeholder_rows(actor: Actor, *, archived: bool = False) -> list[StakeholderRow]:
    """The register, by name. Two statements."""
    rows = visible_stakeholders(actor).select_related("group", "next_owner__user")
    rows = rows.filter(archived_at__isnull=not archived)
    found = list(rows)
    open_ones = _open_commitments(actor, [row.pk for row in found])
    steps = sees_steps(actor)
    return [
        StakeholderRow(
            id=row.pk,
            name=str(row),
            layer=row.get_layer_display(),
            size=row.group.size if row.group else None,
            role=row.role,
            step=step_of(row) if steps else None,
            open_commitments=open_ones.get(row.pk, 0),
        )
        for row in found
    ]


def layers_in_register(actor: Actor) -> dict[UUID, str]:
    """The layer of each group in the register, for who sees all of it. One statement."""
    rows = visible_stakeholders(actor).present().filter(group__isnull=False)
    return dict(rows.values_list("group_id", "layer"))


def findable_stakeholders(actor: Actor) -> Iterator[tuple[UUID, str, str]]:
    """Those that the actor sees and that are not in the archive, under the names they bear now."""
    rows = visible_stakeholders(actor).present()
    columns = ("pk", "name", "group__name", "role", "stake", "needs")
    for key, name, group, *words in rows.values_list(*columns):
        yield key, group or name, " ".join(words)


def stakeholder_nodes(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Node]:
    """Stakeholders as things that other pages name. One statement."""
    return {
        row.pk: Node(
            KIND,
            row.pk,
            str(row),
            to(actor, "stakeholders:stakeholder_detail", stakeholder_id=row.pk),
            str(row.get_layer_display()),
        )
        for row in visible_stakeholders(actor).filter(pk__in=list(ids))
    }


def _open_commitments(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = Commitment.objects.filter(
        workspace_id=actor.tenant,
        stakeholder_id__in=ids,
        removed_at=None,
        state=Commitment.State.OPEN,
    )
    counted = rows.values("stakeholder_id").annotate(number=Count("pk"))
    return {row["stakeholder_id"]: row["number"] for row in counted}


def stakeholder_count(actor: Actor) -> int:
    """How many there are in the programme, the archive left out."""
    return (
        Stakeholder.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
        .present()
        .count()
    )


def free_groups(actor: Actor) -> list[tuple[str, str]]:
    """Key and name of the groups that are no stakeholder here yet. Two statements."""
    taken = Stakeholder.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, group__isnull=False
    )
    known = set(taken.values_list("group_id", flat=True))
    return [(str(row.id), row.name) for row in groups(actor) if row.id not in known]


def other_choices(actor: Actor, stakeholder: Stakeholder) -> list[tuple[str, str]]:
    """Key and name of the others, for a relation. One statement."""
    rows = visible_stakeholders(actor).present().exclude(pk=stakeholder.pk)
    return [(str(row.pk), str(row)) for row in rows]


def is_name_taken(actor: Actor, name: str, but: Stakeholder | None = None) -> bool:
    """Whether another outside party of this programme has this name, archived or not."""
    rows = Stakeholder.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, group=None, name=name
    )
    return (rows.exclude(pk=but.pk) if but else rows).exists()


def record_rows(actor: Actor) -> list[RecordRow]:
    """How often and when it was recorded how a group stands. Two statements, nothing of it."""
    found = list(visible_stakeholders(actor).present())
    counted = (
        Assessment.objects.filter(
            workspace_id=actor.tenant, stakeholder_id__in=[row.pk for row in found]
        )
        .values("stakeholder_id")
        .annotate(number=Count("pk"), last=Max("seen_on"))
    )
    known = {row["stakeholder_id"]: row for row in counted}
    rows = []
    for row in found:
        mine = known.get(row.pk)
        last = day_words(mine["last"]) if mine else ""
        rows.append(RecordRow(str(row), mine["number"] if mine else 0, last))
    return rows


def _mine(actor: Actor, owner: str) -> Q:
    """What the actor owns; a guide also sees to what nobody owns."""
    own = Q(**{f"{owner}__user_id": actor.signed_in_id})
    return own | Q(**{owner: None}) if actor.is_guide else own


def due_steps(actor: Actor) -> StakeholderQuerySet:
    """Next steps of the actor that are due within a week or late, the first on top."""
    soon = timezone.localdate() + SOON
    rows = visible_stakeholders(actor).present().exclude(next_step="")
    return rows.filter(_mine(actor, "next_owner"), next_due_on__lte=soon).order_by(
        "next_due_on", "pk"
    )


def due_commitments(actor: Actor) -> QuerySet[Commitment]:
    """Open commitments of the actor that are due within a week or late, the first on top."""
    soon = timezone.localdate() + SOON
    rows = Commitment.objects.filter(
        _mine(actor, "owner"),
        workspace_id=actor.tenant,
        stakeholder_id__in=visible_stakeholders(actor).present().values("pk"),
        removed_at=None,
        state=Commitment.State.OPEN,
        due_on__lte=soon,
    )
    return rows.select_related("stakeholder__group").order_by("due_on", "pk")


def outside_parties(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[OutsideParty]]:
    """The outside parties that take part in these decisions, by name. One statement."""
    rows = OutsidePart.objects.filter(
        workspace_id=actor.tenant, decision_id__in=list(ids), stakeholder__archived_at=None
    ).select_related("stakeholder")
    found: dict[UUID, list[OutsideParty]] = {}
    for row in rows.order_by("stakeholder__name"):
        party = OutsideParty(row.stakeholder.name, Participation.Level(row.level))
        found.setdefault(row.decision_id, []).append(party)
    return found
