"""`draagvlak import-people`: keep the register equal to a list, every night, without a browser."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from draagvlak.core.gate import PLACES
from draagvlak.core.verdict import Refused
from draagvlak.lib.fold import fold_key
from draagvlak.lib.table_file import TableError
from draagvlak.organisations.commands import (
    apply_import,
    choose_gone,
    stage_import,
)
from draagvlak.organisations.commands.staging import checked_before
from draagvlak.organisations.imports import words
from draagvlak.organisations.imports.reading import LIMITS, read_file
from draagvlak.organisations.imports.staged import open_report
from draagvlak.organisations.models import Organisation, PeopleImport
from draagvlak.organisations.rules import may_apply_import, may_sweep_gone

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from draagvlak.core.actor import Actor
    from draagvlak.lib.table_file import Table
    from draagvlak.organisations.imports.reading import CheckedPeople
    from draagvlak.organisations.imports.staged import Report

SHOWN = 20


class Exit(IntEnum):
    """How it went, for the job that called. 1 is an error that nobody expected."""

    DONE = 0
    WRONG_CALL = 2
    FILE_REFUSED = 3
    ROWS_LEFT_OUT = 4
    NOT_ALLOWED = 5


@dataclass(frozen=True)
class Wish:
    """What the command line asks for."""

    file: Path
    workspace: str
    organisation: str
    by: str
    gone: PeopleImport.Gone
    most_gone: int
    strict: bool
    dry_run: bool
    sheet: str | None
    header_row: int | None


class WrongCallError(Exception):
    """Something on the command line does not exist."""


class Command(BaseCommand):
    help = (
        "Bring the people in a file into the register. Exit codes: 0 done (or nothing to do), "
        "2 wrong call, 3 the file cannot be read, 4 done but rows were left out, 5 not done: "
        "a rule or a bound said no. Nothing is half stored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX")
        parser.add_argument("--workspace", required=True, help="its short name in the address")
        parser.add_argument("--organisation", required=True, help="its name")
        parser.add_argument("--by", required=True, help="e-mail address of whoever imports")
        parser.add_argument("--gone", choices=PeopleImport.Gone.values, default="leave")
        parser.add_argument(
            "--most-gone", type=int, default=10, help="percent of the people; more is refused"
        )
        parser.add_argument("--strict", action="store_true", help="all rows, or none")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--sheet")
        parser.add_argument("--header-row", type=int)

    def handle(self, *args: object, **options: object) -> None:
        del args
        row = options["header_row"]
        wish = Wish(
            file=Path(str(options["file"])),
            workspace=str(options["workspace"]),
            organisation=str(options["organisation"]),
            by=str(options["by"]),
            gone=PeopleImport.Gone(str(options["gone"])),
            most_gone=int(str(options["most_gone"])),
            strict=bool(options["strict"]),
            dry_run=bool(options["dry_run"]),
            sheet=str(options["sheet"]) if options["sheet"] else None,
            header_row=int(str(row)) if row is not None else None,
        )
        code = self._run(wish)
        if code:
            sys.exit(code)

    def _run(self, wish: Wish) -> Exit:
        try:
            actor = _actor(wish)
            organisation = _organisation(actor, wish)
            table = read_file(
                _content(wish.file), wish.file.name, sheet=wish.sheet, header_row=wish.header_row
            )
        except WrongCallError as error:
            return self._stop(Exit.WRONG_CALL, str(error))
        except TableError as error:
            return self._stop(Exit.FILE_REFUSED, words.about_file(error))
        checked = checked_before(organisation, table)
        try:
            with transaction.atomic():
                done = _bring_in(wish, actor, organisation, table, checked)
                report = open_report(done)
                transaction.set_rollback(wish.dry_run)
        except Refused as refusal:
            return self._stop(Exit.NOT_ALLOWED, str(refusal))
        return self._tell(done, report, dry_run=wish.dry_run)

    def _stop(self, code: Exit, why: str) -> Exit:
        self.stderr.write(why)
        return code

    def _tell(self, done: PeopleImport, report: Report, *, dry_run: bool) -> Exit:
        for problem in [each for each in report.problems if not each.warning][:SHOWN]:
            self.stderr.write(f"{problem.row}: {words.about_row(problem)}")
        leaving = done.gone if done.gone_choice == PeopleImport.Gone.LEFT else 0
        counts = {
            "added": done.added,
            "changed": done.updated,
            "moved": done.moved,
            "unchanged": done.unchanged,
            "gone": leaving,
            "left_out": done.skipped,
            "dry_run": dry_run,
        }
        self.stdout.write(json.dumps(counts))
        return Exit.ROWS_LEFT_OUT if done.skipped else Exit.DONE


def _bring_in(
    wish: Wish, actor: Actor, organisation: Organisation, table: Table, checked: CheckedPeople
) -> PeopleImport:
    """Stage, look whether it may, and apply: one transaction."""
    staged = stage_import(
        by=actor,
        organisation=organisation,
        filename=wish.file.name,
        table=table,
        checked=checked,
    )
    staged = choose_gone(by=actor, staged=staged, choice=wish.gone)
    may_sweep_gone(actor, staged, most=wish.most_gone, strict=wish.strict).demand()
    leaving = staged.gone and wish.gone == PeopleImport.Gone.LEFT
    if not staged.added and not staged.updated and not leaving:
        kept = PeopleImport.objects.filter(workspace_id=actor.tenant, pk=staged.pk)
        kept.delete()  # nothing to do: no preview stays behind
        return staged
    may_apply_import(actor, staged).demand()
    return apply_import(by=actor, staged=staged, checked=checked)


def _actor(wish: Wish) -> Actor:
    user = get_user_model().objects.filter(email__iexact=wish.by).first()
    for finder in PLACES:
        if user is None:
            break
        actor = finder(user_id=user.pk, name="", workspace=wish.workspace, programme=None)
        if actor is not None:
            return actor
    raise WrongCallError(f"{wish.by} has no role in workspace {wish.workspace}.")


def _organisation(actor: Actor, wish: Wish) -> Organisation:
    key = fold_key(wish.organisation)
    for each in Organisation.objects.filter(workspace_id=actor.tenant):
        if fold_key(each.name) == key:
            return each
    raise WrongCallError(f"There is no organisation {wish.organisation}.")


def _content(file: Path) -> bytes:
    """What is in the file; no more than a byte over the bound is read."""
    try:
        with file.open("rb") as stream:
            return stream.read(LIMITS.bytes + 1)
    except OSError as problem:
        raise WrongCallError(f"{file} cannot be opened: {problem.strerror}.") from problem
