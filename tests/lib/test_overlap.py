from __future__ import annotations

import pytest

from draagvlak.lib.overlap import longest_shared_run

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("", "", 0),
        ("Niemand heeft het mij gevraagd", "", 0),
        ("Straks komt er niemand meer langs.", "Niemand loopt nog binnen.", 1),
        ("„Straks komt er niemand meer langs”", "ja, straks komt er niemand: meer langs!", 6),
        ("Dat deed Riet al zo", "Riet deed dat al zo", 2),
        ("Eén keer", "een keer", 2),
        ("Zo’n roze map", "zo'n roze map", 3),
        ("a b c a b c d", "a b c d", 4),
    ],
)
def test_the_longest_run_of_words_that_two_texts_share(one, other, count):
    assert longest_shared_run(one, other) == count
    assert longest_shared_run(other, one) == count
