"""Pages of the plumbing itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from draagvlak.core.demo_mail import latest_mails
from draagvlak.core.web import page

if TYPE_CHECKING:
    from django.http import HttpRequest


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
    return HttpResponse("ok", content_type="text/plain")


@require_GET
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The mail that the demo would have sent (only in the demo)."""
    if not settings.DEMO:
        raise Http404
    mails = latest_mails(Path(settings.EMAIL_FILE_PATH))
    return page(request, "core/demo_mail.html", {"mails": mails})
