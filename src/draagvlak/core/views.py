"""Pages of the plumbing itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from draagvlak.core import undo
from draagvlak.core.context import THEMES
from draagvlak.core.demo_mail import latest_mails
from draagvlak.core.web import page, say, seen

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from draagvlak.core.web import Request


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, for those who build (only in DEBUG)."""
    if not settings.DEBUG:
        raise Http404
    return page(request, "core/gallery.html")


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Alive: one plain word, no content."""
    del request
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_POST
def theme_choose(request: HttpRequest) -> HttpResponse:
    """Light or dark, remembered in this browser."""
    theme, after = request.POST.get("theme", ""), request.POST.get("next", "")
    if theme not in THEMES:
        raise Http404
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}):
        after = "/"
    response = seen(request, after)
    response.set_cookie(
        settings.THEME_COOKIE_NAME,
        theme,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_GET
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The mail that the demo would have sent (only in the demo)."""
    if not settings.DEMO:
        raise Http404
    mails = latest_mails(Path(settings.EMAIL_FILE_PATH))
    return page(request, "core/demo_mail.html", {"mails": mails})


@require_http_methods(["GET", "POST"])
def undo_take(request: Request, undo_id: UUID) -> HttpResponse:
    """Take an act back; when something changed since, first say what stays as it is."""
    record = undo.access_undo(request.actor, undo_id)
    outlook = undo.outlook(request.actor, record)
    sure = not outlook.stays or "rest" in request.POST
    if request.method == "GET" or not outlook.verdict or not sure:
        event = undo.event_of(request.actor, record)
        context = {"undo": record, "outlook": outlook, "verb": undo.words_of(event)}
        status = 200 if request.method == "GET" else 409
        return page(request, "core/undo.html", context, status=status)
    address = undo.take_back(by=request.actor, undo=record)
    say(request, _("Taken back."))
    return seen(request, address)
