"""Taking back what was done with a programme, as far as nothing changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from draagvlak.core.audit import record, record_on
from draagvlak.core.command import command
from draagvlak.core.returning import kept_key
from draagvlak.core.versions import save_if_unchanged
from draagvlak.core.web import to
from draagvlak.organisations.models import Group, Person
from draagvlak.programmes import rules
from draagvlak.programmes.commands.decisions import add_participation
from draagvlak.programmes.commands.members import (
    change_member,
    restore_invitation,
    restore_member,
)
from draagvlak.programmes.commands.programme import move_phase
from draagvlak.programmes.commands.vision import publish_vision
from draagvlak.programmes.queries import (
    access_decision,
    access_former_role,
    access_invitation,
    access_vision,
)
from draagvlak.programmes.queries.returning import (
    DECISIONS,
    MEMBERS,
    PHASES,
    PROGRAMMES,
    SOLUTIONS,
    SUPPLIERS,
    kept_part,
)

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor

BACK = "programmes.changed_back"


@command
def put_back_programme(*, by: Actor, kept: str) -> str:
    """Name, summary and phase become what they were."""
    rules.may_edit_programme(by).demand()
    for programme, back in PROGRAMMES.returning(by, kept):
        phase = back.pop("phase", None)
        changed = programme
        if back:
            changed = save_if_unchanged(programme, expected=programme.version, changes=back)
        if phase is not None:
            move_phase(by=by, programme=changed, phase=str(phase))
        record(BACK, by=by, on=programme)
    return to(by, "programmes:programme_home")


@command
def put_back_phases(*, by: Actor, kept: str) -> str:
    """The phases begin and end when they did."""
    rules.may_edit_programme(by).demand()
    for phase, back in PHASES.returning(by, kept):
        type(phase).objects.filter(workspace_id=by.tenant, pk=phase.pk).update(**back)
    record_on(BACK, by=by, subject=("programmes.programme", by.programme_id))
    return to(by, "programmes:phase_list")


@command
def put_back_supplier(*, by: Actor, kept: str) -> str:
    """A supplier is called and reached as before."""
    rules.may_edit_programme(by).demand()
    for supplier, back in SUPPLIERS.returning(by, kept):
        type(supplier).objects.filter(workspace_id=by.tenant, pk=supplier.pk).update(**back)
        record(BACK, by=by, on=supplier)
    return to(by, "programmes:programme_home")


@command
def put_back_solution(*, by: Actor, kept: str) -> str:
    """A solution says again what it said."""
    rules.may_edit_programme(by).demand()
    for solution, back in SOLUTIONS.returning(by, kept):
        save_if_unchanged(solution, expected=solution.version, changes=back)
        record(BACK, by=by, on=solution)
    return to(by, "programmes:programme_home")


@command
def put_back_decision(*, by: Actor, kept: str) -> str:
    """A question says again what it said, and is open or decided as it was."""
    rules.may_edit_programme(by).demand()
    address = to(by, "programmes:decision_list")
    for decision, back in DECISIONS.returning(by, kept):
        save_if_unchanged(decision, expected=decision.version, changes=back)
        record(BACK, by=by, on=decision)
        address = to(by, "programmes:decision_detail", decision_id=decision.pk)
    return address


@command
def put_back_part(*, by: Actor, kept: str) -> str:
    """Somebody takes part in a decision again."""
    part = kept_part(kept)
    decision = access_decision(by, UUID(part["decision"]))
    people = Person.objects.filter(workspace_id=by.tenant)
    groups = Group.objects.filter(workspace_id=by.tenant)
    add_participation(
        by=by,
        decision=decision,
        level=part["level"],
        person=people.get(pk=part["person"]) if part["person"] else None,
        group=groups.get(pk=part["group"]) if part["group"] else None,
    )
    record(BACK, by=by, on=decision)
    return to(by, "programmes:decision_detail", decision_id=decision.pk)


@command
def put_back_vision(*, by: Actor, kept: str) -> str:
    """The words of the version before hold again, as a new version: nothing is erased."""
    number = int(kept)
    before = access_vision(by, number - 1)
    vision = publish_vision(
        by=by,
        title=before.title,
        body=before.body,
        changed_because=_("Version %(number)s was taken back.") % {"number": number},
        base=number,
    )
    record(BACK, by=by, on=vision)
    return to(by, "programmes:vision_show")


@command
def put_back_role(*, by: Actor, kept: str) -> str:
    """Somebody has the role that was taken away."""
    membership = restore_member(by=by, membership=access_former_role(by, kept_key(kept)))
    record(BACK, by=by, on=membership)
    return to(by, "programmes:member_list")


@command
def put_back_changed_role(*, by: Actor, kept: str) -> str:
    """Somebody has the role that they had before, and is who they were in the register."""
    for membership, back in MEMBERS.returning(by, kept):
        key = back.get("person_id", membership.person_id)
        people = Person.objects.filter(workspace_id=by.tenant)
        change_member(
            by=by,
            membership=membership,
            role=str(back.get("role", membership.role)),
            person=people.filter(pk=str(key)).first() if key else None,
        )
        record(BACK, by=by, on=membership)
    return to(by, "programmes:member_list")


@command
def put_back_invitation(*, by: Actor, kept: str) -> str:
    """The link in the mail works again."""
    invitation = restore_invitation(by=by, invitation=access_invitation(by, kept_key(kept)))
    record(BACK, by=by, on=invitation)
    return to(by, "programmes:member_list")
