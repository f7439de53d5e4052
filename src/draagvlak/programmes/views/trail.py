"""The audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_GET

from draagvlak.core.web import to
from draagvlak.programmes.queries import trail
from draagvlak.programmes.views.frame import tabbed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_GET
def audit_list(request: Request) -> HttpResponse:
    """What was done, by whom and when; never what it said."""
    here = to(request.actor, "programmes:audit_list")
    lines = trail(
        request.actor,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    context = {
        "trail": lines,
        "older": f"{here}?before={lines.older}" if lines.older else "",
        "newer": f"{here}?after={lines.newer}" if lines.newer else "",
    }
    return tabbed(request, "audit_list", context)
