"""The security of a workspace, for its administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from draagvlak.accounts import commands
from draagvlak.accounts.forms import ProviderForm
from draagvlak.accounts.queries import (
    SECURITY,
    access_account,
    keepers,
    provider_of,
    security_events,
)
from draagvlak.accounts.rules import (
    TWICE_PROVEN,
    may_reset_second_factor,
    may_sign_out,
    weighty_roles,
)
from draagvlak.accounts.views.fresh import freshly
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_GET
def security_show(request: Request) -> HttpResponse:
    """Who has which role and second factor, how one signs in, and what happened lately."""
    found = keepers(request.actor, TWICE_PROVEN)
    context = {
        "keepers": found,
        "without": sum(not each.has_factor for each in found),
        "lines": [line for provider in SECURITY for line in provider(request.actor)],
        "provider": provider_of(request.actor.tenant),
        "events": security_events(request.actor),
    }
    return page(request, "accounts/security_show.html", context)


@require_http_methods(["GET", "POST"])
@freshly()
def factor_rule(request: Request) -> HttpResponse:
    """Of whom this workspace asks a second factor: of weighty roles, or of everybody."""
    if request.method == "POST":
        of_all = request.POST.get("of") == "all"
        commands.ask_second_factor(by=request.actor, of_all=of_all)
        say(
            request,
            _("From now on everybody in this workspace shows a second proof.")
            if of_all
            else _("From now on only the weighty roles show a second proof."),
        )
        return seen(request, to(request.actor, "accounts:security_show"))
    return page(request, "accounts/factor_rule.html", {"weighty": weighty_roles()})


@require_http_methods(["GET", "POST"])
@freshly()
def sessions_end(request: Request, user_id: UUID) -> HttpResponse:
    """Sign somebody out in every browser."""
    user = access_account(request.actor, user_id)
    if request.method == "POST":
        count = commands.sign_out_everywhere(by=request.actor, user=user)
        words = ngettext(
            "%(name)s is signed out in one browser.",
            "%(name)s is signed out in %(count)s browsers.",
            count,
        )
        say(request, words % {"name": user.name, "count": count})
        return seen(request, to(request.actor, "accounts:security_show"))
    verdict = may_sign_out(request.actor, user)
    return page(request, "accounts/sessions_end.html", {"account": user, "verdict": verdict})


@require_http_methods(["GET", "POST"])
@freshly()
def factor_reset(request: Request, user_id: UUID) -> HttpResponse:
    """Take away the second factor of somebody who lost it."""
    user = access_account(request.actor, user_id)
    if request.method == "POST":
        commands.reset_second_factor(by=request.actor, user=user)
        said = _("%(name)s is signed out, and sets up a new second proof at the next sign-in.")
        say(request, said % {"name": user.name})
        return seen(request, to(request.actor, "accounts:security_show"))
    verdict = may_reset_second_factor(request.actor, user)
    return page(request, "accounts/factor_reset.html", {"account": user, "verdict": verdict})


@require_http_methods(["GET", "POST"])
@freshly()
def provider_edit(request: Request) -> HttpResponse:
    """How the people of this workspace sign in at their own organisation."""
    provider = provider_of(request.actor.tenant)
    form = ProviderForm(request.POST or None, initial=vars(provider) if provider else None)
    if request.method == "POST" and form.is_valid():
        commands.set_provider(by=request.actor, wish=form.wish())
        say(request, _("The sign-in of your organisation is stored."))
        return seen(request, to(request.actor, "accounts:provider_edit"))
    space = request.actor.workspace.slug if request.actor.workspace else ""
    context = {
        "form": form,
        "provider": provider,
        "back": f"{settings.ADDRESS}{reverse('accounts:provider_back')}",
        "start": f"{settings.ADDRESS}{reverse('accounts:provider_start', args=[space])}",
        "keys": f"{settings.ADDRESS}{reverse('accounts:provider_keys', args=[space])}",
    }
    status = 422 if form.errors else 200
    return page(request, "accounts/provider_edit.html", context, status=status)


@require_POST
@freshly(then_here="accounts:provider_edit")
def provider_remove(request: Request) -> HttpResponse:
    """Stop signing in at one's own organisation."""
    commands.remove_provider(by=request.actor)
    say(request, _("Nobody signs in at your organisation any more."))
    return seen(request, to(request.actor, "accounts:security_show"))
