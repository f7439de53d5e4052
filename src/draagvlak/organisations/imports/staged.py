"""What an import keeps, sealed for its workspace: the rows, the report, the way back."""

from __future__ import annotations

import datetime as dt
import gc
import json
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from draagvlak.core.envelope import open_for_workspace, seal_for_workspace
from draagvlak.lib.people_table import Column, Mapping, ProblemCode, Repair
from draagvlak.lib.table_file import SmallSheet, Table, TableKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draagvlak.organisations.models import PeopleImport

SIZE_BYTES = 8
WAY, PROBLEMS = 5, 8  # where they stand in `Incoming`
FAST = 1  # zlib: a table packs well at once; better packing costs more than it saves


class RowProblem(NamedTuple):
    """One thing that is wrong with one row, as codes: the words are found when it is shown."""

    row: int
    code: str
    column: str = ""
    value: str = ""
    number: int = 0
    warning: bool = False
    at: int = -1
    """The column of the file in which it can be repaired; -1 for none."""
    cell: str = ""
    alike: int = 1
    """How many cells of that column say the same."""


class Incoming(NamedTuple):
    """One row of a file, read and checked. An empty text says nothing."""

    row: int
    name: str
    sort_key: str
    email: str
    function: str
    way: tuple[str, ...]
    organisation: str
    number: str
    problems: tuple[RowProblem, ...] = ()
    second_email: str = ""
    left_on: str = ""
    """A day, as 2026-11-12."""

    @property
    def passed_over(self) -> bool:
        """Whether somebody chose to leave the row out."""
        return any(problem.code == ProblemCode.PASSED_OVER for problem in self.problems)

    @property
    def ok(self) -> bool:
        """Whether nothing keeps the row out."""
        return all(problem.warning for problem in self.problems)


class SampleRow(NamedTuple):
    """One of the first rows, as it would be stored."""

    row: int
    name: str
    function: str
    unit: str
    email: str
    outcome: str


class Difference(NamedTuple):
    """What changes about one person. `fields`: (name of the field, old, new)."""

    row: int
    name: str
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Report:
    """What a preview shows, and afterwards what was skipped and what could not be undone."""

    header: list[str] = field(default_factory=list)
    examples: list[list[str]] = field(default_factory=list)
    notes: list[tuple[str, dict[str, str | int]]] = field(default_factory=list)
    sample: list[SampleRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    problem_count: int = 0
    warning_count: int = 0
    units: list[str] = field(default_factory=list)
    unit_count: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)
    moves: list[Difference] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    passed: list[tuple[int, str]] = field(default_factory=list)
    leavers: int = 0
    repairs: list[Repair] = field(default_factory=list)
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    header_number: int = 0
    head: list[tuple[int, list[str]]] = field(default_factory=list)
    remembered: bool = False
    refusal: tuple[str, dict[str, str | int]] | None = None
    named: bool = False
    """Whether the organisation came with the file: when that is refused, both can go."""


class StoredPerson(NamedTuple):
    """A row of the register as it stands in the database."""

    id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    name: str
    sort_key: str
    function: str
    email: str
    external_id: str
    left_on: dt.date | None
    version: int


@dataclass(frozen=True)
class Inverse:
    """How to undo: who was added, how the changed stood, which units were made."""

    added: list[UUID] = field(default_factory=list)
    changed: list[StoredPerson] = field(default_factory=list)
    units: list[UUID] = field(default_factory=list)


def seal_rows(row: PeopleImport, table: Table, people: Sequence[Incoming]) -> bytes:
    """The rows of a file, as they stand there and as they were read, sealed as one."""
    raw = _pack(
        {
            "header": table.header,
            "rows": table.rows,
            "numbers": table.row_numbers,
            "formulas": sorted(table.formulas),
            "beside": table.beside,
        }
    )
    read = _pack(people)
    both = len(raw).to_bytes(SIZE_BYTES) + raw + read
    return seal_for_workspace(row.workspace_id, both, aad=_place(row, "staged"))


def open_table_of(row: PeopleImport) -> Table:
    """The rows of a file as they stand there."""
    kept = _unpack(_halves(row)[0])
    return Table(
        kind=TableKind.CSV,
        header=tuple(kept["header"]),
        rows=[tuple(cells) for cells in kept["rows"]],
        row_numbers=kept["numbers"],
        formulas=frozenset((number, column) for number, column in kept["formulas"]),
        beside=tuple(
            SmallSheet(name, tuple(tuple(row) for row in rows))
            for name, rows in kept.get("beside", ())
        ),
    )


