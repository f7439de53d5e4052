"""An import before it is applied: read, checked, repaired, looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.outbox import promise
from draagvlak.core.verdict import Refused
from draagvlak.lib.people_table import Column, Mapping
from draagvlak.organisations.imports.keeping import forget_outdated, locked
from draagvlak.organisations.imports.plan import plan_import
from draagvlak.organisations.imports.reading import (
    AT_ONCE,
    CheckedPeople,
    check_people,
    fingerprint,
    recognised,
)
from draagvlak.organisations.imports.register import read_register
from draagvlak.organisations.imports.reports import (
    count_plan,
    examples_of,
    of_file,
    repairable,
    report_of,
)
from draagvlak.organisations.imports.staged import (
    Report,
    mapping_as_json,
    mapping_of,
    open_report,
    open_table_of,
    seal_report,
    seal_rows,
    seal_upload,
)
from draagvlak.organisations.models import ImportSource, Organisation, PeopleImport
from draagvlak.organisations.queries import remembered
from draagvlak.organisations.rules import may_check_import, may_keep_register, may_stop_import

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.lib.people_table import Repair
    from draagvlak.lib.table_file import Table, TableError

CHECK_TOPIC = "organisations.check"


@command
def stage_import(
    *,
    by: Actor,
    organisation: Organisation,
    filename: str,
    table: Table,
    upload: bytes = b"",
    checked: CheckedPeople | None = None,
) -> PeopleImport:
    """Keep the rows of a file, sealed, and work out what importing them would do.

    `checked`: by `checked_before`, so that nobody waits for the database meanwhile.
    """
    may_keep_register(by).demand()
    staged = _new(by, organisation, filename, upload)
    staged.row_count = len(table.rows)
    mapping, known = mapping_for(staged, table)
    seen = of_file(table, Report(remembered=known))
    if checked is None or checked.columns != tuple(mapping.columns):
        checked = check_people(table, mapping)
    _look_ahead(staged, table, checked, seen, mapping)
    staged.save(force_insert=True)
    record("imports.staged", by=by, on=staged)
    return staged


def checked_before(organisation: Organisation, table: Table) -> CheckedPeople:
    """The rows of a file, checked before anything is written."""
    draft = PeopleImport(workspace_id=organisation.workspace_id, organisation=organisation)
    mapping, _known = mapping_for(draft, table)
    return check_people(table, mapping)


@command
def receive_import(
    *, by: Actor, organisation: Organisation, filename: str, upload: bytes, named: bool = False
) -> PeopleImport:
    """Keep a large file, sealed, and have it read and checked in the background.

    `named`: the organisation was named with the file, and goes when the file is refused.
    """
    may_keep_register(by).demand()
    staged = _new(by, organisation, filename, upload)
    staged.report = seal_report(staged, Report(named=named))
    staged.save(force_insert=True)
    _check_later(by, staged)
    record("imports.received", by=by, on=staged)
    return staged


@command
def read_otherwise(*, by: Actor, staged: PeopleImport, sheet: str, header_row: int) -> PeopleImport:
    """Say on which sheet the people stand and in which row the header; the file is read again."""
    staged = locked(staged)
    may_check_import(by, staged).demand()
    if not staged.upload:
        raise Refused(_("The file is no longer there. Choose it once more."))
    _check_later(by, staged, sheet=sheet, header_row=str(header_row))
    record("imports.read_otherwise", by=by, on=staged)
    return staged


@command
def keep_checked(
    *, by: Actor, staged: PeopleImport, table: Table, mapping: Mapping, checked: CheckedPeople
) -> PeopleImport:
    """What the background found in a file: from here on it can be looked at and applied."""
    staged = locked(staged)
    may_check_import(by, staged, at_work=True).demand()
    before = open_report(staged)
    known = before.remembered or mapping_for(staged, table)[1]
    staged.row_count = len(table.rows)
    seen = of_file(table, Report(remembered=known, repairs=before.repairs), before)
    _look_ahead(staged, table, checked, seen, mapping)
    staged.state = PeopleImport.State.PREVIEW
    staged.save()
    record("imports.checked", by=by, on=staged)
    return staged


@command
def refuse_import(*, by: Actor, staged: PeopleImport, error: TableError) -> PeopleImport:
    """The file cannot be read as a table: say why, and keep nothing of it."""
    staged = locked(staged)
    may_stop_import(by, staged).demand()
    staged.state = PeopleImport.State.REFUSED
    staged.upload = staged.staged = b""
    named = open_report(staged).named
    report = Report(refusal=(error.code.value, error.params), named=named)
    staged.report = seal_report(staged, report)
    staged.save()
    record("imports.refused", by=by, on=staged)
    return staged


@command
def choose_columns(
    *, by: Actor, staged: PeopleImport, columns: Sequence[Column | None]
) -> PeopleImport:
    """Say what each column holds; a next file with this header is read the same way."""
    staged = locked(staged)
    may_check_import(by, staged).demand()
    header = open_report(staged).header
    ImportSource.objects.update_or_create(
        workspace_id=by.tenant,
        organisation_id=staged.organisation_id,
        fingerprint=fingerprint(header),
        defaults={"columns": [each or "" for each in columns]},
    )
    staged.mapping = mapping_as_json(Mapping.chosen(columns))
    _check_again(by, staged, open_report(staged).repairs)
    record("imports.columns_chosen", by=by, on=staged)
    return staged


@command
def repair_import(*, by: Actor, staged: PeopleImport, repair: Repair) -> PeopleImport:
    """Correct a cell, or all cells alike, or leave a row out; the file itself stays as it was."""
    staged = locked(staged)
    may_check_import(by, staged).demand()
    _check_again(by, staged, [*open_report(staged).repairs, repair])
    record("imports.repaired", by=by, on=staged)
    return staged


@command
def take_back_repair(*, by: Actor, staged: PeopleImport, number: int) -> PeopleImport:
    """Take one of the repairs back."""
    staged = locked(staged)
    may_check_import(by, staged).demand()
    repairs = open_report(staged).repairs
    _check_again(by, staged, [each for at, each in enumerate(repairs) if at != number])
    record("imports.repair_taken_back", by=by, on=staged)
    return staged


@command
def choose_gone(*, by: Actor, staged: PeopleImport, choice: PeopleImport.Gone) -> PeopleImport:
    """Say what happens with those who are not in the file."""
    staged = locked(staged)
    may_check_import(by, staged).demand()
    staged.gone_choice = choice
    staged.save(update_fields=["gone_choice"])
    record("imports.gone_chosen", by=by, on=staged)
    return staged


def _new(by: Actor, organisation: Organisation, filename: str, upload: bytes) -> PeopleImport:
    forget_outdated(by.tenant)
    staged = PeopleImport(
        workspace_id=by.tenant,
        organisation=organisation,
        filename=filename[-150:],
        started_by_id=by.user_id or UUID(int=0),
    )
    staged.upload = seal_upload(staged, upload) if upload else b""
    return staged


def mapping_for(staged: PeopleImport, table: Table) -> tuple[Mapping, bool]:
    """(what each column holds, whether somebody chose it for an earlier file)."""
    columns = remembered(staged, fingerprint(table.header))
    if len(columns) == len(table.header):
        return Mapping.chosen(columns), True
    return recognised(table), False


def _check_later(by: Actor, staged: PeopleImport, **wish: str) -> None:
    """Have the worker check: the file when a wish says how, else the rows that were read."""
    if by.workspace is None:
        raise LookupError("an import has a workspace")
    staged.state = PeopleImport.State.CHECKING
    staged.checked = 0
    staged.stopped_at = None
    staged.started_at = timezone.now()
    staged.save()
    payload = {"import": str(staged.pk), "user": str(by.user_id), "place": by.workspace.slug}
    promise(CHECK_TOPIC, payload | wish, workspace_id=by.tenant)


def _check_again(by: Actor, staged: PeopleImport, repairs: list[Repair]) -> None:
    """Work out again what the import would do: at once, or in the background when it is large."""
    before = open_report(staged)
    kept = replace(before, repairs=repairs)
    if staged.row_count > AT_ONCE:
        staged.report = seal_report(staged, kept)
        _check_later(by, staged)
        return
    table, mapping = open_table_of(staged), mapping_of(staged)
    _look_ahead(staged, table, check_people(table, mapping, repairs), kept, mapping)
    staged.save()


def _look_ahead(
    staged: PeopleImport,
    table: Table,
    checked: CheckedPeople,
    seen: Report,
    mapping: Mapping,
) -> None:
    """Fill in what the preview shows. `seen`: what is known of the file and its repairs."""
    staged.mapping = mapping_as_json(mapping)
    staged.staged = seal_rows(staged, table, checked.people)
    register = read_register(staged.workspace_id)
    plan = plan_import(checked.people, register, staged.organisation_id)
    report = report_of(plan, register, replace(seen, examples=examples_of(table)))
    report = replace(report, problems=repairable(report.problems, table, mapping, seen.repairs))
    staged.report = seal_report(staged, report)
    staged.checked = 0
    count_plan(staged, plan)
