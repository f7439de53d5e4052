"""A table of steps as people paste it from a spreadsheet: columns recognised, amounts understood.

Nothing is thrown away in silence: a cell that cannot be read keeps its words, what was read in
another way says so, and a column that belongs nowhere is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from draagvlak.lib.fold import fold_key, squeeze
from draagvlak.lib.table_file import Limits, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("name", "role", "system", "minutes", "often", "fate", "waits_for", "why", "whom")
_WORDS = {
    "name": "stap processtap activiteit handeling taak actie werkzaamheid wat wat gebeurt er|"
    "omschrijving|step|activity|task|stap naam|naam|naam stap|beschrijving",
    "role": "rol wie functie uitvoerder verantwoordelijke afdeling team medewerker|wie doet het|"
    "door wie|role|who|actor|lane|swimlane",
    "system": "systeem applicatie middel hulpmiddel programma tool software system waarmee|"
    "met welk systeem|systeem of middel|met welk systeem of middel",
    "minutes": "minuten tijd duur tijdsduur bewerkingstijd doorlooptijd minutes time duration|"
    "minuten per keer|tijd in minuten|hoeveel tijd|tijd (min)|duur (min)|minuten (per keer)",
    "often": "frequentie aantal vaak often frequency|hoe vaak|keer per week|aantal per week|"
    "keren per week|times a week|aantal keer per week",
    "fate": "verandering verandert straks toekomst change|blijft verandert vervalt|"
    "wat gebeurt ermee|blijft/verandert/vervalt|blijft, verandert of vervalt|"
    "wat gebeurt er met deze stap|blijft/verandert/verdwijnt",
    "waits_for": "na voorganger afhankelijk wacht after|wacht op|afhankelijk van|waits for|"
    "na stap|volgt op",
    "why": "waarom reden doel why reason|waarom deze stap",
    "whom": "klant afnemer|voor wie|whom|for whom|ten behoeve van",
}
_HEAD_OF = {
    "name": "Stap", "role": "Rol", "system": "Systeem", "minutes": "Minuten",
    "often": "Keer per week", "fate": "Blijft/verandert/verdwijnt", "waits_for": "Wacht op",
    "why": "Waarom", "whom": "Voor wie",
}  # fmt: skip
_FATES = {
    "stays": "blijft blijven gelijk ongewijzigd stays same",
    "changes": "verandert veranderen wijzigt anders aangepast changes changed",
    "goes": "vervalt verdwijnt weg stopt eruit goes gone",
}
_LIMITS = Limits(bytes=2_000_000, rows=2_000, columns=60, cells=60_000, cell_characters=5_000)
_NUMBERED = re.compile(r"^(?:stap\s*)?\d{1,3}(?:\.\d{1,2})*\s*[.):\-–]\s+(?=\S)", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?:ca\.?|circa|ongeveer|±|~)?\s*(\d+(?:[.,]\d+)?)\s*"
    r"(minuten|minuut|mins?|m|uren|uur|u|hours?|h|seconden|sec|s|)\.?"
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?(?:\s*(?:uur|u))?")
_OFTEN = re.compile(
    r"(?:ca\.?|circa|ongeveer|±|~)?\s*(\d+(?:[.,]\d+)?)?\s*(?:x|keer|maal|×)?\s*"
    r"(?:per|/|elke|iedere|in de)?\s*"
    r"(dag|werkdag|week|maand|kwartaal|jaar|dagelijks|wekelijks|maandelijks|jaarlijks|)"
)
_A_WEEK = {
    "": 1.0, "dag": 5.0, "werkdag": 5.0, "dagelijks": 5.0, "week": 1.0, "wekelijks": 1.0,
    "maand": 12 / 52, "maandelijks": 12 / 52, "kwartaal": 4 / 52, "jaar": 1 / 52,
    "jaarlijks": 1 / 52,
}  # fmt: skip
_HOUR, _SECONDS = 60.0, 60.0


@dataclass(frozen=True)
class PastedRow:
    """The cells of one row by column, and per column what it said where we read it differently."""

    cells: dict[str, str]
    said: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pasted:
    """What was pasted. `skipped` are the heads of columns that belong nowhere."""

    rows: tuple[PastedRow, ...]
    columns: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    headed: bool = True


def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    for column, words in _WORDS.items():
        singles, *phrases = words.split("|")
        for word in (*singles.split(), *phrases):
            found.setdefault(fold_key(word), column)
    return found


_HEADS = _known()
_FATE_OF = {word: fate for fate, words in _FATES.items() for word in words.split()}


def is_head(cell: str) -> bool:
    """Whether a cell is a word that stands above a column of steps."""
    return _column(cell) != ""


def _column(cell: str) -> str:
    return _HEADS.get(fold_key(cell).strip(" :?*"), "")


def read_steps(text: str) -> Pasted:
    """Read a pasted table or a list of lines. Raises `table_file.TableError`."""
    data = text.encode("utf-8", "replace")
    first = [cell for line in text.strip().splitlines()[:1] for cell in re.split(r"[\t;,|]", line)]
    headed = any(is_head(cell) for cell in first)
    table = read_table(
        data, "steps.csv", _LIMITS, is_header=is_head, header_row=None if headed else 0
    )
    if not headed:
        width = max(len(row) for row in table.rows)
        columns = _without_heads(table.rows, width)
        skipped: tuple[str, ...] = ()
    else:
        columns, skipped = _with_heads(table.header)
    rows = [_row(columns, cells) for cells in table.rows]
    named = tuple(column for column in columns if column)
    return Pasted(tuple(row for row in rows if row.cells), named, skipped, headed)


def steps_text(rows: Sequence[PastedRow]) -> str:
    """Rows as text that `read_steps` reads again."""
    heads = {column: _HEAD_OF[column] for column in COLUMNS if any(column in r.cells for r in rows)}
    lines = [heads.values(), *([row.cells.get(column, "") for column in heads] for row in rows)]
    return "\n".join("\t".join(cells) for cells in lines)


def _with_heads(header: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The column of every head, each column once; and the heads that belong nowhere."""
    columns: list[str] = []
    skipped = []
    for head in header:
        column = _column(head)
        if not column or column in columns:
            if head and not _is_count(head):
                skipped.append(head)
            column = ""
        columns.append(column)
    if "name" not in columns and "" in columns:
        place = columns.index("")
        columns[place] = "name"
        skipped = [head for head in skipped if head != header[place]]
    return columns, tuple(skipped)


