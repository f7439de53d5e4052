"""What both readers hand over: numbered records of raw text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draagvlak.lib.table_file.table import SmallSheet

Records = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """Raw records, readable again and again. Numbers are those that a spreadsheet shows."""

    records: Callable[[], Records]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    beside: Callable[[], tuple[SmallSheet, ...]] = tuple
    """What stands on the other sheets, as far as it is small."""
