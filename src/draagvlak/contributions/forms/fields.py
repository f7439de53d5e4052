"""What the forms of contributions share: words as typed, and what every act in a thread brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from draagvlak.core.verdict import Verdict

EMPTY = _("Fill this in.")
UNKNOWN = _("Choose one of the options.")
NO_ADDRESS = _("This is not a mail address. It looks like name@organisation.nl.")
TOO_LONG = _("This is too long: at most %(limit_value)d characters, and now %(show_value)d.")


class Words(forms.CharField):
    """Text as somebody typed it: no sign is lost, but those that no database keeps."""

    def to_python(self, value: object) -> str:
        return str(value or "").replace("\0", "").replace("\r\n", "\n")


def demand(verdict: Verdict) -> None:
    if not verdict:
        raise ValidationError(str(verdict.reason))


class HolderForm(forms.Form):
    """What every act in a thread brings along: the receipt, or the token of the link."""

    present = forms.CharField(max_length=200)
    by_link = forms.BooleanField(required=False)
