"""The way back to the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.core.web import to

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Measure


@dataclass(frozen=True)
class Crumb:
    """One step of the way."""

    label: str
    href: str = ""


def crumbs(actor: Actor, here: str, measure: Measure | None = None) -> list[Crumb]:
    """The list, then the measure (if any), then this page."""
    way = [Crumb(_("Measures"), to(actor, "measures:measure_list"))]
    if measure is not None:
        address = to(actor, "measures:measure_detail", measure_id=measure.pk)
        way.append(Crumb(measure.title, address))
    return [*way, Crumb(here)]
