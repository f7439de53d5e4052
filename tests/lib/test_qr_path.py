"""A QR code as one path."""

from __future__ import annotations

import re

import pytest
import segno

from draagvlak.lib.qr_path import qr_drawing

pytestmark = pytest.mark.one_engine("asks no database")


@pytest.mark.parametrize("text", ["https://draagvlak.example/speak/stad/ABCDE-12345/", "é" * 90])
def test_the_path_covers_exactly_the_dark_modules(text):
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    drawing = qr_drawing(text)
    dark = set()
    for left, top, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1H\d+z", drawing.path):
        dark |= {(int(top) - 4, int(left) - 4 + step) for step in range(int(wide))}
    assert drawing.size == len(matrix) + 8
    assert dark == {(y, x) for y, row in enumerate(matrix) for x, on in enumerate(row) if on}
