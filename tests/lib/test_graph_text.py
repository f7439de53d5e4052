from __future__ import annotations

import re

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.graph_text import state_diagram_svg, state_diagram_text

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")

STATES = [
    ("heard", "gehoord"),
    ("understood", "begrepen"),
    ("planned", "gepland"),
    ("answered", "beantwoord"),
    ("delivered", "teruggekoppeld"),
]
TRANSITIONS = [
    ("heard", "understood", "noem de oorzaak"),
    ("understood", "planned", "kies een maatregel"),
    ("planned", "answered", "geef antwoord"),
    ("understood", "answered", "geef antwoord"),
    ("answered", "delivered", "koppel terug"),
    ("answered", "understood", "open opnieuw"),
    ("delivered", "understood", "open opnieuw"),
    ("planned", "planned", "wijzig"),
]
SVG = "{http://www.w3.org/2000/svg}"


def elements(svg: str, tag: str):
    return ElementTree.fromstring(svg).iter(SVG + tag)


def test_text():
    assert state_diagram_text(STATES, TRANSITIONS) == (
        "gehoord\n"
        "  noem de oorzaak → begrepen\n"
        "begrepen\n"
        "  kies een maatregel → gepland\n"
        "  geef antwoord → beantwoord\n"
        "gepland\n"
        "  wijzig → gepland\n"
        "  geef antwoord → beantwoord\n"
        "beantwoord\n"
        "  open opnieuw → begrepen\n"
        "  koppel terug → teruggekoppeld\n"
        "teruggekoppeld\n"
        "  open opnieuw → begrepen"
    )


def test_svg_is_labelled_and_holds_every_state_and_verb():
    svg = state_diagram_svg(STATES, TRANSITIONS, title="Wegen van een zorg", name="concern")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "concern-title concern-desc"
    assert [(e.get("id"), e.text) for e in root if e.tag == SVG + "title"] == [
        ("concern-title", "Wegen van een zorg")
    ]
    (desc,) = elements(svg, "desc")
    assert desc.text == state_diagram_text(STATES, TRANSITIONS)
    texts = sorted(e.text for e in elements(svg, "text"))
    assert texts == sorted([label for _, label in STATES] + [verb for _, _, verb in TRANSITIONS])
    assert len(list(elements(svg, "rect"))) == len(STATES)
    assert len(list(elements(svg, "path"))) == len(TRANSITIONS)


def test_svg_is_the_same_every_time_and_without_style_or_script():
    svg = state_diagram_svg(STATES, TRANSITIONS)
    assert svg == state_diagram_svg(STATES, TRANSITIONS)
    assert svg == state_diagram_svg(STATES, TRANSITIONS[::-1])
    assert "style=" not in svg
    assert "<script" not in svg


def test_the_current_state_is_marked():
    svg = state_diagram_svg(STATES, TRANSITIONS, current="planned")
    assert svg.count("state-diagram-current") == 1
    assert "state-diagram-current" not in state_diagram_svg(STATES, TRANSITIONS)


def test_ways_between_the_same_states_share_an_arrow():
    states = [("a", "A"), ("b", "B")]
    twice = [("a", "b", "een"), ("a", "b", "twee"), ("a", "b", "een")]
    assert state_diagram_text(states, twice) == "A\n  een / twee → B\nB"
    assert state_diagram_svg(states, twice).count("<path") == 1


def test_words_are_escaped():
    svg = state_diagram_svg([("a", '<b>"&')], [("a", "a", "</text>")], title="<x>", name='"q"')
    assert [e.text for e in elements(svg, "text")] == ["</text>", '<b>"&']


@pytest.mark.parametrize(
    ("states", "transitions", "current"),
    [
        ([], [], None),
        ([("a", "A"), ("a", "B")], [], None),
        ([("a", "A")], [("a", "b", "x")], None),
        ([("a", "A")], [], "b"),
    ],
)
def test_refusals(states, transitions, current):
    with pytest.raises(ValueError, match="state"):
        state_diagram_svg(states, transitions, current=current)


ROWS = st.integers(0, 5)
WAYS = st.lists(st.tuples(ROWS, ROWS, st.sampled_from(["ga", "geef antwoord", "x"])), max_size=14)


def box(text):
    """(left, right, top, bottom) of a word, at 8 units a sign and 14 high."""
    x, y, width = float(text.get("x")), float(text.get("y")), 8 * len(text.text)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[text.get("text-anchor")]
    return left, left + width, y - 7, y + 7


def lines(path):
    """The horizontal and vertical pieces of a path as (left, right, top, bottom)."""
    x = y = 0.0
    for letter, numbers in re.findall(r"([MHV])([\d. ]+)", path.get("d")):
        values = [float(number) for number in numbers.split()]
        old = x, y
        if letter == "M":
            x, y = values
            continue
        x, y = (values[0], y) if letter == "H" else (x, values[0])
        yield min(old[0], x), max(old[0], x), min(old[1], y), max(old[1], y)


def cross(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


@given(st.integers(1, 6), WAYS)
def test_no_word_lies_on_a_word_or_line_and_all_is_inside(count, ways):
    states = [(str(row), f"toestand {row}") for row in range(count)]
    inside = [(str(a), str(b), verb) for a, b, verb in ways if a < count and b < count]
    svg = state_diagram_svg(states, inside)
    words = [box(text) for text in elements(svg, "text")]
    drawn = [piece for path in elements(svg, "path") for piece in lines(path)]
    _, _, width, height = map(float, ElementTree.fromstring(svg).get("viewBox").split())
    for place, word in enumerate(words):
        assert word[0] >= 0
        assert word[1] <= width
        assert word[3] <= height
        assert not any(cross(word, other) for other in words[place + 1 :])
        assert not any(cross(word, piece) for piece in drawn)
    for piece in drawn:
        assert piece[0] >= 0
        assert piece[1] <= width
