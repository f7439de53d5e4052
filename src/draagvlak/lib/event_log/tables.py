"""A log as a table: which column holds what is chosen, and a column with people is not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.lib.event_log.log import Gathered, Limits, Log, LogFindingCode, short
from draagvlak.lib.fold import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draagvlak.lib.table_file import Row

_DEFAULT = Limits()
_HEADS = {
    "case": "zaaknummer zaak case caseid zaakid dossier dossiernummer kenmerk aanvraagnummer "
    "procesnummer instantie|case id|case:concept:name|id zaak|nummer zaak|zaak id|case_id",
    "step": "activiteit stap handeling activity taak actie gebeurtenis event status|"
    "concept:name|naam activiteit|activity name|processtap",
    "time": "tijdstip tijd datum timestamp moment afgerond eindtijd time date|time:timestamp|"
    "datum en tijd|datum/tijd|complete timestamp|end timestamp|einddatum|datum tijd",
    "role": "rol role functie afdeling team|org:role|organisatorische rol",
}


@dataclass(frozen=True)
class Columns:
    """Which column holds what, from 0; None is no such column."""

    case: int | None = None
    step: int | None = None
    time: int | None = None
    role: int | None = None


def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    for part, words in _HEADS.items():
        singles, *phrases = words.split("|")
        for word in (*singles.split(), *phrases):
            found.setdefault(fold_key(word), part)
    return found


_PART_OF = _known()


def is_log_head(cell: str) -> bool:
    """Whether a cell is a word that stands above a column of a log."""
    return fold_key(cell) in _PART_OF


def guess_columns(header: Sequence[str]) -> Columns:
    """Which column probably holds what, by the words above it."""
    found: dict[str, int] = {}
    for at, head in enumerate(header):
        part = _PART_OF.get(fold_key(head))
        if part is not None:
            found.setdefault(part, at)
    return Columns(**found)


def read_rows(rows: Iterable[Row], columns: Columns, limits: Limits = _DEFAULT) -> Log:
    """Read the rows of a table. Raises LogRefused when nothing is left of it."""
    gathered = Gathered(limits)
    for row in rows:
        case = _cell(row.cells, columns.case)
        if not case:
            gathered.noted.note(LogFindingCode.NO_CASE, row.number)
            continue
        said = (
            _cell(row.cells, columns.time),
            short(_cell(row.cells, columns.step)),
            short(_cell(row.cells, columns.role)),
        )
        gathered.take(case, said, row.number)
    return gathered.log()


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""
