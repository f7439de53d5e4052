"""The second door, behind the gate: has this session shown a second factor where a role asks it?

And: a session that began at the provider of one workspace is of use in that workspace only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from draagvlak.accounts.adapter import shown
from draagvlak.accounts.rules import may_come_in
from draagvlak.accounts.sessions import BOUND
from draagvlak.core.policy import ROUTES, Door
from draagvlak.core.web import seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from draagvlak.core.actor import Actor

OWN = ("accounts:", "account_", "mfa_")
"""The routes by which one sets up, shows or loses a second factor."""


class SecondFactorDoor:
    """Middleware. Sends who must still show or set up a second factor to where that is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let in, or show the way."""
        del view, args, kwargs
        name = request.resolver_match.view_name if request.resolver_match else ""
        route = ROUTES.get(name)
        if route is None or route.door is Door.PUBLIC or not request.user.is_authenticated:
            return None
        if request.session.get(BOUND):
            return _within(request, name)
        if name.startswith(OWN) and route.door is Door.SIGNED_IN:
            return None
        if shown(request) or may_come_in(request.actor):  # type: ignore[attr-defined]
            return None
        address = reverse("mfa_index")
        asked = request.get_full_path() if request.method == "GET" else "/"
        return seen(request, f"{address}?{urlencode({'next': asked})}")


def _within(request: HttpRequest, name: str) -> HttpResponse | None:
    """A provider speaks for its own workspace: its sessions enter no other, nor one's account."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bound = request.session[BOUND]
    if actor.workspace is not None and str(actor.workspace.id) == bound["workspace"]:
        enough = bound["vouched"] or shown(request) or may_come_in(actor)
        return None if enough else seen(request, reverse("accounts:provider_short"))
    if name == "accounts:provider_short":
        return None
    home = bound["home"] if name == "desk:start" else reverse("accounts:provider_short")
    return seen(request, home)
