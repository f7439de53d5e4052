"""Answers that take as long for a receipt that exists as for one that does not."""

from __future__ import annotations

import math
import time
from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec

from django.conf import settings
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from draagvlak.core.web import from_own_page, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from draagvlak.core.web import Request

P = ParamSpec("P")
TOO_OFTEN: Final = 429


def steady(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """The answer leaves at a multiple of `RECEIPT_SECONDS`: its time tells of no receipt."""

    def run(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        began = time.perf_counter()
        response = view(request, *args, **kwargs)
        step = settings.RECEIPT_SECONDS
        if step and response.status_code != TOO_OFTEN:  # who floods waits for nothing here
            passed = time.perf_counter() - began
            time.sleep(math.ceil(passed / step) * step - passed)
        return response

    update_wrapper(run, view)
    return run


def open_to_all(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """A door without an account: no cookie guards it, but the page that the form came from does.

    The language stands in the address or the form, for no cookie keeps it.
    """

    def run(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not from_own_page(request):
            return page(request, "contributions/speak_elsewhere.html", status=403)
        wanted = request.POST.get("lang") or request.GET.get("lang") or ""
        if wanted not in dict(settings.LANGUAGES):
            return view(request, *args, **kwargs)
        with translation.override(wanted):
            return view(request, *args, **kwargs)

    update_wrapper(run, view)
    return csrf_exempt(sensitive_post_parameters()(run))
