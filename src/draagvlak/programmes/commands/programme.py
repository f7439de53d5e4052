"""Changing a programme, its phases, solutions and suppliers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.returning import write_earlier
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.organisations.models import Organisation
from draagvlak.programmes.models import (
    Programme,
    ProgrammeOrganisation,
    ProgrammePhase,
    Solution,
    Supplier,
)
from draagvlak.programmes.queries.returning import (
    PHASES,
    PROGRAMMES,
    SOLUTIONS,
    SUPPLIERS,
    texts_of_phases,
)
from draagvlak.programmes.rules import may_edit_programme, may_move_phase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.returning import Texts

Dates = tuple[dt.date | None, dt.date | None]


@command
def edit_programme(
    *,
    by: Actor,
    programme: Programme,
    version: int,
    name: str,
    summary: str,
    organisation_ids: Sequence[UUID] | None = None,
) -> Programme:
    """Change name and summary, and which organisations take part (None: as it is).

    Raises EditConflict when somebody else was first.
    """
    may_edit_programme(by).demand()
    changes = {"name": name.strip(), "summary": summary.strip()}
    before = PROGRAMMES.before(Programme.objects.get(pk=programme.pk, workspace_id=by.tenant))
    programme = save_if_unchanged(programme, expected=version, changes=changes)
    if organisation_ids is not None:
        _let_take_part(by, programme, organisation_ids)
    event = record("programmes.edited", by=by, on=programme)
    leave(event, by=by, kept=PROGRAMMES.kept(before, programme), touches=[programme.pk])
    return programme


def _let_take_part(by: Actor, programme: Programme, ids: Sequence[UUID]) -> None:
    part = ProgrammeOrganisation.objects.filter(workspace_id=by.tenant, programme=programme)
    part.exclude(organisation_id__in=ids).delete()
    known = set(part.values_list("organisation_id", flat=True))
    here = Organisation.objects.filter(workspace_id=by.tenant, pk__in=ids)
    ProgrammeOrganisation.objects.bulk_create(
        ProgrammeOrganisation(workspace_id=by.tenant, programme=programme, organisation=one)
        for one in here
        if one.pk not in known
    )


@command
def plan_phases(*, by: Actor, programme: Programme, dates: Mapping[str, Dates]) -> Programme:
    """Set when phases begin and end. A phase that is not named keeps its dates."""
    may_edit_programme(by).demand()
    before = texts_of_phases(by)
    unplanned: Texts = {"starts_on": None, "ends_on": None}
    rows = []
    for phase, (starts_on, ends_on) in dates.items():
        row, _new = ProgrammePhase.objects.update_or_create(
            workspace_id=by.tenant,
            programme=programme,
            phase=phase,
            defaults={"starts_on": starts_on, "ends_on": ends_on},
        )
        rows.append(PHASES.changed(before.get(row.pk, unplanned), row))
    event = record("programmes.phases_planned", by=by, on=programme)
    kept = write_earlier([row for row in rows if row.now])
    leave(event, by=by, kept=kept, touches=[programme.pk])
    return programme


@command
def move_phase(*, by: Actor, programme: Programme, phase: str) -> Programme:
    """Go to another phase, forward or back. What the phase still missed stays visible."""
    may_move_phase(by, programme, phase).demand()
    before = PROGRAMMES.before(programme)
    programme = save_if_unchanged(programme, expected=programme.version, changes={"phase": phase})
    event = record("programmes.phase_moved", by=by, on=programme)
    leave(event, by=by, kept=PROGRAMMES.kept(before, programme), touches=[programme.pk])
    return programme


@command
def add_supplier(
    *, by: Actor, name: str, contact: str = "", email: str = "", once: str = ""
) -> Supplier:
    """Name a supplier. One that has this name already is returned as it is."""
    del once
    may_edit_programme(by).demand()
    supplier, _new = Supplier.objects.get_or_create(
        workspace_id=by.tenant, name=name.strip(), defaults={"contact": contact, "email": email}
    )
    record("programmes.supplier_added", by=by, on=supplier)
    return supplier


@command
def edit_supplier(
    *, by: Actor, supplier: Supplier, name: str, contact: str, email: str
) -> Supplier:
    """Change a supplier. Raises IntegrityError when another one has this name."""
    may_edit_programme(by).demand()
    before = SUPPLIERS.before(supplier)
    supplier.name, supplier.contact, supplier.email = name.strip(), contact.strip(), email.strip()
    supplier.save(update_fields=["name", "contact", "email"])
    event = record("programmes.supplier_edited", by=by, on=supplier)
    leave(event, by=by, kept=SUPPLIERS.kept(before, supplier), touches=[supplier.pk])
    return supplier


@command
def add_solution(
    *,
    by: Actor,
    name: str,
    summary: str = "",
    state: str = Solution.State.CHOSEN,
    supplier: Supplier | None = None,
    once: str = "",
) -> Solution:
    """Name what is introduced or considered. Raises IntegrityError on a name that is taken."""
    del once
    may_edit_programme(by).demand()
    solution = Solution.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        name=name.strip(),
        summary=summary.strip(),
        state=state,
        supplier=supplier,
    )
    record("programmes.solution_added", by=by, on=solution)
    return solution


@command
def edit_solution(
    *,
    by: Actor,
    solution: Solution,
    version: int,
    name: str,
    summary: str,
    state: str,
    supplier: Supplier | None,
) -> Solution:
    """Change a solution. Raises EditConflict, or IntegrityError on a name that is taken."""
    may_edit_programme(by).demand()
    changes = {"name": name.strip(), "summary": summary.strip(), "state": state}
    before = SOLUTIONS.before(Solution.objects.get(pk=solution.pk, workspace_id=by.tenant))
    solution = save_if_unchanged(
        solution,
        expected=version,
        changes={**changes, "supplier_id": supplier.pk if supplier else None},
    )
    event = record("programmes.solution_edited", by=by, on=solution)
    leave(event, by=by, kept=SOLUTIONS.kept(before, solution), touches=[solution.pk])
    return solution
