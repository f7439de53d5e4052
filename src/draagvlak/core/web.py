"""What views share: the request, addresses in a place, pages and fragments, messages."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header

from draagvlak.core.addresses import STAND_IN_KEY, address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from django.http.response import HttpResponseBase
    from django.utils.functional import Promise
    from django_htmx.middleware import HtmxDetails

    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault


class Request(HttpRequest):
    """A request after the gate: `actor` says who, where and in which roles."""

    actor: Actor
    htmx: HtmxDetails
    vault: OpenVault | None


def to(actor: Actor, route: str, **kwargs: object) -> str:
    """The address of a route in the actor's own workspace and programme."""
    from draagvlak.core.policy import ROUTES, Door  # noqa: PLC0415

    rule = ROUTES.get(route)
    if rule is not None and rule.door in (Door.WORKSPACE, Door.PROGRAMME) and actor.workspace:
        kwargs.setdefault("workspace", actor.workspace.slug)
    if rule is not None and rule.door is Door.PROGRAMME and actor.programme:
        kwargs.setdefault("programme", actor.programme.slug)
    return address(route, kwargs)


def to_each(actor: Actor, route: str, name: str) -> Callable[[UUID], str]:
    """The address of a route for many keys, one after another: what `to(…, name=key)` gives."""
    before, _sign, behind = to(actor, route, **{name: STAND_IN_KEY}).partition(str(STAND_IN_KEY))
    return lambda key: f"{before}{key}{behind}"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page, or only the partial `fragment` when htmx asks for the element of that name.

    One address serves both, so the answer varies by the htmx headers.
    """
    target = request.headers.get("HX-Target", "")
    # htmx 4 sends "tag#id"; the part behind the hash is the element's id
    wanted = target.rpartition("#")[2]
    if fragment and request.headers.get("HX-Request") == "true" and wanted == fragment:
        template = f"{template}#{fragment}"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def seen(request: HttpRequest, where: str) -> HttpResponse:
    """After a POST that succeeded: go and see the result (303)."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Redirect"] = where
        return response
    redirect = HttpResponseRedirect(where)
    redirect.status_code = 303
    return redirect


def say(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """A message for the next page; `undo` is the address that takes the act back by POST."""
    messages.success(request, str(text), extra_tags=f"undo:{undo}" if undo else "")


def changed(trigger: str, text: str | Promise = "") -> HttpResponse:
    """The answer to an inline act: nothing to show, but the page may want to know."""
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({trigger: {"text": str(text)}})
    return response


def as_download(response: HttpResponseBase, name: str, *, style: bool = False) -> None:
    """Say that an answer is a file by this name: never a page of ours, and kept by nobody.

    `style`: a picture that carries its own style.
    """
    own = "; style-src 'unsafe-inline'" if style else ""
    response["Content-Disposition"] = content_disposition_header(True, name) or ""  # noqa: FBT003 its name is as_attachment
    response["Content-Security-Policy"] = f"sandbox; default-src 'none'{own}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"


def once_key() -> str:
    """A fresh idempotency key for a form that creates something."""
    return secrets.token_urlsafe(18)


def from_own_page(request: HttpRequest) -> bool:
    """Whether a POST comes from a page of this site, for public doors that carry their own secret.

    A page under `no-referrer` sends "Origin: null", and so does a page that hides where it is from.
    So the browser's Sec-Fetch-Site counts first; browsers send it wherever the connection is
    trustworthy. Without it, "null" is nobody's own page.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", own) == own
