"""What every template is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from draagvlak.core.actor import VISITOR, Actor
from draagvlak.core.thread import menu
from draagvlak.core.web import to

if TYPE_CHECKING:
    from django.http import HttpRequest

SEARCH = "desk:search"
THEMES = frozenset({"light", "dark", "auto"})


def place(request: HttpRequest) -> dict[str, object]:
    """`actor`, `place` (the actor when in a workspace), `nav`, `theme`."""
    actor = getattr(request, "actor", VISITOR)
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
    context: dict[str, object] = {
        "actor": actor,
        "place": actor if isinstance(actor, Actor) and actor.workspace else None,
        "theme": theme if theme in THEMES else "auto",
        "nav": (),
        "search_url": "",
    }
    if isinstance(actor, Actor) and actor.workspace is not None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        if actor.programme is not None:
            context["search_url"] = to(actor, SEARCH)
        context["nav"] = menu(actor, route)
    return context