def _is_count(head: str) -> bool:
    return fold_key(head).strip(" .") in {"nr", "nummer", "#", "no", "volgnummer", "stap nr"}


def _without_heads(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Without heads: the order of our own table, after a column that only counts."""
    counts = [row[0] for row in rows if row and row[0]]
    numbered = width > 1 and counts == [str(number) for number in range(1, len(counts) + 1)]
    order = [*([""] if numbered else []), *COLUMNS]
    return [order[at] if at < len(order) else "" for at in range(width)]


def _row(columns: Sequence[str], cells: Sequence[str]) -> PastedRow:
    found: dict[str, str] = {}
    said: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if not column or not cell.strip():
            continue
        read = _READ.get(column, _plain)(cell)
        found[column] = read
        if squeeze(read) != squeeze(cell):
            said[column] = squeeze(cell)
    return PastedRow(found, said)


def _plain(cell: str) -> str:
    return squeeze(cell)


def _name(cell: str) -> str:
    """A step without the number that stood before it."""
    return _NUMBERED.sub("", squeeze(cell)) or squeeze(cell)


def _minutes(cell: str) -> str:
    """“1,5 uur”, “1:30” or “15 min” → minutes; anything else stays as it was."""
    words = fold_key(cell)
    clock = _CLOCK.fullmatch(words)
    if clock:
        return _said(int(clock[1]) * _HOUR + int(clock[2]))
    amount = _AMOUNT.fullmatch(words)
    if amount is None:
        return squeeze(cell)
    value = float(amount[1].replace(",", "."))
    if amount[2][:1] in {"u", "h"}:
        value *= _HOUR
    elif amount[2][:1] == "s":
        value /= _SECONDS
    return _said(value)


def _often(cell: str) -> str:
    """“dagelijks” or “2x per maand” → times a week; anything else stays as it was."""
    found = _OFTEN.fullmatch(fold_key(cell))
    if found is None or not (found[1] or found[2]):
        return squeeze(cell)
    return _said(float((found[1] or "1").replace(",", ".")) * _A_WEEK[found[2]])


def _fate(cell: str) -> str:
    words = re.findall(r"\w+", fold_key(cell))
    return next((_FATE_OF[word] for word in words if word in _FATE_OF), squeeze(cell))


def _waits(cell: str) -> str:
    """“stap 2 en 3” → “2, 3”."""
    words = re.sub(r"\b(stap|stappen|rij|en|and|na)\b", " ", fold_key(cell))
    numbers = re.split(r"[\s,;+&]+", words.strip(" .,;"))
    return ", ".join(numbers) if all(each.isdecimal() for each in numbers) else squeeze(cell)


def _said(value: float) -> str:
    """A number as it is written here: a comma, one digit at most."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


_READ = {
    "name": _name,
    "minutes": _minutes,
    "often": _often,
    "fate": _fate,
    "waits_for": _waits,
}
