"""Whole numbers as they stand in addresses, hidden fields and files."""

from __future__ import annotations

DIGITS = 9
"""No longer than a column of the database holds, and than Python reads without being asked."""


def whole_number(text: str) -> int | None:
    """The whole number that a text is, from nought; None for anything else, or anything longer."""
    said = text.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else None
