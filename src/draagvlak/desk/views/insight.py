"""Inzicht: causes by groups, and the concerns behind every number."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from draagvlak.concerns.queries import insight as queries
from draagvlak.core.web import page, to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_safe
def insight(request: Request) -> HttpResponse:
    """Where knowledge is needed, where the software must change, where trust is the matter."""
    words = {
        "learn": _("Steps in knowledge and skill are needed here"),
        "software": _("The software must change here"),
        "trust": _("Trust is the matter here"),
        "load": _("It is too much here"),
    }
    found = queries.insight(request.actor)
    context = {
        "heat": found.heat,
        "themes": [(words[theme], rows) for theme, rows in found.strands.items() if rows],
        "shares": found.shares,
    }
    return page(request, "desk/insight.html", context)


@require_safe
def insight_concerns(request: Request) -> HttpResponse:
    """The concerns behind one number."""
    get, part = request.GET, request.GET.get("part", "")
    cause, group = _key(get.get("cause", "")), _key(get.get("group", ""))
    found = queries.concerns_behind(
        request.actor, cause=cause, group=group, part=part, after=get.get("after", "")
    )
    heading = {
        "": _("Worries and wishes"),
        "answered": _("Answered"),
        "asked": _("Asked whether it is solved"),
        "solved": _("Solved"),
    }[part]
    wanted = {"cause": get.get("cause", ""), "group": get.get("group", ""), "part": part}
    query = urlencode({name: value for name, value in wanted.items() if value})
    here = to(request.actor, "desk:insight_concerns")
    context = {
        "found": found,
        "heading": heading,
        "older": f"{here}?{query}&after={found.after}" if found.after else "",
    }
    return page(request, "desk/insight_concerns.html", context)


def _key(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
