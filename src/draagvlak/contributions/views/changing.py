"""What changes for a group, on the phone of who stands at its door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.views.decorators.http import require_safe

from draagvlak.contributions.queries.changing import changes_behind
from draagvlak.contributions.queries.entrances import entrance_by_code, shows_change
from draagvlak.contributions.queries.following import guide_names, helpers_in
from draagvlak.contributions.queries.threads import visitor_in
from draagvlak.contributions.views.steady import open_to_all
from draagvlak.core import flood
from draagvlak.core.untraced import whence
from draagvlak.core.web import page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request

LOOKED_AT = 60
"""How often in ten minutes from one place: a whole office behind one address."""


@open_to_all
@require_safe
def speak_change(request: Request, space: str, code: str) -> HttpResponse:
    """What changes for the group of a door, step by step, with a way to say that it is not so."""
    entrance = entrance_by_code(space, code)
    if entrance is None or not shows_change(entrance):
        return page(request, "contributions/speak_unknown.html", status=404)
    wait = flood.wait_for("change", whence(request), LOOKED_AT)
    actor = visitor_in(entrance.programme)
    context = {
        "entrance": entrance,
        "rows": [] if wait else changes_behind(entrance),
        "wait": -(-wait // 60),
        "guides": guide_names(actor),
        "helpers": helpers_in(actor),
        "speak_url": reverse("speak", kwargs={"space": space, "code": code}),
        "space": space,
    }
    status = 429 if wait else 200
    return page(request, "contributions/speak_change.html", context, status=status)
