"""An import is staged, looked at, applied as a whole, and undone as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.outbox import promise
from draagvlak.core.verdict import Refused
from draagvlak.lib.people_table import Column, Mapping
from draagvlak.lib.unit_tree import join_path
from draagvlak.organisations.imports.plan import Plan, Register, plan_import
from draagvlak.organisations.imports.reading import (
    CheckedPeople,
    check_people,
    recognised,
)
from draagvlak.organisations.imports.register import people_in_use, read_register
from draagvlak.organisations.imports.sizes import count_groups
from draagvlak.organisations.imports.staged import (
    Inverse,
    Report,
    StoredPerson,
    mapping_as_json,
    open_inverse,
    open_report,
    open_table_of,
    seal_inverse,
    seal_report,
    seal_rows,
)
from draagvlak.organisations.imports.writers import make_units, writer
from draagvlak.organisations.models import Organisation, PeopleImport, Person, Unit
from draagvlak.organisations.queries import outdated_inverses, outdated_previews
from draagvlak.organisations.rules import (
    may_apply_import,
    may_check_import,
    may_keep_register,
    may_stop_import,
    may_undo_import,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.lib.table_file import Table

TOPIC = "organisations.import"
SHOWN_PROBLEMS = 500
SHOWN_UNITS = 30
EXAMPLES = 3


@command
def stage_import(
    *, by: Actor, organisation: Organisation, filename: str, table: Table
) -> PeopleImport:
    """Keep the rows of a file, sealed, and work out what importing them would do."""
    may_keep_register(by).demand()
    _forget_outdated(by.tenant)
    staged = PeopleImport(
        workspace_id=by.tenant,
        organisation=organisation,
        filename=filename[-150:],
        row_count=len(table.rows),
        started_by_id=by.user_id or UUID(int=0),
    )
    _look_ahead(staged, table, recognised(table))
    staged.save(force_insert=True)
    record("imports.staged", by=by, on=staged)
    return staged


@command
def choose_columns(
    *, by: Actor, staged: PeopleImport, columns: Sequence[Column | None]
) -> PeopleImport:
    """Say what each column holds, and work out again what the import would do."""
    staged = _locked(staged)
    may_check_import(by, staged).demand()
    _look_ahead(staged, open_table_of(staged), Mapping.chosen(columns))
    staged.save()
    record("imports.columns_chosen", by=by, on=staged)
    return staged


@command
def apply_import(*, by: Actor, staged: PeopleImport, checked: CheckedPeople) -> PeopleImport:
    """Bring everybody in at once, or nobody. `checked`: the rows, read with the chosen columns."""
    staged = _locked(staged)
    may_apply_import(by, staged, at_work=True).demand()
    if [each or "" for each in checked.columns] != staged.mapping["columns"]:
        raise Refused(_("The columns were changed a moment ago. Look at the import once more."))
    register = read_register(by.tenant)
    plan = plan_import(checked.people, register, staged.organisation_id)
    _write(by.tenant, plan)
    before = open_report(staged)
    staged.staged = b""
    staged.report = seal_report(staged, _report(plan, before))
    staged.inverse = seal_inverse(
        staged,
        Inverse(
            added=[person.id for person in plan.new],
            changed=[old for old, _new in plan.changed],
            units=[unit.id for unit in plan.units],
        ),
    )
    _count(staged, plan)
    staged.state = PeopleImport.State.APPLIED
    staged.applied_at = timezone.now()
    staged.save()
    record("imports.applied", by=by, on=staged)
    return staged


@command
def promise_import(*, by: Actor, staged: PeopleImport) -> PeopleImport:
    """Have a large import applied in the background; a page shows how far it is."""
    staged = _locked(staged)
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
    staged = _locked(staged)
    may_stop_import(by, staged).demand()
    staged.state = PeopleImport.State.PREVIEW
    staged.stopped_at = timezone.now()
    staged.save(update_fields=["state", "stopped_at"])
    record("imports.stopped", by=by, on=staged)
    return staged


@command
def undo_import(*, by: Actor, done: PeopleImport) -> PeopleImport:
    """Take an import back: those it added go, those it changed are as before.

    Whoever was changed since, or is in use elsewhere by now, stays; the report says who and why.
    """
    done = _locked(done)
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
    done.added, done.updated = len(gone), len(back)
    done.save()
    record("imports.undone", by=by, on=done)
    return done


def _locked(row: PeopleImport) -> PeopleImport:
    """The import as it stands, held until the command ends; and one import per organisation."""
    rows = Organisation.objects.select_for_update().filter(workspace_id=row.workspace_id)
    rows.get(pk=row.organisation_id)
    held = PeopleImport.objects.select_for_update().filter(workspace_id=row.workspace_id)
    return held.get(pk=row.pk)


def _look_ahead(staged: PeopleImport, table: Table, mapping: Mapping) -> None:
    """Fill in what the preview shows."""
    staged.mapping = mapping_as_json(mapping)
    checked = check_people(table, mapping)
    staged.staged = seal_rows(staged, table, checked.people)
    plan = plan_import(checked.people, read_register(staged.workspace_id), staged.organisation_id)
    kept = open_report(staged)
    seen = Report(
        header=list(table.header),
        examples=_examples(table),
        notes=kept.notes or [(note.code.value, dict(note.params)) for note in table.notes],
    )
    staged.report = seal_report(staged, _report(plan, seen))
    staged.checked = 0
    _count(staged, plan)


def _examples(table: Table) -> list[list[str]]:
    """Per column the first few different values."""
    found = []
    for column in range(len(table.header)):
        values = dict.fromkeys(row[column][:60] for row in table.rows[:50] if row[column])
        found.append(list(values)[:EXAMPLES])
    return found


def _report(plan: Plan, seen: Report) -> Report:
    """The report of a plan; problems that keep a row out come first."""
    problems = sorted(plan.problems, key=lambda each: (each.warning, each.row))
    return Report(
        header=seen.header,
        examples=seen.examples,
        notes=seen.notes,
        sample=plan.sample,
        problems=problems[:SHOWN_PROBLEMS],
        problem_count=len(problems) - plan.warnings,
        warning_count=plan.warnings,
        units=[join_path(unit.way) for unit in plan.units[:SHOWN_UNITS]],
        unit_count=len(plan.units),
    )


def _count(staged: PeopleImport, plan: Plan) -> None:
    staged.added, staged.updated = len(plan.new), len(plan.changed)
    staged.unchanged, staged.skipped = plan.unchanged, plan.skipped


def _write(workspace_id: UUID, plan: Plan) -> None:
    write = writer()
    make_units(workspace_id, plan.units)
    try:
        write.change(workspace_id, [new for _old, new in plan.changed])
        write.add(workspace_id, plan.new)
    except IntegrityError:
        raise Refused(
            _("Somebody changed the register at the same moment. Nothing is stored. Try again.")
        ) from None
    if any(old.left_on for old, _new in plan.changed):
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


def _forget_outdated(workspace_id: UUID) -> None:
    """Rows of files are kept no longer than they are of use."""
    rows = PeopleImport.objects.filter(workspace_id=workspace_id)
    rows.filter(pk__in=outdated_previews(workspace_id)).delete()
    rows.filter(pk__in=outdated_inverses(workspace_id)).update(inverse=b"", report=b"")
