"""Proving once more that it is you, a moment before something weighty."""

from __future__ import annotations

import datetime as dt
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from draagvlak.accounts.sessions import BEGUN, BOUND
from draagvlak.core.web import page, seen, to

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from draagvlak.core.web import Request

P = ParamSpec("P")
FRESH = dt.timedelta(seconds=REAUTHENTICATION_TIMEOUT)


def freshly(
    then: str = "", *, then_here: str = ""
) -> Callable[
    [Callable[Concatenate[Request, P], HttpResponse]],
    Callable[Concatenate[Request, P], HttpResponse],
]:
    """The view, for who signed in or proved it again less than five minutes ago.

    Others prove it, and come back to the page; or where the view only takes what a page sends, to
    the route `then`, or `then_here` in the same workspace. What they pressed is not done by itself.
    """

    def decorate(
        view: Callable[Concatenate[Request, P], HttpResponse],
    ) -> Callable[Concatenate[Request, P], HttpResponse]:
        @wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if is_fresh(request):
                return view(request, *args, **kwargs)
            if then_here:
                return _prove(request, to(request.actor, then_here))
            return _prove(request, reverse(then) if then else request.path)

        return guarded

    return decorate


def is_fresh(request: Request) -> bool:
    """Whether one signed in, or proved it again, less than five minutes ago."""
    begun = request.session.get(BEGUN)
    if begun is not None and timezone.now() - dt.datetime.fromisoformat(begun) < FRESH:
        return True
    flows = get_reauthentication_flows(request.user)
    return bool(flows) and bool(did_recently_reauthenticate(request))


def _prove(request: Request, after: str) -> HttpResponse:
    asked = urlencode({"next": after})
    bound = request.session.get(BOUND)
    if bound is not None and request.actor.workspace is not None:
        start = reverse("accounts:provider_start", args=[request.actor.workspace.slug])
        return seen(request, f"{start}?again=1&{asked}")
    ways = {way["id"]: way.get("types", []) for way in get_reauthentication_flows(request.user)}
    if ways:
        kinds = ways.get("mfa_reauthenticate", [])
        name = "account_reauthenticate" if not kinds else "mfa_reauthenticate"
        if kinds and Authenticator.Type.TOTP not in kinds:
            name = "mfa_reauthenticate_webauthn"
        return seen(request, f"{reverse(name)}?{asked}")
    return page(request, "accounts/again_by_signing_in.html", status=403)
