"""What the pages of solutions share: the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.core.web import to
from draagvlak.solutions.queries import solution_address

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Solution


@dataclass(frozen=True)
class Link:
    """One step of the way, or one choice."""

    label: str
    href: str = ""
    current: bool = False
    count: str = ""


def way(actor: Actor, solution: Solution | None = None) -> list[Link]:
    """The way back."""
    links = [Link(_("Solutions"), to(actor, "solutions:fit_table"))]
    if solution is not None:
        links.append(Link(solution.name, solution_address(actor, solution)))
    return links
