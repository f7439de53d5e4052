"""An import is staged, looked at, applied as a whole, and undone as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.outbox import promise
from draagvlak.core.verdict import Refused
from draagvlak.organisations.imports.keeping import locked
from draagvlak.organisations.imports.plan import Plan, Register, plan_import
from draagvlak.organisations.imports.register import people_in_use, read_register
from draagvlak.organisations.imports.reports import SHOWN_PROBLEMS, count_plan, report_of
from draagvlak.organisations.imports.sizes import count_groups
from draagvlak.organisations.imports.staged import (
    Inverse,
    StoredPerson,
    open_inverse,
    open_report,
    seal_inverse,
    seal_report,
)
from draagvlak.organisations.imports.writers import index_units, make_units, writer
from draagvlak.organisations.models import (
    PeopleImport,
    Person,
    Unit,
)
from draagvlak.organisations.queries import KIND_UNIT
from draagvlak.organisations.rules import (
    may_apply_import,
    may_stop_import,
    may_undo_import,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.imports.reading import (
        CheckedPeople,
    )

TOPIC = "organisations.import"


@command
def apply_import(*, by: Actor, staged: PeopleImport, checked: CheckedPeople) -> PeopleImport:
    """Bring everybody in at once, or nobody. `checked`: the rows, read with the chosen columns."""
    staged = locked(staged)
    may_apply_import(by, staged, at_work=True).demand()
    if [each or "" for each in checked.columns] != staged.mapping["columns"]:
        raise Refused(_("The columns were changed a moment ago. Look at the import once more."))
    register = read_register(by.tenant)
    plan = plan_import(checked.people, register, staged.organisation_id)
    left = _leave_gone(staged, plan)
    _write(by.tenant, plan, left)
    staged.report = seal_report(staged, report_of(plan, register, open_report(staged)))
    staged.upload = staged.staged = b""
    staged.inverse = seal_inverse(
        staged,
        Inverse(
            added=[person.id for person in plan.new],
            changed=[old for old, _new in (*plan.changed, *left)],
            units=[unit.id for unit in plan.units],
        ),
    )
    count_plan(staged, plan)
    staged.gone = len(left)
    staged.state = PeopleImport.State.APPLIED
    staged.applied_at = timezone.now()
    staged.save()
    record("imports.applied", by=by, on=staged)
    return staged


@command
def promise_import(*, by: Actor, staged: PeopleImport) -> PeopleImport:
    """Have a large import applied in the background; a page shows how far it is."""
    staged = locked(staged)
    may_apply_import(by, staged).demand()
    if by.workspace is None:
        raise LookupError("an import has a workspace")
    staged.state = PeopleImport.State.APPLYING
    staged.checked = 0
    staged.stopped_at = None
    staged.started_at = timezone.now()
    staged.save(update_fields=["state", "checked", "stopped_at", "started_at"])
    payload = {"import": str(staged.pk), "user": str(by.user_id), "place": by.workspace.slug}
    promise(TOPIC, payload, workspace_id=by.tenant)
    record("imports.promised", by=by, on=staged)
    return staged


@command
def stop_import(*, by: Actor, staged: PeopleImport) -> PeopleImport:
    """An import in the background failed: nothing was stored, and it can be tried again."""
    staged = locked(staged)
    may_stop_import(by, staged).demand()
    was_read = bool(staged.staged)
    staged.state = PeopleImport.State.PREVIEW if was_read else PeopleImport.State.CHECKING
    staged.stopped_at = timezone.now()
    staged.save(update_fields=["state", "stopped_at"])
    record("imports.stopped", by=by, on=staged)
    return staged


@command
def undo_import(*, by: Actor, done: PeopleImport) -> PeopleImport:
    """Take an import back: those it added go, those it changed are as before.

    Whoever was changed since, or is in use elsewhere by now, stays; the report says who and why.
    """
    done = locked(done)
    may_undo_import(by, done).demand()
    inverse = open_inverse(done)
    gone, back, kept = _sort_out(inverse, read_register(by.tenant), people_in_use(by.tenant))
    writer().remove(by.tenant, gone)
    writer().change(by.tenant, back)
    _remove_empty_units(by.tenant, inverse.units)
    count_groups(by.tenant)
    report = open_report(done)
    report.kept[:] = kept
    done.report = seal_report(done, report)
    done.inverse = b""
    done.state = PeopleImport.State.UNDONE
    done.undone_at = timezone.now()
    done.added, done.updated, done.gone = len(gone), len(back), 0
    done.save()
    record("imports.undone", by=by, on=done)
    return done


def _leave_gone(staged: PeopleImport, plan: Plan) -> list[tuple[StoredPerson, StoredPerson]]:
    """Those who are not in the file, before and after they are noted as gone.

    Whoever came into the register after the file was read cannot be missing from it.
    """
    if staged.gone_choice != PeopleImport.Gone.LEFT:
        return []
    today = timezone.localdate()
    return [
        (person, person._replace(left_on=today, version=person.version + 1))
        for person in plan.gone
        if person.id.int < staged.pk.int
    ]


def _write(
    workspace_id: UUID, plan: Plan, left: Sequence[tuple[StoredPerson, StoredPerson]]
) -> None:
    changed = [*plan.changed, *left]
    write = writer()
    make_units(workspace_id, plan.units)
    try:
        write.change(workspace_id, [new for _old, new in changed])
        write.add(workspace_id, plan.new)
    except IntegrityError:
        raise Refused(
            _("Somebody changed the register at the same moment. Nothing is stored. Try again.")
        ) from None
    index_units(workspace_id, plan.units)
    if any(old.left_on != new.left_on for old, new in changed):
        count_groups(workspace_id)


def _sort_out(
    inverse: Inverse, register: Register, used: set[UUID]
) -> tuple[list[UUID], list[StoredPerson], list[tuple[str, str]]]:
    """(people to remove, rows to write back, (name, reason code) of those who stay)."""
    now = {person.id: person for person in register.people}
    gone: list[UUID] = []
    kept: list[tuple[str, str]] = []
    for pk in inverse.added:
        person = now.get(pk)
        if person is None:
            continue
        if person.version > 1:
            kept.append((person.name, "changed"))
        elif pk in used:
            kept.append((person.name, "used"))
        else:
            gone.append(pk)
            del now[pk]
    back: list[StoredPerson] = []
    units = {unit.id for unit in register.units}
    holders = {mark: person.id for person in now.values() for mark in _marks(person)}
    for old in inverse.changed:
        person = now.get(old.id)
        if person is None:
            continue
        if person.version != old.version + 1:
            kept.append((person.name, "changed"))
        elif any(holders.get(mark, old.id) != old.id for mark in _marks(old)):
            kept.append((person.name, "taken"))
        else:
            unit = old.unit_id if old.unit_id in units else None
            back.append(old._replace(unit_id=unit, version=person.version + 1))
    return gone, back, kept[:SHOWN_PROBLEMS]


def _marks(person: StoredPerson) -> list[str]:
    """What only one person may have: the address, and the number within the organisation."""
    number = f"{person.organisation_id}:{person.external_id}" if person.external_id else ""
    return [mark for mark in (person.email, number) if mark]


def _remove_empty_units(workspace_id: UUID, ids: Sequence[UUID]) -> None:
    """Remove the units that an import made, from below, as far as they are empty again."""
    for pk in reversed(ids):
        people = Person.objects.filter(workspace_id=workspace_id, unit_id=pk)
        below = Unit.objects.filter(workspace_id=workspace_id, parent_id=pk)
        if not people.exists() and not below.exists():
            Unit.objects.filter(workspace_id=workspace_id, pk=pk).delete()
            search.forget(KIND_UNIT, pk, workspace_id=workspace_id)
