"""May this be done to the register? Each rule answers with a reason that a user can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.core.actor import ActorKind
from draagvlak.core.policy import EDITORS, Role
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.lib.fold import fold_key
from draagvlak.organisations.models import Group, Organisation, PeopleImport, Person, Unit
from draagvlak.organisations.queries import (
    DEEPEST,
    STEP,
    UNDO_DAYS,
    can_still_be_undone,
    holder_of_email,
    holder_of_number,
    is_overdue,
    siblings_named,
    unit_below,
    unit_holds,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from draagvlak.core.actor import Actor

KEEPERS: frozenset[Role] = EDITORS | {Role.ADMINISTRATOR}
"""Those who may change the register."""


def may_keep_register(actor: Actor) -> Verdict:
    """Guides, the project lead and the administrator keep the register."""
    if actor.has(*KEEPERS):
        return YES
    return no(_("Only a guide, the project lead or the administrator can change this."))


def may_name_organisation(
    actor: Actor, name: str, *, besides: Organisation | None = None
) -> Verdict:
    """A name stands for one organisation, however it is spelled."""
    others = Organisation.objects.filter(workspace_id=actor.tenant)
    taken = _same_name(others.values_list("pk", "name"), name, besides.pk if besides else None)
    if taken:
        return no(_("There is an organisation with this name already. Choose another name."))
    return may_keep_register(actor)


def may_name_unit(
    actor: Actor,
    organisation: Organisation,
    parent: Unit | None,
    name: str,
    *,
    besides: Unit | None = None,
) -> Verdict:
    """A name stands for one unit in its place; a tree has at most twenty levels."""
    parent_id = parent.pk if parent else None
    found = siblings_named(actor.tenant, organisation.pk, parent_id, name)
    if any(pk != (besides.pk if besides else None) for pk in found):
        return no(_("There is a unit with this name here already. Choose another name."))
    if parent is not None and parent.organisation_id != organisation.pk:
        return no(_("The unit above must belong to the same organisation."))
    if parent is not None and len(parent.path) >= DEEPEST * STEP:
        return no(_("This is too deep. A unit can have at most 19 units above it."))
    return may_keep_register(actor)


def may_move_unit(actor: Actor, unit: Unit, parent: Unit | None) -> Verdict:
    """A unit never comes to hang under itself, and stays within its organisation."""
    if parent is not None and parent.organisation_id != unit.organisation_id:
        return no(_("The unit above must belong to the same organisation."))
    if parent is not None and parent.path.startswith(unit.path):
        return no(_cycle(unit, parent))
    if parent is not None:
        longest = max(len(path) for path in unit_below(unit).values_list("path", flat=True))
        if len(parent.path) + longest - len(unit.path) + STEP > DEEPEST * STEP:
            return no(_("This is too deep. A unit can have at most 19 units above it."))
    return may_keep_register(actor)


def _cycle(unit: Unit, parent: Unit) -> str:
    if parent.pk == unit.pk:
        return _("A unit cannot hang under itself. Choose another unit above it.")
    return _(
        "“%(parent)s” hangs under “%(unit)s” itself, so that would go round in a circle. "
        "Choose another unit, or move “%(parent)s” first."
    ) % {"parent": parent.name, "unit": unit.name}


def may_remove_unit(actor: Actor, unit: Unit) -> Verdict:
    """Only an empty unit can be removed."""
    units, people = unit_holds(unit)
    if units:
        return no(_("There are units below this one. Move or remove those first."))
    if people:
        return no(_("People work here. Move them to another unit first."))
    return may_keep_register(actor)


def may_use_email(actor: Actor, email: str, *, besides: Person | None = None) -> Verdict:
    """An e-mail address belongs to one person of the workspace."""
    holder = holder_of_email(actor.tenant, email)
    if holder is None or (besides is not None and holder.pk == besides.pk):
        return YES
    return no(
        _("This e-mail address already belongs to %(name)s. Change it here, or there first.")
        % {"name": holder.name}
    )


def may_use_number(
    actor: Actor, organisation: Organisation, number: str, *, besides: Person | None = None
) -> Verdict:
    """A staff number belongs to one person of an organisation."""
    holder = holder_of_number(actor.tenant, organisation.pk, number)
    if holder is None or (besides is not None and holder.pk == besides.pk):
        return YES
    return no(
        _("This staff number already belongs to %(name)s. Change it here, or there first.")
        % {"name": holder.name}
    )


def may_write_person(
    actor: Actor,
    organisation: Organisation,
    email: str,
    number: str,
    *,
    besides: Person | None = None,
) -> Verdict:
    """A person is written by keepers, with an address and a number that nobody else has."""
    return first_no(
        may_keep_register(actor),
        may_use_email(actor, email, besides=besides),
        may_use_number(actor, organisation, number, besides=besides),
    )


def may_name_group(actor: Actor, name: str, *, besides: Group | None = None) -> Verdict:
    """A name stands for one group, however it is spelled."""
    others = Group.objects.filter(workspace_id=actor.tenant).order_by()
    if _same_name(others.values_list("pk", "name"), name, besides.pk if besides else None):
        return no(_("There is a group with this name already. Choose another name."))
    return may_keep_register(actor)


def may_check_import(actor: Actor, staged: PeopleImport, *, at_work: bool = False) -> Verdict:
    """Columns can be chosen and rows repaired until an import is applied."""
    if staged.state == PeopleImport.State.CHECKING:
        busy = no(_("This file is being checked. Wait until that is done."))
        return may_keep_register(actor) if at_work else busy
    if staged.state != PeopleImport.State.PREVIEW:
        return no(_("This import is done already. Start a new one to change something."))
    return may_keep_register(actor)


def may_apply_import(actor: Actor, staged: PeopleImport, *, at_work: bool = False) -> Verdict:
    """An import is applied once, and only when it changes something.

    `at_work`: the worker that was asked for it may go on where others have to wait.
    """
    if staged.state in (PeopleImport.State.APPLIED, PeopleImport.State.UNDONE):
        return no(_("This import is done already. Start a new one to change something."))
    if staged.state in (PeopleImport.State.CHECKING, PeopleImport.State.REFUSED):
        return no(_("This file is not checked yet. Wait until that is done."))
    busy = staged.state == PeopleImport.State.APPLYING and not at_work
    if busy and not is_overdue(staged):
        return no(_("This import is running already. Wait until it is done."))
    leaving = staged.gone and staged.gone_choice == PeopleImport.Gone.LEFT
    if not staged.added and not staged.updated and not leaving:
        return no(_("There is nothing to import: no row is new or changed."))
    return may_keep_register(actor)


def may_sweep_gone(actor: Actor, staged: PeopleImport, *, most: int, strict: bool) -> Verdict:
    """A list that comes by itself marks no more than `most` percent as gone: it may be cut off."""
    present = staged.gone + staged.updated + staged.unchanged
    sweeping = staged.gone_choice == PeopleImport.Gone.LEFT
    if sweeping and staged.gone * 100 > most * present:
        return no(
            _("%(gone)d of %(present)d people are not in the file. At most %(most)d%% may leave.")
            % {"gone": staged.gone, "present": present, "most": most}
        )
    if strict and staged.skipped:
        return no(
            _("%(count)d rows cannot be imported, and all rows have to.")
            % {"count": staged.skipped}
        )
    return may_keep_register(actor)


def may_stop_import(actor: Actor, staged: PeopleImport) -> Verdict:
    """The system puts an import back that failed in the background."""
    if staged.state not in (PeopleImport.State.APPLYING, PeopleImport.State.CHECKING):
        return no(_("Only an import that is running can be stopped."))
    if actor.kind is ActorKind.SYSTEM:
        return YES
    return may_keep_register(actor)


def may_undo_import(actor: Actor, done: PeopleImport) -> Verdict:
    """An applied import can be undone once, within thirty days."""
    if done.state != PeopleImport.State.APPLIED:
        return no(_("Only an import that is done can be undone."))
    if not can_still_be_undone(done):
        return no(
            _("An import can be undone for %(days)d days. Those have passed.") % {"days": UNDO_DAYS}
        )
    return may_keep_register(actor)


def _same_name(others: Iterable[tuple[UUID, str]], name: str, besides: UUID | None) -> bool:
    key = fold_key(name)
    return any(pk != besides and fold_key(other) == key for pk, other in others)
