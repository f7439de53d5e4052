"""Spreading conversations over working days: calm, with air between them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WORKING_DAYS = 5
MORNING, EVENING = dt.time(9), dt.time(17)
LUNCH = (dt.time(12), dt.time(13))
PAUSE = 15


@dataclass(frozen=True)
class Window:
    """The days to choose from, how long a conversation lasts, and how many fit a good day."""

    first: dt.date
    last: dt.date
    minutes: int
    per_day: int = 4


def slots(window: Window, taken: Iterable[tuple[dt.datetime, int]] = ()) -> Iterator[dt.datetime]:
    """Free moments (naive, local time) in the window, in order.

    `taken` are moments with their minutes that one cannot be elsewhere; they count for their day.
    """
    busy: dict[dt.date, list[tuple[dt.datetime, dt.datetime]]] = {}
    for at, minutes in taken:
        busy.setdefault(at.date(), []).append((at, at + dt.timedelta(minutes=minutes)))
    day = window.first
    while day <= window.last:
        if day.isoweekday() <= WORKING_DAYS:
            yield from _of_day(day, window, busy.get(day, []))
        day += dt.timedelta(days=1)


def _of_day(
    day: dt.date, window: Window, busy: list[tuple[dt.datetime, dt.datetime]]
) -> Iterator[dt.datetime]:
    length, pause = dt.timedelta(minutes=window.minutes), dt.timedelta(minutes=PAUSE)
    step = dt.timedelta(minutes=PAUSE)
    lunch = (dt.datetime.combine(day, LUNCH[0]), dt.datetime.combine(day, LUNCH[1]))
    at, evening = dt.datetime.combine(day, MORNING), dt.datetime.combine(day, EVENING)
    room = window.per_day - len(busy)
    while room > 0 and at + length <= evening:
        end = at + length
        meets_lunch = at < lunch[1] and end > lunch[0]
        meets = any(at < until + pause and end + pause > since for since, until in busy)
        if meets_lunch or meets:
            at += step
            continue
        yield at
        room -= 1
        at = end + pause
