"""A list of unit codes on another sheet: found by its content, and followed to the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.lib.fold import fold_key
from draagvlak.lib.people_table.words import COLUMN_OF, Column
from draagvlak.lib.unit_tree import Path, split_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from draagvlak.lib.table_file import SmallSheet

_LEAST_SHARE = 0.6
_HEADER_WITHIN = 8
_DEEPEST = 20
_PAIR = 2
_ABOVE = ("boven", "parent", "hoger", "moeder", "ouder", "valtonder", "onderdeelvan")
_CODE = ("code", "nummer", "nr", "id", "kostenplaats")


def code_key(text: str) -> str:
    """A code as it is compared: folded, without zeros that a spreadsheet drops at the front."""
    key = fold_key(text)
    return key.lstrip("0") or key


def find_codes(beside: Iterable[SmallSheet], values: Iterable[str]) -> dict[str, Path]:
    """The way to the unit per code, from the sheet that explains most of these values; else {}."""
    wanted = {code_key(value) for value in values if value}
    best: dict[str, Path] = {}
    most = 0.0
    for sheet in beside:
        for codes in _lists(sheet.rows):
            share = len(wanted & codes.keys()) / len(wanted) if wanted else 0.0
            if share >= _LEAST_SHARE and share > most:
                best, most = codes, share
    return best


def _lists(rows: Sequence[Sequence[str]]) -> Iterator[dict[str, Path]]:
    """What the sheet says when one of its columns is taken for the code."""
    for at in range(min(_HEADER_WITHIN, len(rows))):
        header = ["".join(sign for sign in fold_key(cell) if sign.isalnum()) for cell in rows[at]]
        names = [i for i, key in enumerate(header) if _is_name(key)]
        codes = [i for i, key in enumerate(header) if _is_code(key)]
        if names and codes:
            above = next((i for i, key in enumerate(header) if key.startswith(_ABOVE)), None)
            for code in codes:
                yield _followed(rows[at + 1 :], code, names[0], above)
            return


def _is_name(key: str) -> bool:
    if not key or key.startswith(_ABOVE) or key.endswith(_CODE):
        return False
    known = COLUMN_OF.get(key)
    return known in (Column.UNIT, Column.NAME) or "naam" in key or key.startswith("omschrijving")


def _is_code(key: str) -> bool:
    return (
        bool(key) and not key.startswith(_ABOVE) and (key.startswith(_CODE) or key.endswith(_CODE))
    )


def _followed(
    rows: Sequence[Sequence[str]], code: int, name: int, above: int | None
) -> dict[str, Path]:
    names: dict[str, Path] = {}
    parents: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for row in rows:
        if len(row) <= max(code, name) or not row[code] or not row[name]:
            continue
        key = code_key(row[code])
        names.setdefault(key, split_path(row[name]))
        by_name.setdefault(fold_key(row[name]), key)
        if above is not None and above < len(row) and row[above]:
            parents.setdefault(key, row[above])
    return {key: _way(key, names, parents, by_name) for key in names}


def _way(
    key: str, names: dict[str, Path], parents: dict[str, str], by_name: dict[str, str]
) -> Path:
    """The names from the top; a circle ends where it closes."""
    path = names[key]
    seen = {key}
    while key in parents and len(seen) < _DEEPEST:
        parent = code_key(parents[key])
        key = parent if parent in names else by_name.get(fold_key(parents[key]), "")
        if not key or key in seen:
            break
        seen.add(key)
        path = (*names[key], *path)
    return path
