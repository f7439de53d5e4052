"""What somebody can do from anywhere: the acts of the palette, which apps register.

An act is the address of a form. Whether somebody may open it, the policy of its route says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.core.policy import ROUTES, Door
from draagvlak.core.registry import Registry
from draagvlak.core.search import fits
from draagvlak.core.web import to

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class Act:
    """Something to do: its words and its picture. It is registered under the route of its form."""

    label: str | Promise
    icon: str = "plus"


@dataclass(frozen=True)
class Doable:
    """An act that somebody may do here: its words, its address, its picture."""

    label: str
    url: str
    icon: str


ACTIONS: Registry[Act] = Registry("actions", "What can somebody do from anywhere?")


def doable(actor: Actor, query: str = "") -> list[Doable]:
    """The acts that this actor may do here and whose words fit the question, in their order."""
    return [
        Doable(str(act.label), to(actor, route), act.icon)
        for route, act in ACTIONS.items()
        if _may(actor, route) and fits(str(act.label), query)
    ]


def _may(actor: Actor, name: str) -> bool:
    route = ROUTES.get(name)
    if route is None or not route.roles() & actor.roles:
        return False
    return actor.programme is not None if route.door is Door.PROGRAMME else bool(actor.workspace)
