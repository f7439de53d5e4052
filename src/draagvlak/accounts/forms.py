"""Forms for signing in (on top of allauth's) and for one's own details."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account import forms as allauth
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from draagvlak.accounts.commands import ProviderWish

LENGTH_HINT = _("At least 12 characters. A sentence of a few words is easy to remember.")


def _plain(form: forms.Form, **labels: object) -> None:
    """Our own labels; no placeholder that repeats them, no help with markup inside."""
    for name, field in form.fields.items():
        field.label = str(labels[name]) if name in labels else field.label
        field.widget.attrs.pop("placeholder", None)
        field.help_text = LENGTH_HINT if name == "password1" else ""


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("E-mail address"), password=_("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class RequestCodeForm(allauth.RequestLoginCodeForm):  # type: ignore[misc]
    """The e-mail address that a code is sent to."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("E-mail address"))


class ConfirmCodeForm(allauth.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code out of the mail."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code"))
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class ForgottenPasswordForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    """The e-mail address that a link is sent to."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("E-mail address"))


class NewPasswordForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, after the link in the mail."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1=_("New password"), password2=_("The same password again"))


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    """The present password, and the new one twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            oldpassword=_("Your current password"),
            password1=_("New password"),
            password2=_("The same password again"),
        )


class SetPasswordForm(allauth.SetPasswordForm):  # type: ignore[misc]
    """A first password, for who signed in by code until now."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1=_("New password"), password2=_("The same password again"))


class AgainForm(allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something weighty."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=_("Your current password"))


CODE_LIVES = 120
"""Seconds that a code from an app stays marked as used: longer than any clock lets it work."""


class _CodeOnce:
    """A code of six digits works once, also while the clock would still take it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code"))  # type: ignore[arg-type]
        self.fields["code"].max_length = 20  # type: ignore[attr-defined]
        self.fields["code"].widget.attrs |= {"spellcheck": "false"}  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        digits = "".join(filter(str.isalnum, code))
        used = f"second-factor-used:{self.user.pk}:{digits}"  # type: ignore[attr-defined]
        if not cache.add(used, 1, timeout=CODE_LIVES):
            raise get_adapter().validation_error("incorrect_code")
        return code


class GiveCodeForm(_CodeOnce, second.AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code, when signing in."""


class GiveCodeAgainForm(_CodeOnce, second.ReauthenticateForm):  # type: ignore[misc]
    """The same, before something weighty."""


class AddAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code that the app shows."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("The code that the app shows now"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class AddPasskeyForm(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that this browser made; it can also be used to sign in without a password."""

    passwordless = forms.BooleanField(initial=True, required=True, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, name=_("Name of this passkey"))
        self.fields["name"].max_length = 60


@dataclass(frozen=True)
class Profile:
    """One's own details."""

    name: str
    language: str
    letters: bool


class ProfileForm(forms.Form):
    """Name, language, and whether single letters are shortcuts."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in your name.")},
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("nl", "Nederlands"), ("en", "English")]
    )
    letters = forms.BooleanField(label=_("Use single letters as shortcuts"), required=False)

    def profile(self) -> Profile:
        """What was filled in."""
        said = self.cleaned_data
        return Profile(said["name"], said["language"], said["letters"])


class ProviderForm(forms.Form):
    """The provider of a workspace, as its administrator sets it."""

    name = forms.CharField(
        label=_("Name of your organisation's sign-in"),
        max_length=80,
        error_messages={"required": _("Fill in the name that people know it by.")},
    )
    issuer = forms.URLField(
        label=_("Address of the provider (issuer)"),
        max_length=300,
        assume_scheme="https",
        error_messages={"required": _("Fill in the address that your provider gave.")},
    )
    client_id = forms.CharField(
        label=_("Client id"),
        max_length=200,
        error_messages={"required": _("Fill in the client id that your provider gave.")},
    )
    proof = forms.ChoiceField(
        label=_("How Draagvlak proves itself"),
        choices=[
            ("secret", _("With a secret that the provider gave")),
            ("key", _("With a key of its own (safer)")),
        ],
        initial="secret",
        widget=forms.RadioSelect,
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    vouches = forms.BooleanField(
        label=_("Our provider asks for a second proof itself"), required=False
    )
    strong_levels = forms.CharField(
        label=_("Levels that stand for two proofs (acr)"), max_length=300, required=False
    )
    is_on = forms.BooleanField(label=_("People can sign in this way"), required=False, initial=True)

    def clean_issuer(self) -> str:
        issuer = str(self.cleaned_data["issuer"])
        if not issuer.startswith("https://") and not settings.OPENID_LOOPBACK:
            raise forms.ValidationError(_("The address begins with https://."))
        return issuer

    def wish(self) -> ProviderWish:
        """What was filled in."""
        given = self.cleaned_data
        return ProviderWish(
            name=given["name"],
            issuer=given["issuer"],
            client_id=given["client_id"],
            by_key=given["proof"] == "key",
            secret=given["secret"],
            vouches=given["vouches"],
            strong_levels=" ".join(given["strong_levels"].split()),
            is_on=given["is_on"],
        )
