"""What is done about a bottleneck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.findings import queries

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Bottleneck


def bottleneck_parts(actor: Actor, bottleneck: Bottleneck, *, lost: bool) -> dict[str, object]:
    """What the page of a bottleneck has more: its measures, and the way to add one."""
    return {
        "measures": queries.measures_of(actor, bottleneck),
        "measure_url": queries.new_measure_address(actor, bottleneck, lost=lost),
    }
