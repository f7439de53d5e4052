"""A QR code as the path of one SVG drawing, so that a page needs no picture and no script."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 4
"""The white edge that a reader needs, in modules (ISO/IEC 18004)."""


@dataclass(frozen=True)
class Drawing:
    """`path` fills the dark modules of a square with sides of `size` modules, the edge included."""

    path: str
    size: int


def qr_drawing(text: str) -> Drawing:
    """The code of a text, such as an address, that survives some dirt (error level M)."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    parts = []
    for down, row in enumerate(rows):
        across = 0
        while across < len(row):
            wide = across
            while wide < len(row) and row[wide]:
                wide += 1
            if wide > across:
                parts.append(
                    f"M{across + QUIET} {down + QUIET}h{wide - across}v1H{across + QUIET}z"
                )
            across = max(wide, across + 1)
    return Drawing("".join(parts), len(rows) + 2 * QUIET)
