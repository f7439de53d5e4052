"""All workspaces of a guide at a glance; what waits comes through the door of each programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.views.decorators.http import require_safe

from draagvlak.core.web import page, seen
from draagvlak.desk.queries import workspaces as queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_safe
def workspace_list(request: Request) -> HttpResponse:
    """Every workspace that one guides. Who guides only one goes to their programmes."""
    found = queries.guided(request.actor.signed_in_id)
    if len(found) < 2:  # noqa: PLR2004 several begins at two
        return seen(request, f"{reverse('desk:start')}?all=1")
    return page(request, "desk/workspace_list.html", {"spaces": found})


@require_safe
def waiting(request: Request) -> HttpResponse:
    """What waits in one programme: a page of its own, or a part of the page of all."""
    if request.headers.get("HX-Request") == "true":
        return page(
            request, "desk/waiting_part.html", {"part": queries.waiting_part(request.actor)}
        )
    return page(request, "desk/waiting.html", {"part": queries.waiting_whole(request.actor)})
