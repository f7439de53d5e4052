"""The gate: every request passes the policy table, or finds nothing."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from draagvlak.core.actor import VISITOR, Actor, ActorKind
from draagvlak.core.command import RepeatedDifferently
from draagvlak.core.pace import too_fast, wait_for
from draagvlak.core.policy import ROUTES, Door
from draagvlak.core.registry import Registry
from draagvlak.core.trouble import has_met_another
from draagvlak.core.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.contrib.auth.base_user import AbstractBaseUser


class PlaceFinder(Protocol):
    """Finds the actor that a user is in a place; None for an outsider."""

    def __call__(
        self, *, user_id: UUID, name: str, workspace: str, programme: str | None
    ) -> Actor | None: ...


@runtime_checkable
class Named(Protocol):
    name: str


log = logging.getLogger(__name__)
PLACES: Registry[PlaceFinder] = Registry("places", "Who is a user in a workspace or programme?")


def actor_of(user: AbstractBaseUser) -> Actor:
    """The actor of a signed-in user outside any workspace."""
    return Actor(
        kind=ActorKind.USER, user_id=user.pk, name=user.name if isinstance(user, Named) else ""
    )


class PolicyGate:
    """Middleware. Sets `request.actor`; refuses what the table does not allow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = VISITOR  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: object,
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """Decide before the view runs; take `workspace` and `programme` out of its arguments."""
        del view, args
        name = request.resolver_match.view_name if request.resolver_match else ""
        route = ROUTES.get(name)
        if route is None:
            raise Http404
        if request.user.is_authenticated:
            request.actor = actor_of(request.user)  # type: ignore[attr-defined]
        if route.door is Door.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        wait = wait_for(request, name)
        if wait:
            return too_fast(request, wait, keep=route.door is not Door.SIGNED_IN)
        if route.door is Door.SIGNED_IN:
            return None
        workspace = str(kwargs.pop("workspace"))
        programme = str(kwargs.pop("programme")) if route.door is Door.PROGRAMME else None
        found = _find(request.user, workspace, programme)
        actor = _at_home(request, request.user, found, workspace, programme)
        request.actor = actor  # type: ignore[attr-defined]
        if not actor.roles & route.roles():
            return refuse(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A rule said no, a retry had other content, or two met: a page of its own says so."""
        if isinstance(error, Refused):
            return refuse(request, str(error))
        if isinstance(error, RepeatedDifferently):
            return render(request, "core/repeated.html", status=409)
        if has_met_another(error):
            log.error(
                "%s met what stands already", getattr(request.resolver_match, "view_name", "")
            )
            return render(request, "core/met.html", status=409)
        return None


def _at_home(
    request: HttpRequest,
    user: AbstractBaseUser,
    actor: Actor,
    workspace: str,
    programme: str | None,
) -> Actor:
    """On a page of the workspace, the programme that one came from stays at hand in the menu.

    A part of a page that shows several programmes is no visit to any of them.
    """
    name = f"programme:{workspace}"
    last = request.session.get(name)
    if programme is not None:
        if last != programme and request.headers.get("HX-Request") != "true":
            request.session[name] = programme
        return actor
    if last is None:
        return actor
    try:
        home = _find(user, workspace, last)
    except Http404:
        return actor
    return replace(actor, programme=home.programme)


def _find(user: AbstractBaseUser, workspace: str, programme: str | None) -> Actor:
    name = user.name if isinstance(user, Named) else ""
    for finder in PLACES:
        actor = finder(user_id=user.pk, name=name, workspace=workspace, programme=programme)
        if actor is not None:
            return actor
    raise Http404


def refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A member without the right role, or whom a rule says no, reads why, and where to go."""
    title = _("This cannot be done here") if reason else _("Not for your role")
    reason = reason or _("Your role in this programme does not include this page.")
    return render(request, "core/refused.html", {"title": title, "reason": reason}, status=403)
