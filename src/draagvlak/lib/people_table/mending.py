"""Repairs to a table that was read: a cell, all cells alike, a row that is passed over."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from draagvlak.lib.table_file.cells import clean, is_formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.lib.table_file import Table


class Mend(StrEnum):
    """What is done."""

    CELL = "cell"
    """Write `new` in this cell of this row."""
    ALIKE = "alike"
    """Write `new` in every cell of this column that says `old`."""
    PASS = "pass"  # noqa: S105 no secret
    """Leave this row out."""
    PASS_ALIKE = "pass_alike"  # noqa: S105 no secret
    """Leave out every row whose cell in this column says `old`."""


class Repair(NamedTuple):
    """One repair; a later one goes before an earlier one."""

    mend: str
    row: int
    column: int
    old: str = ""
    new: str = ""


def mended(table: Table, repairs: Sequence[Repair]) -> tuple[Table, frozenset[int]]:
    """(the table with its repairs, the numbers of the rows that are passed over)."""
    if not repairs:
        return table, frozenset()
    rows = list(table.rows)
    at = {number: index for index, number in enumerate(table.row_numbers)}
    touched: set[tuple[int, int]] = set()
    passed: set[int] = set()
    width = len(table.header)
    for repair in repairs:
        if not 0 <= repair.column < width:
            if repair.mend == Mend.PASS:
                passed.add(repair.row)
            continue
        if repair.mend in (Mend.ALIKE, Mend.PASS_ALIKE):
            same = [i for i, cells in enumerate(rows) if cells[repair.column] == repair.old]
        else:
            same = [at[repair.row]] if repair.row in at else []
        if repair.mend in (Mend.PASS, Mend.PASS_ALIKE):
            passed.update(table.row_numbers[index] for index in same)
            continue
        for index in same:
            cells = rows[index]
            rows[index] = (*cells[: repair.column], clean(repair.new), *cells[repair.column + 1 :])
            touched.add((table.row_numbers[index], repair.column))
    formulas = {place for place in table.formulas if place not in touched}
    formulas |= {
        (number, column) for number, column in touched if is_formula(rows[at[number]][column])
    }
    return replace(table, rows=rows, formulas=frozenset(formulas)), frozenset(passed)
