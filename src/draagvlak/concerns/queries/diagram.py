"""The states of a concern as a picture, drawn from the one table of transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from draagvlak.concerns.queries.words import capital
from draagvlak.concerns.states import TRANSITIONS, VERBS, State, Transition

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

WIDTH, ROW, TOP = 860, 104, 20
BOX_LEFT, BOX_WIDTH, BOX_HEIGHT = 440, 180, 48
REACH = {-1: 30, -2: 262, -3: 306, 2: 84}
"""How far an arc over so many boxes stands out: far enough for the words of the arcs within."""
WITHIN = -2
"""The arc whose words stand inside it."""
_PLACE = {state: place for place, state in enumerate(State)}
_MIDDLE = BOX_LEFT + BOX_WIDTH // 2


def state_diagram() -> SafeString:
    """An SVG in the language of the reader: forward ways go down, ways back stand on the left."""
    height = TOP * 2 + ROW * (len(State) - 1) + BOX_HEIGHT
    ways: dict[tuple[State, State], Transition] = {}
    for way in TRANSITIONS:
        ways.setdefault((way.source, way.target), way)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-label="{}" font-family="inherit" font-size="16" fill="none" stroke="currentColor">'
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" '
        'markerHeight="9" orient="auto-start-reverse">'
        '<path d="M0 0 10 5 0 10z" fill="currentColor" stroke="none"/></marker></defs>'
        "{}{}</svg>",
        WIDTH,
        height,
        _("Diagram of the five states and the ways between them. The same is written out below."),
        format_html_join("", "{}", ((_box(state),) for state in State)),
        format_html_join("", "{}", ((_arrow(way),) for way in ways.values())),
    )


def _top(state: State) -> int:
    return TOP + ROW * _PLACE[state]


def _box(state: State) -> SafeString:
    top = _top(state)
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="10" stroke-width="2"/>{}',
        BOX_LEFT,
        top,
        BOX_WIDTH,
        BOX_HEIGHT,
        _words(capital(state.label), _MIDDLE, top + BOX_HEIGHT // 2 + 6, "middle", weight=650),
    )


def _arrow(way: Transition) -> SafeString:
    """Straight down to the next state; past others, or back, in an arc beside the boxes."""
    steps = _PLACE[way.target] - _PLACE[way.source]
    words = str(VERBS[way.verb])
    if steps == 1:
        start, end = _top(way.source) + BOX_HEIGHT, _top(way.target)
        path = f"M{_MIDDLE} {start}V{end - 2}"
        return _line(path, words, _MIDDLE + 12, (start + end) // 2 + 5, "start")
    side = 1 if steps > 0 else -1
    edge = BOX_LEFT + (BOX_WIDTH if side > 0 else 0)
    # ways back arrive low in a box and leave high, so that two arcs at one box stay apart
    start = _top(way.source) + (BOX_HEIGHT * 2 // 3 if side > 0 else BOX_HEIGHT // 3)
    end = _top(way.target) + (BOX_HEIGHT // 3 if side > 0 else BOX_HEIGHT * 2 // 3)
    far = edge + side * REACH[steps]
    control = edge + side * REACH[steps] * 4 // 3
    path = f"M{edge} {start}C{control} {start} {control} {end} {edge + side * 2} {end}"
    middle = (start + end) // 2 + 5
    within = steps == WITHIN
    anchor = "start" if (side > 0 or within) else "end"
    return _line(path, words, far + 8 if anchor == "start" else far - 8, middle, anchor)


def _line(path: str, words: str, left: int, top: int, anchor: str) -> SafeString:
    return format_html(
        '<path d="{}" stroke-width="1.6" marker-end="url(#tip)"/>{}',
        path,
        _words(words, left, top, anchor),
    )


def _words(words: str, left: int, top: int, anchor: str, weight: int = 400) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" font-weight="{}" fill="currentColor" '
        'stroke="none">{}</text>',
        left,
        top,
        anchor,
        weight,
        words,
    )
