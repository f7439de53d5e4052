from __future__ import annotations

import pytest
from django.utils import translation

from draagvlak.conversations.queries.conversations import Filter
from draagvlak.conversations.queries.likeness import likeness_words
from draagvlak.conversations.queries.reading import paragraphs, passage_in

TEXT = "Eerste regel.\n\n“Straks komt er 🙂 niemand.” Ze zucht.\n\n\nLaatste."


def test_paragraphs_know_their_place_in_code_points():
    assert [(one.start, one.text) for one in paragraphs(TEXT)] == [
        (0, "Eerste regel."),
        (15, "“Straks komt er 🙂 niemand.” Ze zucht."),
        (55, "Laatste."),
    ]
    assert all(TEXT[one.start :].startswith(one.text) for one in paragraphs(TEXT))
    assert paragraphs("") == []


@pytest.mark.parametrize(
    ("start", "end", "exact", "words"),
    [
        (16, 30, "Straks komt er", "Straks komt er"),
        (15, 43, "“Straks komt er 🙂 niemand.”", "Straks komt er 🙂 niemand."),
        (0, 5, "Straks komt er", "Straks komt er"),
        (None, None, "straks komt er", None),
        (None, None, "Straks\r\nkomt er", "Straks komt er"),
        (16, 30, "", "Straks komt er"),
        (16, 30, "heel iets anders", None),
        (13, 15, "", None),
        (40, 5000, "Laatste.", "Laatste."),
        (None, None, "", None),
        (-3, 4, "", None),
    ],
)
def test_a_passage_is_cut_from_the_stored_text(start, end, exact, words):
    found = passage_in(TEXT, start, end, exact)
    assert (found.words if found else None) == words
    if found:
        assert TEXT[found.start : found.end] == words


@pytest.mark.parametrize(
    ("score", "words"),
    [(0.5, "resembles it strongly"), (0.2, "resembles it"), (0.01, "resembles it a little")],
)
def test_likeness_in_words(score, words):
    with translation.override("en"):
        assert likeness_words(score) == words


def test_an_address_of_a_filter_begins_at_the_first_page():
    wanted = Filter(state="held", words="a b", before="2026~x")
    assert wanted.address() == "?state=held&q=a+b"
    assert wanted.address(state="", before="m") == "?q=a+b&before=m"