@contextmanager
def many_at_once() -> Iterator[None]:
    """Make very many small rows: looking for cycles among them would cost more than they do."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()


@many_at_once()
def open_people_of(row: PeopleImport) -> list[Incoming]:
    """The rows of a file as they were read and checked."""
    read = []
    for values in _unpack(_halves(row)[1]):
        values[WAY] = tuple(values[WAY])
        values[PROBLEMS] = tuple(RowProblem(*each) for each in values[PROBLEMS])
        read.append(Incoming(*values))
    return read


def _halves(row: PeopleImport) -> tuple[bytes, bytes]:
    both = open_for_workspace(row.workspace_id, bytes(row.staged), aad=_place(row, "staged"))
    end = SIZE_BYTES + int.from_bytes(both[:SIZE_BYTES])
    return both[SIZE_BYTES:end], both[end:]


def seal_report(row: PeopleImport, report: Report) -> bytes:
    """The report, sealed."""
    return _seal(row, "report", vars(report))


def open_report(row: PeopleImport) -> Report:
    """The report; an empty one when it is no longer kept."""
    if not row.report:
        return Report()
    kept = _open(row, "report", bytes(row.report))
    kept["sample"] = [SampleRow(*each) for each in kept["sample"]]
    kept["problems"] = [RowProblem(*each) for each in kept["problems"]]
    kept["changes"] = [Difference(*each) for each in kept.get("changes", ())]
    kept["moves"] = [Difference(*each) for each in kept.get("moves", ())]
    kept["repairs"] = [Repair(*each) for each in kept.get("repairs", ())]
    return Report(**kept)


def seal_upload(row: PeopleImport, content: bytes) -> bytes:
    """The file itself, sealed until it is checked and applied."""
    packed = zlib.compress(content, FAST)
    return seal_for_workspace(row.workspace_id, packed, aad=_place(row, "upload"))


def open_upload(row: PeopleImport) -> bytes:
    """The file itself."""
    sealed = bytes(row.upload)
    return zlib.decompress(open_for_workspace(row.workspace_id, sealed, aad=_place(row, "upload")))


def seal_inverse(row: PeopleImport, inverse: Inverse) -> bytes:
    """How to undo, sealed."""
    return _seal(
        row,
        "inverse",
        {
            "added": [pk.hex for pk in inverse.added],
            "changed": [[_plain(value) for value in person] for person in inverse.changed],
            "units": [pk.hex for pk in inverse.units],
        },
    )


def open_inverse(row: PeopleImport) -> Inverse:
    """How to undo."""
    kept = _open(row, "inverse", bytes(row.inverse))
    return Inverse(
        added=[UUID(text) for text in kept["added"]],
        changed=[_stored(values) for values in kept["changed"]],
        units=[UUID(text) for text in kept["units"]],
    )


def mapping_of(row: PeopleImport) -> Mapping:
    """What each column holds, as recognised or chosen."""
    kept = row.mapping
    columns = tuple(Column(each) if each else None for each in kept["columns"])
    return Mapping(columns, tuple(kept["sure"]))


def mapping_as_json(mapping: Mapping) -> dict[str, list[str] | list[bool]]:
    """The mapping as it is stored."""
    return {"columns": [each or "" for each in mapping.columns], "sure": list(mapping.sure)}


def _stored(values: list[str | int | None]) -> StoredPerson:
    pk, organisation, unit, name, sort_key, function, email, number, left, version = values
    return StoredPerson(
        UUID(str(pk)),
        UUID(str(organisation)),
        UUID(str(unit)) if unit else None,
        str(name),
        str(sort_key),
        str(function),
        str(email),
        str(number),
        dt.date.fromisoformat(str(left)) if left else None,
        int(version or 0),
    )


def _plain(value: UUID | dt.date | str | int | None) -> str | int | None:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, dt.date) else value


def _seal(row: PeopleImport, what: str, content: object) -> bytes:
    return seal_for_workspace(row.workspace_id, _pack(content), aad=_place(row, what))


def _open(row: PeopleImport, what: str, sealed: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202 JSON that `_seal` wrote; its shape stands there
    return _unpack(open_for_workspace(row.workspace_id, sealed, aad=_place(row, what)))


def _pack(content: object) -> bytes:
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), FAST)


def _unpack(packed: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202 JSON that `_pack` wrote
    return json.loads(zlib.decompress(packed))


def _place(row: PeopleImport, what: str) -> str:
    return f"organisations.peopleimport:{row.pk}:{what}"
