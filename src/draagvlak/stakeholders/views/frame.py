"""What the pages of stakeholders share: the way back, the tabs, the answer to a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.core.web import page, to
from draagvlak.stakeholders import queries
from draagvlak.stakeholders.models import Stakeholder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request


@dataclass(frozen=True)
class Link:
    """One step of the way, or one tab."""

    label: str
    href: str = ""
    current: bool = False
    count: str = ""


def tabs(actor: Actor, here: str) -> list[Link]:
    """The register, the map for guides, and what is recorded."""
    names = {"stakeholder_list": _("List of stakeholders")}
    if queries.sees_stance(actor):
        names["stakeholder_map"] = _("Map")
    names["stance_record"] = _("What we record")
    return [
        Link(label, to(actor, f"stakeholders:{name}"), name == here)
        for name, label in names.items()
    ]


def address(actor: Actor, stakeholder: Stakeholder, anchor: str = "") -> str:
    """The card of a stakeholder, at one of its parts."""
    return to(actor, "stakeholders:stakeholder_detail", stakeholder_id=stakeholder.pk) + anchor


def form_page(
    request: Request, name: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """A page with one form, under the register and the card that it belongs to.

    `context` holds its `title` and, unless it makes a new one, the `stakeholder`.
    """
    actor = request.actor
    way = [Link(_("Stakeholders"), to(actor, "stakeholders:stakeholder_list"))]
    stakeholder = context.get("stakeholder")
    if isinstance(stakeholder, Stakeholder):
        way.append(Link(str(stakeholder), address(actor, stakeholder)))
    full = {
        "crumbs": [*way, Link(str(context["title"]))],
        "back": way[-1].href,
        **context,
    }
    # the map shows this form in place
    fragment = "move" if name == "assessment_add" else ""
    return page(request, f"stakeholders/{name}.html", full, fragment=fragment, status=status)
