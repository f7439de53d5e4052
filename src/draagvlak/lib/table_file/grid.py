"""What both readers hand over: numbered records of raw text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Records = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """Raw records, readable again and again. Numbers are those that a spreadsheet shows."""

    records: Callable[[], Records]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
