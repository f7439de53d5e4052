"""How much room words take, in the units of a diagram. Rough, on the wide side, always the same."""

from __future__ import annotations

import textwrap

SIGN = 6.8
"""Width of one sign at 12 units."""
LINE = 15.0
BOX_WIDTH = 120.0
BOX_WIDEST = 220.0
BOX_HEIGHT = 64.0
CIRCLE = 36.0
DIAMOND = 50.0
LABEL_WIDTH = 116.0
_PAD = 16.0
_MOST_LINES = 8


def lines_of(text: str, width: float, most: int = _MOST_LINES) -> list[str]:
    """The text in lines that fit; what does not fit ends in an ellipsis."""
    signs = max(3, int(width / SIGN))
    return textwrap.wrap(text, signs, max_lines=max(1, most), placeholder="…") if text else []


def box_size(name: str) -> tuple[float, float]:
    """Width and height of a step: as wide as its longest word, as high as its lines."""
    longest = max((len(word) for word in name.split()), default=0)
    width = min(BOX_WIDEST, max(BOX_WIDTH, longest * SIGN + _PAD))
    return width, max(BOX_HEIGHT, len(lines_of(name, width - _PAD)) * LINE + 2 * _PAD)


def label_height(name: str) -> float:
    """Height of the words under a circle or a diamond."""
    return len(lines_of(name, LABEL_WIDTH, 4)) * LINE


def flow_label_width(name: str) -> float:
    """Room for the words at a line."""
    return min(110.0, len(name) * SIGN + 6.0) if name else 0.0


def strip_room(name: str) -> float:
    """How high a lane must be for the longest word of its name, written upright."""
    return max((len(word) for word in name.split()), default=0) * SIGN + _PAD
