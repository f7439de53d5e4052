"""Public doors behind which nobody leaves a trace.

Under `/speak/` a request loses, before anything else reads it, all that tells who sends it: the
network address, the browser, its cookies, the page before. No answer sets a cookie. What is logged
of such a request bears the day only, and no figure counts it. Of the address a keyed hash remains
for as long as the request lasts (`whence`), to tell a flood from people; its key is in memory only
and is thrown away every ten minutes (`core.flood`).

Set `DRAAGVLAK_SPEAK_ADDRESS`, and these doors have a host name of their own, on which nothing else
is to be found: no browser then sends a cookie of the rest along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseNotFound, HttpResponseRedirect

from draagvlak.core import flood
from draagvlak.core.quiet_log import UNTRACED, without_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PREFIX: Final = "/speak/"
WHENCE: Final = "draagvlak.whence"
SAFE: Final = frozenset({"GET", "HEAD"})
FAILED: Final = 500
KEPT: Final = frozenset(
    {"HTTP_HOST", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT"}
    | {"HTTP_X_FORWARDED_PROTO", "HTTP_IF_NONE_MATCH"}
)
"""The headers that such a request keeps."""


class Untraced:
    """Middleware, the outermost of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        inside = request.path_info.startswith(PREFIX)
        elsewhere = _elsewhere(request, inside=inside)
        if elsewhere is not None:
            return elsewhere
        if not inside:
            return self.get_response(request)
        token = without_moment.set(True)
        try:
            _strip(request)
            response = self.get_response(request)
        finally:
            without_moment.reset(token)
        if response.status_code < FAILED:
            # Django then tells it no more: making a line that nobody may read takes time as well
            response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
        response.cookies.clear()
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        return response


def whence(request: HttpRequest) -> str:
    """Where a request comes from, as a hash that means nothing ten minutes later."""
    return str(request.META.get(WHENCE, ""))


def speak_address() -> str:
    """What the addresses of these doors begin with, without a slash at the end."""
    return settings.SPEAK_ADDRESS or settings.ADDRESS


def _elsewhere(request: HttpRequest, *, inside: bool) -> HttpResponse | None:
    """With a host name of their own: each kind of page on its own host."""
    if not settings.SPEAK_ADDRESS:
        return None
    own = urlsplit(settings.SPEAK_ADDRESS).netloc
    at_home = request.META.get("HTTP_HOST", "") == own
    if at_home and not inside and not request.path_info.startswith(settings.STATIC_URL):
        return HttpResponseNotFound()
    if inside and not at_home and request.method in SAFE:
        return HttpResponseRedirect(f"{settings.SPEAK_ADDRESS}{request.path_info}")
    return None


def _strip(request: HttpRequest) -> None:
    meta = request.META
    came_from = str(meta.get("REMOTE_ADDR", ""))
    if settings.HTTPS:  # the proxy before us says who spoke to it
        came_from = str(meta.get("HTTP_X_FORWARDED_FOR", came_from)).rpartition(",")[2].strip()
    for name in [name for name in meta if name.startswith(("HTTP_", "REMOTE_"))]:
        if name not in KEPT:
            del meta[name]
    for name in ("RAW_URI", "REQUEST_URI"):
        meta.pop(name, None)
    meta[WHENCE], meta[UNTRACED] = flood.blind(came_from), True
