"""Signing in at the provider of a workspace (OpenID Connect): there, and back again."""

from __future__ import annotations

import hmac
import logging
import time
from base64 import b64encode
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import quote

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from draagvlak.accounts import commands
from draagvlak.accounts.models import OpenIdProvider
from draagvlak.accounts.queries import provider_by_slug, provider_secret
from draagvlak.accounts.rules import shows_two_factors
from draagvlak.accounts.sessions import BOUND
from draagvlak.core.fetching import Unreachable, fetch_json
from draagvlak.core.verdict import Refused
from draagvlak.core.web import page
from draagvlak.lib import openid

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request

WAITING = "openid"
log = logging.getLogger(__name__)


@never_cache
@require_GET
def provider_start(request: Request, space: str) -> HttpResponse:
    """To the provider of this workspace."""
    provider = provider_by_slug(space)
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
    if limited:
        return limited
    try:
        found = _discover(provider)
    except (Unreachable, openid.Unbelievable) as trouble:
        log.warning("provider of %s: %s", provider.workspace_id, trouble)
        return page(request, "accounts/provider_trouble.html", {"provider": provider}, status=502)
    asked = openid.ask()
    after = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}):
        after = ""
    again = "again" in request.GET
    request.session[WAITING] = asdict(asked) | {"space": space, "next": after, "again": again}
    return HttpResponseRedirect(
        openid.authorize_address(
            found,
            asked,
            client_id=provider.client_id,
            back=_back(),
            levels=provider.strong_levels,
            again=again,
        )
    )


@never_cache
@require_GET
def provider_back(request: Request) -> HttpResponse:
    """Back from the provider with a code, which is used once."""
    waiting = request.session.pop(WAITING, None)
    state = request.GET.get("state", "")
    if waiting is None or not hmac.compare_digest(state.encode(), waiting["state"].encode()):
        return page(request, "accounts/provider_trouble.html", status=400)
    provider = provider_by_slug(waiting["space"])
    try:
        told = _told(request, provider, waiting)
        user = commands.enter_by_provider(by=request.actor, provider=provider, told=told)
    except (Unreachable, openid.Unbelievable, Refused) as trouble:
        log.warning("provider of %s: %s", provider.workspace_id, type(trouble).__name__)
        commands.note_provider_refusal(by=request.actor, provider=provider)
        reason = str(trouble) if isinstance(trouble, Refused) else ""
        context = {"provider": provider, "reason": reason}
        return page(request, "accounts/provider_trouble.html", context, status=403)
    home = f"/w/{provider.workspace.slug}/"
    if request.user.is_authenticated:
        logout(request)
    request.session[BOUND] = {
        "workspace": str(provider.workspace_id),
        "user": str(user.pk),
        "vouched": provider.vouches and shows_two_factors(provider, told),
        "home": f"{home}organisations/",
    }
    record_authentication(request, user, "openid")
    after = waiting["next"] if waiting["next"].startswith(home) else f"{home}organisations/"
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=after))
    return response


@require_GET
def provider_short(request: Request) -> HttpResponse:
    """What a session that began at a provider does not open, and how to get there."""
    return page(request, "accounts/provider_short.html", status=403)


@require_GET
def provider_keys(request: Request, space: str) -> HttpResponse:
    """The public key that the provider knows Draagvlak by (a JSON Web Key Set)."""
    del request
    provider = provider_by_slug(space)
    if provider.proof != OpenIdProvider.Proof.KEY:
        raise Http404
    return JsonResponse(openid.public_keys(provider_secret(provider)))


def _back() -> str:
    return f"{settings.ADDRESS}{reverse('accounts:provider_back')}"


def _discover(provider: OpenIdProvider) -> openid.Discovery:
    found = fetch_json(openid.discovery_address(provider.issuer))
    return openid.read_discovery(provider.issuer, found)


def _told(request: Request, provider: OpenIdProvider, waiting: dict[str, str]) -> openid.Told:
    """Change the code for an ID token, and believe it or not."""
    asked = openid.Asked(waiting["state"], waiting["nonce"], waiting["verifier"])
    found = _discover(provider)
    code = request.GET.get("code", "")
    named = request.GET.get("iss")
    if not code or (named is not None and named.rstrip("/") != provider.issuer.rstrip("/")):
        raise openid.Unbelievable("no code, or of another issuer")
    client = provider.client_id
    form = openid.code_request(code, asked, client_id=client, back=_back())
    headers: dict[str, str] = {}
    secret = provider_secret(provider)
    if provider.proof == OpenIdProvider.Proof.KEY:
        form |= openid.signed_proof(secret, client_id=client, token_address=found.token)
    elif secret:
        pair = f"{quote(client, safe='')}:{quote(secret.decode(), safe='')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    given = fetch_json(found.token, form, headers)
    token = str(given.get("id_token", ""))
    told = openid.believe(token, fetch_json(found.keys), found, asked, client_id=client)
    if not told.email and found.about:
        shown = {"Authorization": f"Bearer {given.get('access_token', '')}"}
        told = openid.complete(told, fetch_json(found.about, headers=shown))
    if waiting["again"] and time.time() - told.proven_at > REAUTHENTICATION_TIMEOUT:
        raise openid.Unbelievable("not asked anew")
    return told
