"""What all pages of a programme have around them: the tabs, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.core.policy import Data, sees
from draagvlak.core.web import page, to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse, QueryDict

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request


@dataclass(frozen=True)
class Tab:
    """One of the pages beside each other."""

    label: str
    url: str
    current: bool
    count: None = None


@dataclass(frozen=True)
class Crumb:
    """One step on the way back."""

    label: str
    url: str = ""


def tabs(actor: Actor, route: str) -> list[Tab]:
    """The pages of a programme that this actor may see."""
    known = [
        (_("Overview"), "programmes:programme_home"),
        (_("Phases"), "programmes:phase_list"),
        (_("Vision and approach"), "programmes:vision_show"),
        (_("Decisions"), "programmes:decision_list"),
        (_("Members"), "programmes:member_list"),
    ]
    if sees(Data.AUDIT, actor.roles):
        known.append((_("Trail"), "programmes:audit_list"))
    return [Tab(label, to(actor, name), name == route) for label, name in known]


def tabbed(request: Request, name: str, context: Mapping[str, object]) -> HttpResponse:
    """One of the pages with tabs: `programmes/<name>.html`."""
    beside = {"tabs": tabs(request.actor, f"programmes:{name}")}
    return page(request, f"programmes/{name}.html", {**context, **beside})


def on_its_own(
    request: Request,
    name: str,
    context: Mapping[str, object],
    *way: tuple[str, str],
    status: int = 200,
) -> HttpResponse:
    """A page with the way back: `way` is label and route name, the last is this page."""
    crumbs = [Crumb(_("Programme"), to(request.actor, "programmes:programme_home"))]
    crumbs += [Crumb(label, address) for label, address in way]
    return page(request, f"programmes/{name}.html", {**context, "crumbs": crumbs}, status=status)


def again(data: QueryDict, **fields: int) -> QueryDict:
    """What was filled in, with other values for some fields: the version to write on now."""
    filled = data.copy()
    for name, value in fields.items():
        filled[name] = str(value)
    return filled
