"""Signing in and out (on top of allauth's views), and one's own details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import views as allauth
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from draagvlak.accounts.adapter import speak
from draagvlak.accounts.commands import edit_profile
from draagvlak.accounts.forms import ProfileForm
from draagvlak.accounts.queries import access_user
from draagvlak.core.web import page, say, seen

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

    from draagvlak.core.web import Request


class Refusing:
    """A form that is not right is answered with 422, as everywhere in the product."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:  # noqa: PLR2004 a redirect stays a redirect
            response.status_code = 422
        return response


class Again(Refusing, allauth.ReauthenticateView):  # type: ignore[misc]
    template_name = "accounts/again.html"


class SignIn(Refusing, allauth.LoginView):  # type: ignore[misc]
    template_name = "accounts/sign_in.html"


class RequestCode(Refusing, allauth.RequestLoginCodeView):  # type: ignore[misc]
    template_name = "accounts/code_request.html"


class ConfirmCode(Refusing, allauth.ConfirmLoginCodeView):  # type: ignore[misc]
    template_name = "accounts/code_confirm.html"


class SignOut(allauth.LogoutView):  # type: ignore[misc]
    template_name = "accounts/sign_out.html"

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        """The browser forgets its copies of pages; the page it lands on forgets its drafts."""
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class ForgottenPassword(Refusing, allauth.PasswordResetView):  # type: ignore[misc]
    template_name = "accounts/password_forgotten.html"


class NewPassword(Refusing, allauth.PasswordResetFromKeyView):  # type: ignore[misc]
    template_name = "accounts/password_new.html"


class ChangePassword(Refusing, allauth.PasswordChangeView):  # type: ignore[misc]
    template_name = "accounts/password_change.html"


class SetPassword(Refusing, allauth.PasswordSetView):  # type: ignore[misc]
    template_name = "accounts/password_change.html"


@require_GET
def by_invitation(request: HttpRequest) -> HttpResponse:
    """Nobody signs up by oneself: how one does get in."""
    return page(request, "accounts/by_invitation.html")


@require_http_methods(["GET", "POST"])
def profile(request: Request) -> HttpResponse:
    """One's own name, language and shortcuts."""
    user = access_user(request.actor)
    now = {"name": user.name, "language": user.language, "letters": user.letters}
    form = ProfileForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        given = form.profile()
        edit_profile(
            by=request.actor,
            user=user,
            name=given.name,
            language=given.language,
            letters=given.letters,
        )
        with translation.override(given.language):
            say(request, _("Your details are stored."))
        response = seen(request, reverse("accounts:profile"))
        speak(response, given.language)
        return response
    status = 422 if form.is_bound else 200
    return page(request, "accounts/profile.html", {"form": form, "user": user}, status=status)
