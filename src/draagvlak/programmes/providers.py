"""What programmes register with the plumbing."""

from __future__ import annotations

from draagvlak.core.gate import PLACES
from draagvlak.programmes.queries import find_place

PLACES.register("programmes", find_place)
