"""Setting up and showing a second factor, on top of allauth's views; and what to do without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth, flows
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET

from draagvlak.accounts.adapter import shown
from draagvlak.accounts.queries import access_user, second_factors
from draagvlak.accounts.rules import must_prove_twice
from draagvlak.accounts.views.signing_in import Refusing
from draagvlak.core.web import page

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpResponse

    from draagvlak.core.web import Request

WEIGHTY = method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
NEXT = "after_second_factor"


@require_GET
def overview(request: Request) -> HttpResponse:
    """What one has, or how to begin: a passkey, or an app that gives codes."""
    user = access_user(request.actor)
    asked = get_next_redirect_url(request)
    if asked:
        request.session[NEXT] = asked
    factors = second_factors(user.pk)
    go_on = request.session.get(NEXT, "") if factors.any and shown(request) else ""
    demanded = must_prove_twice(user.pk)
    context = {"factors": factors, "demanded": demanded, "go_on": go_on}
    return page(request, "accounts/second_factor.html", context)


class GiveCode(Refusing, second.AuthenticateView):  # type: ignore[misc]
    template_name = "accounts/code_give.html"


class GiveCodeAgain(Refusing, second.ReauthenticateView):  # type: ignore[misc]
    template_name = "accounts/again_code.html"


class GivePasskeyAgain(passkeys.ReauthenticateWebAuthnView):  # type: ignore[misc]
    template_name = "accounts/again_passkey.html"


class AddApp(Refusing, totp.ActivateTOTPView):  # type: ignore[misc]
    template_name = "accounts/app_add.html"


class RemoveApp(totp.DeactivateTOTPView):  # type: ignore[misc]
    template_name = "accounts/app_remove.html"


class AddPasskey(Refusing, passkeys.AddWebAuthnView):  # type: ignore[misc]
    template_name = "accounts/passkey_add.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The browser is asked for a key that it keeps and unlocks itself: it can sign in alone."""
        found: dict[str, object] = super(passkeys.AddWebAuthnView, self).get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return found | {"js_data": {"creation_options": options}}


class RemovePasskey(passkeys.RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "accounts/passkey_remove.html"


class SignInByPasskey(passkeys.LoginWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: BaseForm) -> HttpResponse:
        """In, and on to the page that was asked for."""
        found = form.cleaned_data["credential"]
        login = Login(user=found.user, redirect_url=get_next_redirect_url(self.request))
        response: HttpResponse = flows.perform_passwordless_login(self.request, found, login)
        return response


@WEIGHTY
class ShowCodes(recovery.ViewRecoveryCodesView):  # type: ignore[misc]
    template_name = "accounts/recovery_codes.html"


class RenewCodes(recovery.GenerateRecoveryCodesView):  # type: ignore[misc]
    template_name = "accounts/recovery_codes_renew.html"
