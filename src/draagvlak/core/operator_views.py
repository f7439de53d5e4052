"""Pages for whoever keeps the installation running, and the page of an error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from draagvlak.core.health import examine, for_operator
from draagvlak.core.metrics import TALLY, as_text
from draagvlak.core.quiet_log import number_of_request
from draagvlak.core.trouble import PATIENCE_SECONDS, Trouble, trouble_of

if TYPE_CHECKING:
    from django.http import HttpRequest

PLAIN = "text/plain; charset=utf-8"
OUT_OF_ORDER = 503


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether all is well, in one word: what is wrong is for the operator only."""
    del request
    if examine().is_well:
        return HttpResponse("ok", content_type=PLAIN)
    return HttpResponse("not ok", content_type=PLAIN, status=OUT_OF_ORDER)


@never_cache
@require_safe
def health_details(request: HttpRequest) -> HttpResponse:
    """What was measured, for the operator; nobody else finds this page."""
    if not for_operator(request):
        raise Http404
    found = examine()
    return JsonResponse(found.as_figures(), status=200 if found.is_well else OUT_OF_ORDER)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for the operator; nobody else finds this page."""
    if not for_operator(request):
        raise Http404
    text = as_text(examine(), TALLY.totals(), TALLY.processes())
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def broken(request: HttpRequest) -> HttpResponse:
    """Something went wrong on our side: a page that needs nothing, with the number in the log.

    A full disk, a busy database and a store of files that is away have pages of their own, which
    say what one can do.
    """
    del request
    trouble = trouble_of(sys.exc_info()[1])
    words = render_to_string(trouble.page, {"number": number_of_request.get()})
    response = HttpResponse(words, status=trouble.status)
    if trouble in {Trouble.BUSY, Trouble.AWAY}:
        response["Retry-After"] = str(PATIENCE_SECONDS)
    return response
