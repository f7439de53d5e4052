"""The second door, behind the gate: has this session shown a second factor where a role asks it?

And: a session that began at the provider of one workspace is of use in that workspace only. And:
who reads goes on reading when the database cannot be written just now.
"""

from __future__ import annotations

import contextlib
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError, connection
from django.urls import reverse

from draagvlak.accounts.adapter import shown
from draagvlak.accounts.rules import may_come_in
from draagvlak.accounts.sessions import BOUND
from draagvlak.core.policy import ROUTES, Door
from draagvlak.core.trouble import Trouble, trouble_of
from draagvlak.core.web import seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse

    from draagvlak.core.actor import Actor

OWN = ("accounts:", "account_", "mfa_")
"""The routes by which one sets up, shows or loses a second factor."""


HURRY_MILLISECONDS = 500


class Sessions(SessionMiddleware):
    """Django's, but who reads in a workspace goes on reading.

    A message that was seen, or where somebody came in, is then written down at the next page.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the session. Reading does not wait long for it."""
        if not _is_read(request, response):
            return super().process_response(request, response)
        try:
            with _in_a_hurry():
                return super().process_response(request, response)
        except OperationalError as error:
            if trouble_of(error) is Trouble.OTHER:
                raise
            return response


def _is_read(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this only showed a page of a workspace, and there is something to keep."""
    actor = getattr(request, "actor", None)
    is_shown = request.method in {"GET", "HEAD"} and response.status_code == HTTPStatus.OK
    return is_shown and bool(actor and actor.workspace) and request.session.modified


@contextlib.contextmanager
def _in_a_hurry() -> Iterator[None]:
    """SQLite has one writer at a time: do not wait for it as long as who writes does."""
    if connection.vendor != "sqlite" or connection.connection is None:
        yield
        return
    (patience,) = connection.connection.execute("pragma busy_timeout").fetchone()
    connection.connection.execute(f"pragma busy_timeout = {HURRY_MILLISECONDS}")
    try:
        yield
    finally:
        connection.connection.execute(f"pragma busy_timeout = {int(patience)}")


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
