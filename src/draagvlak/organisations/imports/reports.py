"""The report of an import: what the preview shows, and afterwards what was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from draagvlak.lib.people_table import Column, mended
from draagvlak.lib.unit_tree import join_path
from draagvlak.organisations.imports.plan import SHOWN, unit_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.lib.people_table import Mapping, Repair
    from draagvlak.lib.table_file import Table
    from draagvlak.organisations.imports.plan import Plan, Register
    from draagvlak.organisations.imports.staged import Report, RowProblem
    from draagvlak.organisations.models import PeopleImport

SHOWN_PROBLEMS = 500
SHOWN_UNITS = 30
KEPT_CELL = 300
EXAMPLES = 3


def repairable(
    problems: list[RowProblem], table: Table, mapping: Mapping, repairs: Sequence[Repair]
) -> list[RowProblem]:
    """The problems, each with the cell in which it can be repaired and how many are alike."""
    rows, _passed = mended(table, repairs)
    index = {number: at for at, number in enumerate(rows.row_numbers)}
    alike: dict[int, Counter[str]] = {}
    found = []
    for problem in problems:
        at = _column_of(problem, mapping)
        if at is None or problem.row not in index:
            found.append(problem)
            continue
        if at not in alike:
            alike[at] = Counter(cells[at] for cells in rows.rows)
        cell = rows.rows[index[problem.row]][at]
        found.append(problem._replace(at=at, cell=cell[:KEPT_CELL], alike=alike[at][cell]))
    return found


def _column_of(problem: RowProblem, mapping: Mapping) -> int | None:
    """Where the cell stands that a problem is about."""
    wanted = [Column(problem.column)] if problem.column else []
    if Column.NAME in wanted:
        wanted += [Column.FAMILY_NAME, Column.GIVEN_NAME]
    places = (mapping.index(column) for column in wanted)
    return next((place for place in places if place is not None), None)


def of_file(table: Table, seen: Report, before: Report | None = None) -> Report:
    """What is known of the file. Rows that were opened again say less than the file did."""
    if before is not None and before.header and not table.head:
        return replace(before, remembered=seen.remembered, repairs=seen.repairs, refusal=None)
    return replace(
        seen,
        header=list(table.header),
        notes=[(note.code.value, dict(note.params)) for note in table.notes],
        sheet=table.sheet,
        sheets=list(table.sheets),
        header_number=table.header_number,
        head=[(number, list(cells)) for number, cells in table.head],
    )


def examples_of(table: Table) -> list[list[str]]:
    """Per column the first few different values."""
    found = []
    for column in range(len(table.header)):
        values = dict.fromkeys(row[column][:60] for row in table.rows[:50] if row[column])
        found.append(list(values)[:EXAMPLES])
    return found


def report_of(plan: Plan, register: Register, seen: Report) -> Report:
    """The report of a plan; problems that keep a row out come first."""
    problems = sorted(plan.problems, key=lambda each: (each.warning, each.row))
    units = unit_names(register, [person.unit_id for person in plan.gone[:SHOWN]])
    return replace(
        seen,
        sample=plan.sample,
        problems=problems[:SHOWN_PROBLEMS],
        problem_count=len(problems) - plan.warnings,
        warning_count=plan.warnings,
        units=[join_path(unit.way) for unit in plan.units[:SHOWN_UNITS]],
        unit_count=len(plan.units),
        changes=plan.changes,
        moves=plan.moves,
        gone=[
            (person.name, units.get(person.unit_id, "") if person.unit_id else "")
            for person in plan.gone[:SHOWN]
        ],
        passed=plan.passed[:SHOWN_PROBLEMS],
        leavers=plan.leavers,
    )


def count_plan(staged: PeopleImport, plan: Plan) -> None:
    staged.added, staged.updated = len(plan.new), len(plan.changed)
    staged.moved, staged.gone = plan.moved, len(plan.gone)
    staged.unchanged, staged.skipped = plan.unchanged, plan.skipped
