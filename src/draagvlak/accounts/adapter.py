"""How sign-in behaves here: nobody signs up without an invitation."""

from __future__ import annotations

import datetime as dt
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from draagvlak.accounts.mail import promise_mail
from draagvlak.accounts.queries import second_factors
from draagvlak.accounts.sessions import BEGUN, DEVICE
from draagvlak.core import crypto

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from draagvlak.accounts.models import User


def shown(request: HttpRequest) -> bool:
    """Whether this session showed a second factor: when signing in, or by setting one up."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class LongEnough(MinimumLengthValidator):
    """The length of a password, in our words: the Dutch of the framework has none for this text."""

    def get_error_message(self) -> str:
        words = ngettext(
            "Use at least %(count)s character.",
            "Use at least %(count)s characters.",
            self.min_length,
        )
        return words % {"count": self.min_length}


FACTOR = b"mfa_authenticator:data:secret"
SAID = {
    "account/messages/password_changed.txt": _("Your new password is stored."),
    "account/messages/password_set.txt": _("Your new password is stored."),
    "account/messages/logged_out.txt": _("You are signed out."),
    "mfa/messages/totp_activated.txt": _("Your phone gives codes for Draagvlak from now on."),
    "mfa/messages/totp_deactivated.txt": _("Codes from your phone no longer work here."),
    "mfa/messages/webauthn_added.txt": _("Your passkey works from now on."),
    "mfa/messages/webauthn_removed.txt": _("This passkey no longer works here."),
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up by oneself is closed; mails and messages are ours; the language follows."""

    error_messages: Mapping[str, object] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask your guide to open it again."),
        "email_password_mismatch": _(
            "E-mail address and password do not belong together. "
            "Try again, or sign in with a code by mail."
        ),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Look in the newest mail, and type it again."),
        "invalid_password_reset": _("This link does not work any more. Ask for a new one."),
        "too_many_login_attempts": _(
            "That was too often in a short time. Wait five minutes and try again."
        ),
        "rate_limited": _("That was too often in a short time. Wait a moment and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, object]) -> None:
        name = template_prefix.rpartition("/")[2]
        known = {key: value for key, value in context.items() if key not in ("request", "user")}
        promise_mail(name, email, known | {"email": email, "address": settings.ADDRESS})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The public address of this installation, never the host that a request claims."""
        user, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": token})
        return f"{settings.ADDRESS}{path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        del request
        return reverse("accounts:profile")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who signed in a moment ago sets up a first second factor without proving it again."""
        request = context.request
        begun = request.session.get(BEGUN)
        fresh = begun is not None and timezone.now() - dt.datetime.fromisoformat(
            begun
        ) < dt.timedelta(seconds=REAUTHENTICATION_TIMEOUT)
        if fresh and not second_factors(request.user.pk).any:
            return False
        return bool(super().is_reauthentication_required(app=app))

    def post_login(self, request: HttpRequest, user: User, **more: object) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        speak(response, user.language)
        return response

    def add_message(  # noqa: PLR0913, PLR0917 the signature of allauth
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: Mapping[str, object] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what is worth saying; that somebody signed in shows by itself."""
        del message_context
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors stand sealed, and what is said is ours."""

    error_messages: Mapping[str, object] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not right, or it was used already. Wait for the next code."),
    }

    def get_totp_issuer(self) -> str:
        return "Draagvlak"

    def encrypt(self, text: str) -> str:
        return b64encode(crypto.encrypt(_factor_key(), text.encode(), FACTOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(_factor_key(), b64decode(encrypted_text), FACTOR).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 allauth's name
        del user, type
        device = context.request.session.get(DEVICE, "")
        return device or str(_("Passkey"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The public address of this installation, never the host that a request claims."""
        return {"id": urlsplit(settings.ADDRESS).hostname or "localhost", "name": "Draagvlak"}


def _factor_key(server_key: bytes = b"") -> bytes:
    return crypto.derive(server_key or settings.SERVER_KEY, "second factors")


def reseal_factors(old: bytes, new: bytes) -> int:
    """Secrets of second factors, sealed with a key from another master key."""
    before, after, count = _factor_key(old), _factor_key(new), 0

    def anew(text: str) -> str:
        return b64encode(crypto.reseal(before, after, b64decode(text), FACTOR)).decode()

    for row in Authenticator.objects.order_by("pk").iterator():
        found: dict[str, str | list[str]] = {
            name: anew(row.data[name]) for name in ("secret", "seed") if name in row.data
        }
        if "migrated_codes" in row.data:
            found["migrated_codes"] = [anew(each) for each in row.data["migrated_codes"]]
        if found:
            count += Authenticator.objects.filter(pk=row.pk).update(data=row.data | found)
    return count


def speak(response: HttpResponse, language: str) -> None:
    """Remember in this browser which language its user reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
