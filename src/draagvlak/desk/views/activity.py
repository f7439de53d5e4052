"""The page of what was done, and what can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from draagvlak.core.web import page
from draagvlak.desk.queries.activity import activity, read_asked

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_safe
def activity_list(request: Request) -> HttpResponse:
    """What was done, day by day; thirty days long with a way back."""
    asked = read_asked(request.GET)
    context = {"asked": asked, "found": activity(request.actor, asked)}
    return page(request, "desk/activity_list.html", context, fragment="activity")
