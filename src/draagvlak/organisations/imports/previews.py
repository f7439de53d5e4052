"""A report in words, ready for a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from draagvlak.organisations.imports import words
from draagvlak.organisations.imports.plan import Outcome
from draagvlak.organisations.imports.staged import mapping_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import BoundField, Form
    from django.utils.functional import Promise

    from draagvlak.organisations.imports.staged import Difference, Report, SampleRow
    from draagvlak.organisations.models import PeopleImport

KEPT_CELL = 300
WITH_REPAIR = 40
"""Problems that are shown at once, each with its repair; the next ones follow after that."""

OUTCOME_SIGNS = {
    Outcome.NEW: "done",
    Outcome.CHANGED: "now",
    Outcome.UNCHANGED: "todo",
    Outcome.SKIPPED: "late",
    Outcome.LEAVER: "stopped",
    Outcome.PASSED: "stopped",
}
"""The state of the status component by which an outcome is shown beside its word."""


@dataclass(frozen=True)
class ColumnLine:
    """A column of the file: its title, some values, and the choice of what it holds."""

    title: str
    examples: str
    field: BoundField
    guessed: bool


@dataclass(frozen=True)
class SampleLine:
    """One of the first rows, with what happens to it."""

    person: SampleRow
    sign: str
    outcome: str | Promise


@dataclass(frozen=True)
class ProblemLine:
    """What is wrong with a row and what to do."""

    row: int
    text: str
    warning: bool
    at: int = -1
    cell: str = ""
    alike: int = 1
    column: str = ""
    others: int = 0
    """Problems that are the same one, in other rows."""

    @property
    def repairable(self) -> bool:
        """Whether there is a cell to correct."""
        return self.at >= 0 and len(self.cell) < KEPT_CELL


@dataclass(frozen=True)
class FieldChange:
    """One field of a person, old and new."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class PersonChange:
    """What changes about one person."""

    row: int
    name: str
    fields: Sequence[FieldChange]


@dataclass(frozen=True)
class Preview:
    """Everything that a preview or result shows of a report."""

    columns: Sequence[ColumnLine]
    sample: Sequence[SampleLine]
    problems: Sequence[ProblemLine]
    warnings: Sequence[ProblemLine]
    notes: Sequence[str]
    units: Sequence[str]
    unit_count: int
    problem_count: int
    warning_count: int
    more_problems: int
    more_warnings: int
    more_units: int
    kept: Sequence[tuple[str, str]] = ()
    changes: Sequence[PersonChange] = ()
    moves: Sequence[PersonChange] = ()
    gone: Sequence[tuple[str, str]] = ()
    passed: Sequence[tuple[int, str]] = ()
    repairs: Sequence[str] = ()
    leavers: int = 0
    remembered: bool = False


def preview_of(staged: PeopleImport, report: Report, form: Form) -> Preview:
    """A preview, with the form by which columns are chosen."""
    sure = mapping_of(staged).sure
    columns = [
        ColumnLine(title, ", ".join(examples), form[f"column_{index}"], not sure[index])
        for index, (title, examples) in enumerate(zip(report.header, report.examples, strict=True))
    ]
    return _in_words(report, columns, WITH_REPAIR)


def result_of(report: Report) -> Preview:
    """What an import left out, and what undoing left as it was."""
    return _in_words(report, [])


def _in_words(report: Report, columns: Sequence[ColumnLine], most: int | None = None) -> Preview:
    lines = [
        ProblemLine(
            each.row,
            words.about_row(each),
            each.warning,
            each.at,
            each.cell,
            each.alike,
            report.header[each.at] if 0 <= each.at < len(report.header) else "",
        )
        for each in report.problems
    ]
    problems = [line for line in lines if not line.warning]
    if most is not None:
        problems = _one_of_each(problems)[:most]
    warnings = [line for line in lines if line.warning]
    return Preview(
        columns=columns,
        sample=[
            SampleLine(
                each,
                OUTCOME_SIGNS[Outcome(each.outcome)],
                words.OUTCOME_WORDS[Outcome(each.outcome)],
            )
            for each in report.sample
        ],
        problems=problems,
        warnings=warnings,
        notes=[words.about_note(code, params) for code, params in report.notes],
        units=report.units,
        unit_count=report.unit_count,
        problem_count=report.problem_count,
        warning_count=report.warning_count,
        more_problems=report.problem_count - sum(1 + line.others for line in problems),
        more_warnings=report.warning_count - len(warnings),
        more_units=report.unit_count - len(report.units),
        kept=[(name, words.kept_reason(code)) for name, code in report.kept],
        changes=[_change(each) for each in report.changes],
        moves=[_change(each) for each in report.moves],
        gone=[(name, unit) for name, unit in report.gone],
        passed=[(row, name) for row, name in report.passed],
        repairs=[words.about_repair(each, report.header) for each in report.repairs],
        leavers=report.leavers,
        remembered=report.remembered,
    )


def _one_of_each(problems: Sequence[ProblemLine]) -> list[ProblemLine]:
    """Cells of a column that say the same wrong thing are one problem, repaired at once."""
    found: dict[tuple[str, int, str] | int, ProblemLine] = {}
    for index, line in enumerate(problems):
        alike = line.repairable and line.alike > 1
        key = (line.text, line.at, line.cell) if alike else index
        first = found.get(key)
        found[key] = replace(first, others=first.others + 1) if first else line
    return list(found.values())


def _change(each: Difference) -> PersonChange:
    fields = [
        FieldChange(words.about_field(name), _shown(old), _shown(new))
        for name, old, new in each.fields
    ]
    return PersonChange(each.row, each.name, fields)


def _shown(value: str) -> str:
    """A day as people write it; an empty value as a dash."""
    try:
        return date_format(dt.date.fromisoformat(value), "j F Y")
    except ValueError:
        return value or "–"
