"""The whole table of steps as one form: rows of cells, each with what is wrong with it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.formats import localize_input
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from draagvlak.lib.numerals import whole_number
from draagvlak.processes.commands import RowEdit, StepDraft
from draagvlak.processes.forms.steps import StepForm
from draagvlak.processes.models import Step
from draagvlak.processes.queries import waits_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.lib.steps_table import Pasted

SHOWN = 60
MOST_ROWS = 80
"""Rows in one form: what a person can look over, and a browser and a server send at ease."""
EMPTY_ROWS = 5
BLANK_TABLE = 12
LABELS: dict[str, StrPromise] = {
    "name": gettext_lazy("What happens?"),
    "role": gettext_lazy("Role"),
    "system": gettext_lazy("System"),
    "minutes": pgettext_lazy("column", "Minutes"),
    "often": gettext_lazy("Times a week"),
    "fate": pgettext_lazy("column", "Later"),
    "waits_for": gettext_lazy("Waits for"),
    "why": gettext_lazy("Why?"),
    "whom": gettext_lazy("For whom?"),
    "place": pgettext_lazy("column", "Move to"),
}
_FOLDED = ("fate", "why", "whom", "place")
_FILED = ("name", "role", "waits_for", "place")


@dataclass
class Cell:
    """One field of one row. `note` tells what it said where we read it differently."""

    column: str
    html_name: str
    label: str
    text: str = ""
    error: str = ""
    note: str = ""
    fixed: bool = False
    """Comes from a file and cannot be changed here."""

    @property
    def column_label(self) -> str:
        return str(LABELS[self.column])

    @property
    def numeric(self) -> bool:
        return self.column in ("minutes", "often", "place")


@dataclass
class GridRow:
    """One row. `step` is None for a new one; `number` is its place in the whole table."""

    index: int
    number: int
    key: str
    step: Step | None
    cells: dict[str, Cell] = field(default_factory=dict)
    version: int | None = None
    """That of the step as it was shown; None for a new one."""
    theirs: str = ""
    gone: bool = False
    """Somebody took the step out while it was changed here."""
    draft: StepDraft | None = None

    @property
    def hidden(self) -> str:
        """What goes along unseen: which step, and in which version it was shown."""
        return f"{self.key}:{self.version or ''}"

    @property
    def shown(self) -> list[Cell]:
        """The cells that stand in the row itself."""
        return [cell for name, cell in self.cells.items() if name not in _FOLDED]

    @property
    def more(self) -> list[Cell]:
        """The cells that are folded away."""
        return [self.cells[name] for name in _FOLDED if not self.cells[name].fixed]

    @property
    def more_open(self) -> bool:
        return any(cell.error for cell in self.more)

    @property
    def more_filled(self) -> str:
        """What is folded away, in short."""
        fates = dict(fate_choices())
        return " – ".join(fates.get(cell.text, cell.text) for cell in self.more if cell.text)

    @property
    def wrong(self) -> bool:
        return any(cell.error for cell in self.cells.values())

    @property
    def blank(self) -> bool:
        return not any(cell.text.strip() for cell in self.cells.values() if not cell.fixed)


class StepGrid:
    """The rows that are shown of a table of steps, as sent or as they stand."""

    def __init__(
        self,
        steps: Sequence[Step],
        start: int = 1,
        sent: QueryDict | None = None,
        *,
        filed: bool = False,
    ) -> None:
        self.filed = filed
        self.steps = list(steps)
        self.rows: list[GridRow] = []
        self.columns = {key: str(label) for key, label in LABELS.items()}
        self.keys = [step.key for step in self.steps]
        self._by_key = {step.key: step for step in self.steps}
        if sent is None:
            self._stand(start)
        else:
            self._said(sent)

    def _stand(self, start: int) -> None:
        for at, step in enumerate(self.steps[start - 1 : start - 1 + SHOWN], start=start):
            row = self._row(at, step.key, step)
            for name, text in texts_of(step, self.keys).items():
                row.cells[name].text = text
        if not self.filed:
            self.more(EMPTY_ROWS if self.steps else BLANK_TABLE)

    def _said(self, sent: QueryDict) -> None:
        """Rows as they were sent. Numbers are those of the table that was shown."""
        self.keys = sent.get("keys", "").split()[:1000]
        count = min(whole_number(sent.get("rows", "")) or 0, MOST_ROWS)
        for at in range(count):
            key, _sign, written = sent.get(f"{at}-row", "").rpartition(":")
            version = whole_number(written)
            gone = version is not None and key not in self._by_key
            row = self._sent_row(key, version, gone=gone)
            for name, cell in row.cells.items():
                cell.text = sent.get(f"{at}-{name}", "")

    def _sent_row(self, key: str, version: int | None, *, gone: bool) -> GridRow:
        """A row that was sent; a step that somebody took out meanwhile comes in as a new one."""
        fresh = key if key and not gone else secrets.token_hex(6)
        if gone:
            self.keys = [fresh if each == key else each for each in self.keys]
        number = self._number(fresh)
        row = self._row(number, fresh, self._by_key.get(fresh))
        row.gone = gone
        row.version = None if gone else version
        return row

    def _number(self, key: str) -> int:
        if key in self.keys:
            return self.keys.index(key) + 1
        return len(self.keys) + 1 + sum(row.key not in self.keys for row in self.rows)

    def _row(self, number: int, key: str, step: Step | None) -> GridRow:
        row = GridRow(len(self.rows), number, key[:200], step)
        row.version = step.version if step else None
        for name, label in self.columns.items():
            said = _("%(label)s, row %(number)d") % {"label": label, "number": number}
            cell = Cell(name, f"{row.index}-{name}", said, fixed=self.filed and name in _FILED)
            row.cells[name] = cell
        self.rows.append(row)
        return row

    def more(self, count: int) -> int:
        """Add empty rows, as many as fit. Gives how many."""
        count = max(0, min(count, MOST_ROWS - len(self.rows)))
        for _each in range(count):
            key = secrets.token_hex(6)
            self._row(self._number(key), key, None)
        return count

    def put(self, pasted: Pasted) -> int:
        """Put pasted rows in the rows that are still empty. Gives how many fitted."""
        free = [row for row in self.rows if row.version is None and row.blank]
        short = len(pasted.rows) - len(free)
        if short > 0:
            self.more(short)
            free = [row for row in self.rows if row.version is None and row.blank]
        first = free[0].number if free else 1
        for row, read in zip(free, pasted.rows, strict=False):
            for name, text in read.cells.items():
                row.cells[name].text = _shifted(text, first) if name == "waits_for" else text
                if name in read.said and name not in ("name", "fate", "waits_for"):
                    row.cells[name].note = read.said[name]
        return min(len(free), len(pasted.rows))

    def is_valid(self) -> bool:
        """Look at every row that is not empty; an empty row that held a step takes it out."""
        every = [*self.keys, *(row.key for row in self.rows if row.key not in self.keys)]
        steps = [self._by_key.get(key) or Step(key=key) for key in every]
        for row in self.rows:
            if row.blank and not self.filed:
                continue
            form = StepForm(_sent(row), steps, row.step if self.filed else None)
            if form.is_valid():
                row.draft = form.draft()
            for name, errors in form.errors.items():
                if name in row.cells:
                    row.cells[name].error = " ".join(str(each) for each in errors)
            if row.gone:
                row.cells["name"].error = _(
                    "Somebody took this step out meanwhile. Empty the row, or save it again."
                )
        return not self.wrong

    @property
    def heads(self) -> list[str]:
        """What stands above the columns."""
        return [label for name, label in self.columns.items() if name not in _FOLDED]

    @property
    def wrong(self) -> list[Cell]:
        """The cells that have to be mended."""
        return [cell for row in self.rows for cell in row.cells.values() if cell.error]

    @property
    def roles(self) -> list[str]:
        """The roles that are in the table already, each once."""
        return list(dict.fromkeys(step.role for step in self.steps if step.role))

    @property
    def shown_keys(self) -> str:
        return " ".join(self.keys)

    def edits(self) -> list[RowEdit]:
        """What is new, changed or taken out; only after `is_valid()`."""
        found = []
        for row in self.rows:
            if row.draft is None:
                if row.version is not None and not self.filed:
                    found.append(RowEdit(row.key, None, row.version))
            elif row.version is None or self._changed(row):
                found.append(RowEdit(row.key, row.draft, row.version))
        return found

    def _changed(self, row: GridRow) -> bool:
        if row.step is None or row.draft is None:
            return False
        mine = row.draft.facts() if self.filed else row.draft.values()
        said = {name: getattr(row.step, name) for name in mine}
        return mine != said or row.draft.place is not None

    def met(self, theirs: Step) -> None:
        """Somebody else changed a row first: show their text, and go on from there."""
        for row in self.rows:
            if row.key == theirs.key:
                row.version = theirs.version
                row.theirs = "\n".join(filter(None, (theirs.name, theirs.role, theirs.system)))


def texts_of(step: Step, keys: Sequence[str]) -> dict[str, str]:
    """The cells of a step as people write them."""
    found = {
        name: getattr(step, name) for name in ("name", "role", "system", "fate", "why", "whom")
    }
    found["minutes"], found["often"] = _amount(step.minutes), _amount(step.often)
    waits = waits_of(step)
    numbers = [str(keys.index(key) + 1) for key in waits or () if key in keys]
    found["waits_for"] = "" if waits is None else ", ".join(numbers) or "0"
    return found


def _amount(value: Decimal | None) -> str:
    """A number as it is typed: a comma, and no nought behind it."""
    return "" if value is None else str(localize_input(value.normalize() + 0))


def fate_choices() -> list[tuple[str, str]]:
    return [(each.value, capfirst(str(each.label))) for each in Step.Fate]


def _sent(row: GridRow) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, cell in row.cells.items():
        sent[name] = cell.text
    return sent


def _shifted(text: str, first: int) -> str:
    """Numbers of pasted rows → numbers of the table in which they come to stand."""
    numbers = [whole_number(each) for each in text.split(", ")]
    if None in numbers:
        return text
    return ", ".join(str(each + first - 1) if each else "0" for each in numbers)
