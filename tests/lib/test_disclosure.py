"""Small numbers stay unsaid, and are not found by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.disclosure import Told, floor_to_tell, told_sum

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 40, 0), (4, 40, 0), (5, 40, 5), (9, 40, 5), (10, 40, 10),
        (5, 5, 0), (5, 9, 0), (5, 10, 5), (10, 10, 5), (40, 40, 35), (0, 0, 0),
    ],
)  # fmt: skip
def test_a_part_is_told_in_steps_and_never_as_everybody(part, whole, told):
    assert floor_to_tell(part, whole) == told


@pytest.mark.parametrize(("part", "whole"), [(6, 5), (-1, 5)])
def test_a_part_lies_within_its_whole(part, whole):
    with pytest.raises(ValueError, match="of 5"):
        floor_to_tell(part, whole)


@given(st.integers(0, 300), st.integers(0, 300))
def test_what_is_told_leaves_enough_people_on_both_sides(part, rest):
    told = floor_to_tell(part, part + rest)
    assert told <= part
    assert told == 0 or (told >= 5 and part + rest - told >= 5)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 4))
def test_a_group_with_a_few_more_tells_nothing_about_those_few(inner, rest, extra):
    """Whoever adds one to four people to a group learns of no exact number of them."""
    small = floor_to_tell(inner, inner + rest)
    heard = {floor_to_tell(inner + n, inner + rest + extra) - small for n in range(extra + 1)}
    assert heard <= {-5, 0, 5}


def test_known_parts_add_up_and_a_few_is_said_as_such():
    assert told_sum([]) == Told(0, more=False)
    assert told_sum([5, 12]) == Told(17, more=False)
    assert told_sum([5, None]) == Told(5, more=True)
    assert told_sum([None]) == Told(0, more=True)
    assert told_sum([4]) == Told(0, more=True)
    assert told_sum([4]).few
    assert not told_sum([5, None]).few
    assert not told_sum([]).few
