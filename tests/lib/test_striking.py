"""What is taken out of a text goes from its quotes too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.striking import struck

pytestmark = pytest.mark.one_engine("plain Python")
TEXT = "Het inloggen duurt lang, zegt Jan Jansen, en Jan Jansen weet niet waarom."


@pytest.mark.parametrize(
    ("quote", "left"),
    [
        ("Het inloggen duurt lang", "Het inloggen duurt lang"),
        ("zegt Jan Jansen, en", "zegt ▮, en"),
        ("zegt Jan", "zegt ▮"),
        ("Jansen, en Jan", "▮, en ▮"),
        ("Jan Jansen", "▮"),
        ("ansen, en", "▮, en"),
        ("staat er niet, zegt Jan Jansen", "staat er niet, zegt ▮"),
    ],
)
def test_a_quote_loses_what_was_taken_out(quote, left):
    assert struck(TEXT, "Jan Jansen", quote, "▮") == left


def test_nothing_taken_out_changes_nothing():
    assert struck(TEXT, "", "Jan", "▮") == "Jan"


@given(st.text("ab ", min_size=1, max_size=30), st.text("ab", min_size=1, max_size=3), st.data())
def test_what_is_left_stands_in_what_is_left_of_the_text(text, passage, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left = struck(text, passage, text[start:end], "▮")
    pieces = [piece for piece in left.split("▮") if piece]
    whole = text.replace(passage, "▮").split("▮")
    assert all(any(piece in part for part in whole) for piece in pieces)
