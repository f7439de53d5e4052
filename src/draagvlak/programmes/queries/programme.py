"""The programme itself: its phases and what they miss, its solutions, its suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from draagvlak.core.thread import GATES
from draagvlak.organisations.models import Organisation
from draagvlak.programmes.models import (
    Phase,
    Programme,
    ProgrammeOrganisation,
    ProgrammePhase,
    Solution,
    Supplier,
)
from draagvlak.programmes.queries.members import Member, members

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.thread import Missing


@dataclass(frozen=True)
class PhaseRow:
    """One phase on its way. `state` is done, now or todo."""

    phase: Phase
    state: str
    starts_on: dt.date | None
    ends_on: dt.date | None

    @property
    def label(self) -> str:
        return str(self.phase.label)


def access_programme(actor: Actor) -> Programme:
    """The programme that the actor stands in. Raises Http404 outside one."""
    return get_object_or_404(Programme, workspace_id=actor.tenant, pk=actor.programme_id)


def phase_rows(actor: Actor, programme: Programme) -> list[PhaseRow]:
    """The five phases in order, with their dates. One query."""
    dates = {
        row.phase: row
        for row in ProgrammePhase.objects.filter(
            workspace_id=actor.tenant, programme_id=actor.programme_id
        )
    }
    order = list(Phase)
    now = order.index(Phase(programme.phase))
    rows = []
    for place, phase in enumerate(order):
        planned = dates.get(phase)
        state = "done" if place < now else "now" if place == now else "todo"
        rows.append(
            PhaseRow(
                phase,
                state,
                planned.starts_on if planned else None,
                planned.ends_on if planned else None,
            )
        )
    return rows


def missing_before(actor: Actor, phase: str) -> list[Missing]:
    """What every app says to be missing before this phase is left."""
    return [missing for provider in GATES for missing in provider(actor, phase)]


def findable_solutions(actor: Actor) -> Iterator[tuple[UUID, str, str]]:
    """What is introduced or considered, with what it does, for a search."""
    rows = Solution.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return rows.order_by("id").values_list("id", "name", "summary").iterator()


def solutions(actor: Actor) -> list[Solution]:
    """What is introduced or considered, with its supplier, in the order it was named."""
    return list(
        Solution.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
        .select_related("supplier")
        .order_by("id")
    )


def access_solution(actor: Actor, solution_id: UUID) -> Solution:
    """A solution of this programme. Raises Http404."""
    return get_object_or_404(
        Solution.objects.select_related("supplier"),
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        pk=solution_id,
    )


def access_supplier(actor: Actor, supplier_id: UUID) -> Supplier:
    """A supplier that this workspace works with. Raises Http404."""
    return get_object_or_404(Supplier, workspace_id=actor.tenant, pk=supplier_id)


def supplier_choices(actor: Actor) -> list[tuple[str, str]]:
    """Key and name of the suppliers in this workspace."""
    rows = Supplier.objects.filter(workspace_id=actor.tenant).order_by("name")
    return [(str(key), name) for key, name in rows.values_list("pk", "name")]


def organisation_choices(actor: Actor) -> tuple[list[tuple[str, str]], list[str]]:
    """Key and name of the organisations in this workspace, and the keys that take part."""
    rows = Organisation.objects.filter(workspace_id=actor.tenant).order_by("name")
    part = ProgrammeOrganisation.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id
    )
    choices = [(str(key), name) for key, name in rows.values_list("pk", "name")]
    return choices, [str(key) for key in part.values_list("organisation_id", flat=True)]


def who_is_who(actor: Actor, limit: int = 6) -> tuple[list[Member], int]:
    """The first members in the order of their roles, and how many there are in all."""
    everybody = members(actor)
    return everybody[:limit], len(everybody)
