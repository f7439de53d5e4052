"""Conversations spread over working days."""

from __future__ import annotations

import datetime as dt
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.slots import Window, slots

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")

FRIDAY = dt.date(2026, 11, 27)
MONDAY = dt.date(2026, 11, 30)


def words(found):
    return [f"{at:%a %H:%M}" for at in found]


def test_a_day_has_its_lunch_and_a_pause_between_conversations():
    window = Window(FRIDAY, FRIDAY, 45)
    assert words(slots(window)) == ["Fri 09:00", "Fri 10:00", "Fri 11:00", "Fri 13:00"]


def test_the_weekend_is_passed_over():
    window = Window(FRIDAY, MONDAY, 60, per_day=2)
    assert words(slots(window)) == ["Fri 09:00", "Fri 10:15", "Mon 09:00", "Mon 10:15"]


def test_what_is_taken_stays_free_and_counts_for_its_day():
    taken = [(dt.datetime.combine(FRIDAY, dt.time(10)), 60)]
    window = Window(FRIDAY, FRIDAY, 45, per_day=3)
    assert words(slots(window, taken)) == ["Fri 09:00", "Fri 11:15"]


def test_a_window_without_working_days_has_no_room():
    assert list(slots(Window(dt.date(2026, 11, 28), dt.date(2026, 11, 29), 45))) == []
    assert list(slots(Window(MONDAY, FRIDAY, 45))) == []


@given(st.integers(5, 240), st.integers(1, 8), st.lists(st.integers(0, 1439), max_size=4))
def test_no_two_conversations_meet(minutes, per_day, starts):
    taken = [(dt.datetime.combine(FRIDAY, dt.time()) + dt.timedelta(minutes=m), 30) for m in starts]
    found = list(islice(slots(Window(FRIDAY, MONDAY, minutes, per_day), taken), 40))
    ends = [(at, at + dt.timedelta(minutes=minutes)) for at in found]
    for (_at, end), (later, _end) in pairwise(ends):
        assert end + dt.timedelta(minutes=15) <= later
    for at, end in ends:
        assert at.isoweekday() <= 5
        assert not (at.hour < 13 and end.time() > dt.time(12) and at.time() < dt.time(13))
        assert all(end <= s or at >= s + dt.timedelta(minutes=m) for s, m in taken)
