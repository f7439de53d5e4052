"""The tabs over the pages of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.core.policy import ROUTES
from draagvlak.core.web import to

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class Tab:
    """One tab, or one step of the way back."""

    label: str
    href: str = ""
    current: bool = False


def tabs(actor: Actor, current: str) -> list[Tab]:
    """The lists that this actor may open."""
    lists = (
        ("person_list", _("People")),
        ("organisation_list", _("Organisations and units")),
        ("group_list", _("Groups")),
        ("import_list", _("Imports")),
    )
    found = []
    for name, label in lists:
        route = ROUTES.get(f"organisations:{name}")
        if route is not None and actor.roles & route.roles():
            found.append(Tab(label, to(actor, f"organisations:{name}"), name == current))
    return found


def way(actor: Actor, list_name: str, label: str, here: str) -> list[Tab]:
    """The way back to a list, and this page."""
    return [Tab(label, to(actor, f"organisations:{list_name}")), Tab(here)]
