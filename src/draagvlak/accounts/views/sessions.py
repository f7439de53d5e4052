"""Where one is signed in, and signing out there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from draagvlak.accounts import commands
from draagvlak.accounts.queries import access_session, access_user, open_sessions
from draagvlak.accounts.views.fresh import freshly
from draagvlak.core.web import page, say, seen

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_GET
def session_list(request: Request) -> HttpResponse:
    """The browsers in which one is signed in."""
    lines = open_sessions(request.actor.signed_in_id, request.session.session_key or "")
    return page(request, "accounts/session_list.html", {"lines": lines})


@require_POST
@freshly("accounts:session_list")
def session_end(request: Request, key: str) -> HttpResponse:
    """Sign out one browser."""
    commands.end_session(by=request.actor, session=access_session(request.actor, key))
    say(request, _("That browser is signed out."))
    return seen(request, reverse("accounts:session_list"))


@require_POST
@freshly("accounts:session_list")
def session_end_others(request: Request) -> HttpResponse:
    """Sign out everywhere but here."""
    count = commands.end_other_sessions(
        by=request.actor,
        user=access_user(request.actor),
        present_key=request.session.session_key or "",
    )
    words = ngettext(
        "One other browser is signed out.", "%(count)s other browsers are signed out.", count
    )
    say(request, words % {"count": count})
    return seen(request, reverse("accounts:session_list"))
