"""Two versions of a text, paragraph by paragraph."""

from __future__ import annotations

import pytest

from draagvlak.lib.paragraphs import Change, compare, paragraphs

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Een.", ["Een."]),
        ("Een.\r\n\r\nTwee.\n \nDrie.", ["Een.", "Twee.", "Drie."]),
        ("\n\nEen\nregel.\n\n\n", ["Een\nregel."]),
    ],
)
def test_empty_lines_part_paragraphs(text, found):
    assert paragraphs(text) == found


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("A.", "A.", [Change("same", "A.", "A.")]),
        ("", "A.", [Change("added", "", "A.")]),
        ("A.", "", [Change("removed", "A.", "")]),
        (
            "Wij luisteren eerst.",
            "Wij luisteren altijd eerst.",
            [Change("changed", "Wij luisteren eerst.", "Wij luisteren altijd eerst.")],
        ),
        (
            "Vanaf dag één zonder papier.",
            "Iedereen kiest zelf het moment.",
            [
                Change("removed", "Vanaf dag één zonder papier.", ""),
                Change("added", "", "Iedereen kiest zelf het moment."),
            ],
        ),
        (
            "A.\n\nWij horen jou en mij.",
            "Nieuw erbij.\n\nWij horen jou en haar.",
            [
                Change("removed", "A.", ""),
                Change("added", "", "Nieuw erbij."),
                Change("changed", "Wij horen jou en mij.", "Wij horen jou en haar."),
            ],
        ),
    ],
)
def test_what_changed(old, new, changes):
    assert compare(old, new) == changes


def test_nothing_gets_lost():
    old, new = "A b.\n\nC d.\n\nE f.", "E f.\n\nA b.\n\nG h."

    changes = compare(old, new)

    assert [c.old for c in changes if c.old] == paragraphs(old)
    assert [c.new for c in changes if c.new] == paragraphs(new)
