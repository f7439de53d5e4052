"""The door that an invitation opens: public, with its token in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from draagvlak.accounts.adapter import speak
from draagvlak.accounts.queries import access_user, names_of, user_by_email
from draagvlak.core.web import from_own_page, page, say, seen
from draagvlak.programmes.commands import accept_invitation
from draagvlak.programmes.forms import AcceptForm
from draagvlak.programmes.queries import invitation_by_token
from draagvlak.programmes.rules import may_accept

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.verdict import Verdict
    from draagvlak.core.web import Request
    from draagvlak.programmes.models import Invitation, Membership

BACKEND = "django.contrib.auth.backends.ModelBackend"


@csrf_exempt  # the token in the address is the secret, and `from_own_page` looks at the origin:
# under `no-referrer` a browser says "Origin: null", which Django's check would refuse
@never_cache
@require_http_methods(["GET", "POST"])
def invitation_accept(request: Request, space: str, token: str) -> HttpResponse:
    """Take part, sign in first, or read what became of the invitation."""
    invitation = invitation_by_token(space, token)
    if invitation is None:
        return _quiet(page(request, "programmes/invitation_unknown.html", status=404))
    signed_in = request.actor.user_id is not None
    user = access_user(request.actor) if signed_in else None
    verdict = may_accept(request.actor, invitation, user)
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    wants = request.method == "POST" and verdict and from_own_page(request)
    if wants and (signed_in or form.is_valid()):
        response = _join(request, invitation, form)
        if response is not None:
            return _quiet(response)
    return _quiet(_door(request, invitation, form, verdict))


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no other site may learn it."""
    response["Referrer-Policy"] = "no-referrer"
    return response


def _join(request: Request, invitation: Invitation, form: AcceptForm) -> HttpResponse | None:
    """Accept and come in; None when the address has a sign-in, so that one must sign in first."""
    if request.actor.user_id is not None:
        membership = accept_invitation(
            by=request.actor, invitation=invitation, user=access_user(request.actor)
        )
        return _welcome(request, invitation, membership)
    given = form.new_user()
    try:
        membership = accept_invitation(
            by=request.actor,
            invitation=invitation,
            name=given.name,
            password=given.password,
            language=get_language() or "nl",
        )
    except IntegrityError:
        return None
    login(request, membership.user, backend=BACKEND)
    return _welcome(request, invitation, membership)


def _welcome(request: Request, invitation: Invitation, membership: Membership) -> HttpResponse:
    programme = invitation.programme
    say(request, _("Welcome. You take part in “%(name)s” now.") % {"name": programme.name})
    response = seen(
        request,
        reverse(
            "programmes:programme_home",
            kwargs={"workspace": invitation.workspace.slug, "programme": programme.slug},
        ),
    )
    speak(response, membership.user.language)
    return response


def _door(
    request: Request, invitation: Invitation, form: AcceptForm, verdict: Verdict
) -> HttpResponse:
    signed_in = request.actor.user_id is not None
    works = may_accept(request.actor, invitation, None)
    known = not signed_in and user_by_email(invitation.email) is not None
    inviter = names_of([invitation.invited_by_id]).get(invitation.invited_by_id, "")
    context = {
        "invitation": invitation,
        "form": form,
        "inviter": inviter,
        "verdict": verdict,
        "works": works,
        "signed_in": signed_in,
        "must_sign_in": works and known,
        "address": request.path,
        "sign_in_url": f"{reverse('account_login')}?next={request.path}",
    }
    status = 422 if form.is_bound and works else 200 if works else 410
    return page(request, "programmes/invitation_accept.html", context, status=status)
