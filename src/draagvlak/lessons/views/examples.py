"""What is offered beside the form for a cause or a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.views.decorators.http import require_safe

from draagvlak.concerns.queries import access_cause, access_concern
from draagvlak.core.web import page
from draagvlak.lessons.queries.likeness import causes_like, entries_like
from draagvlak.lessons.queries.reading import read_matches

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_safe
def cause_examples(request: Request, concern_id: UUID) -> HttpResponse:
    """What is often underneath worries and wishes like this one."""
    concern = access_concern(request.actor, concern_id)
    found = entries_like(request.actor, f"{concern.title} {concern.description}".strip())
    context = {
        "found": read_matches(request.actor, found, {"concern": concern.pk}),
        "words": concern.title,
        "concern": concern,
    }
    return page(request, "lessons/cause_examples.html", context, fragment="lessons")


@require_safe
def measure_examples(request: Request) -> HttpResponse:
    """What can help against causes like this one."""
    actor = request.actor
    keys = {name: key for name in ("concern", "cause") if (key := _key(request, name))}
    concern = access_concern(actor, keys["concern"]) if "concern" in keys else None
    cause = access_cause(actor, keys["cause"]) if "cause" in keys else None
    found = causes_like(actor, cause, concern)
    context = {
        "found": read_matches(actor, found, keys),
        "words": cause.title if cause else concern.title if concern else "",
        "cause": cause,
        "concern": concern,
    }
    return page(request, "lessons/measure_examples.html", context, fragment="lessons")


def _key(request: Request, name: str) -> UUID | None:
    text = request.GET.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None
