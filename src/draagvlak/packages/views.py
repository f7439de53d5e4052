"""Everything of a workspace in one file: ask, wait, download; and the codes of its guides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from draagvlak.core.web import as_download, once_key, page, say, seen, to
from draagvlak.packages import commands, queries
from draagvlak.packages.models import Package
from draagvlak.packages.rules import may_ask, may_keep_packages

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request

FRESH = reauthentication_required(app="allauth.mfa")
"""Whoever does this showed a second proof within the last minutes."""


@require_GET
def package_list(request: Request) -> HttpResponse:
    """For the administrator what was made; for a guide the codes of their programmes."""
    actor = request.actor
    keeps = may_keep_packages(actor)
    lines = queries.package_lines(actor) if keeps else []
    making = [line for line in lines if line.package.state == Package.State.MAKING]
    context = {
        "keeps": keeps,
        "lines": lines,
        "making": making[0].package if making else None,
        "codes": queries.codes_for(actor),
        "arrival": queries.arrival_of(actor.tenant) if keeps else None,
        "verdict": may_ask(actor) if keeps else keeps,
    }
    return page(request, "packages/package_list.html", context, fragment="packages")


@require_http_methods(["GET", "POST"])
@FRESH  # type: ignore[untyped-decorator]
def package_ask(request: Request) -> HttpResponse:
    """What goes along and what does not, and the button."""
    if request.method == "POST":
        key = request.POST.get("idempotency_key", "")
        commands.ask_package(by=request.actor, once=key[:80])
        say(request, _("The package is being made. You get a mail when it is ready."))
        return seen(request, to(request.actor, "packages:package_list"))
    may_keep_packages(request.actor).demand()
    context = {"verdict": may_ask(request.actor), "key": once_key()}
    return page(request, "packages/package_ask.html", context)


@require_GET
@FRESH  # type: ignore[untyped-decorator]
def package_download(request: Request, package_id: UUID) -> StreamingHttpResponse:
    """The file, as a download; the trail keeps who and when."""
    actor = request.actor
    package = queries.access_package(actor, package_id)
    commands.note_download(by=actor, package=package)
    pieces = queries.package_pieces(package)
    name = queries.file_name(actor.workspace.slug if actor.workspace else "", package)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    as_download(response, name)
    response["Content-Length"] = str(package.size)
    return response


@require_POST
def package_remove(request: Request, package_id: UUID) -> HttpResponse:
    """Take a package away before its time."""
    package = queries.access_package(request.actor, package_id)
    commands.remove_package(by=request.actor, package=package)
    say(request, _("The package and its codes are gone from here."))
    return seen(request, to(request.actor, "packages:package_list"))
