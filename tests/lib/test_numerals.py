from __future__ import annotations

import pytest

from draagvlak.lib.numerals import whole_number

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        (" 15 ", 15),
        ("999999999", 999_999_999),
        ("1000000000", None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("1,5", None),
        ("1e4", None),
        ("²", None),
        ("٣", None),
        ("3\0", None),
    ],
)
def test_a_whole_number_is_read_or_nothing(text, number):
    assert whole_number(text) == number
