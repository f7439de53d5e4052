"""Members and invitations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from draagvlak.core.fields import once_field
from draagvlak.core.policy import Role
from draagvlak.programmes.forms.who import WhoForm
from draagvlak.programmes.rules import may_give_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from draagvlak.core.actor import Actor


class InviteForm(WhoForm):
    """Whom to invite, and for which role."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "invalid": _("This is not an e-mail address. It should look like name@place.nl.")
        },
    )
    role = forms.ChoiceField(
        label=_("Role"), error_messages={"required": _("Choose a role for this person.")}
    )
    once = once_field()
    field_order = ("name", "email", "role", "who", "person", "once")

    def __init__(self, actor: Actor, data: QueryDict | None = None) -> None:
        super().__init__(actor, data)
        self.fields["role"].choices = [("", _("Choose a role")), *role_choices(actor)]  # type: ignore[attr-defined]
        self.fields["who"].help_text = _(
            "Only needed when the register has another e-mail address for them."
        )


class MemberForm(WhoForm):
    """Another role, and who this is in the register."""

    role = forms.ChoiceField(label=_("Role"))
    field_order = ("role", "who", "person")

    def __init__(
        self,
        actor: Actor,
        data: QueryDict | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(actor, data, initial)
        self.fields["role"].choices = role_choices(actor)  # type: ignore[attr-defined]


def role_choices(actor: Actor) -> list[tuple[str, str]]:
    """The roles that the actor may give."""
    return [(role.value, str(role.label)) for role in Role if may_give_role(actor, role)]


@dataclass(frozen=True)
class NewUser:
    """What somebody fills in who accepts an invitation without a sign-in."""

    name: str
    password: str


class AcceptForm(forms.Form):
    """Name and password of a new user."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in your name.")},
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence of a few words is easy to remember."),
        error_messages={"required": _("Choose a password.")},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def new_user(self) -> NewUser:
        """What was filled in."""
        return NewUser(self.cleaned_data["name"], self.cleaned_data["password"])
