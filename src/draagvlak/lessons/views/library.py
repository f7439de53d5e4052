"""Reading the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from draagvlak.core.web import page
from draagvlak.lessons import rules
from draagvlak.lessons.queries.access import access_entry
from draagvlak.lessons.queries.library import Asked, library
from draagvlak.lessons.queries.reading import read_entry

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_safe
def lesson_list(request: Request) -> HttpResponse:
    """What is often heard, by system and by words."""
    asked = Asked.read({name: request.GET.get(name, "") for name in ("system", "q")})
    may_bring = rules.may_bring_here(request.actor)
    found = library(request.actor, asked)
    context = {"asked": asked, "library": found, "may_bring": may_bring}
    return page(request, "lessons/lesson_list.html", context, fragment="lessons")


@require_safe
def entry_detail(request: Request, key: str) -> HttpResponse:
    """One entry: what people say, what is often underneath, and what can help."""
    entry = access_entry(request.actor, key)
    return page(request, "lessons/entry_detail.html", {"read": read_entry(request.actor, entry)})
