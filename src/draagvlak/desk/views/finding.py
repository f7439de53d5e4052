"""The search page; the palette asks the same address for a fragment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from draagvlak.core.web import page
from draagvlak.desk.queries import finding

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request

PALETTE = "palette-found"


@require_safe
def search(request: Request) -> HttpResponse:
    """Everything that holds the words, by kind; for the palette a few of each."""
    asked = finding.read_asked(request.GET)
    if request.headers.get("HX-Target", "").endswith(PALETTE):
        quick = finding.quick(request.actor, asked, "desk:search")
        return page(request, "desk/palette.html", {"asked": asked, "quick": quick})
    context = {"asked": asked, "found": finding.found(request.actor, asked)}
    return page(request, "desk/search.html", context)
