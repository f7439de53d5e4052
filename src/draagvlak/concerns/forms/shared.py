"""What the forms share: fields with clear errors, and the version they were opened on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

    from draagvlak.concerns.queries import Choice


TOO_LONG = _("This is too long: at most %(limit_value)d characters, and now %(show_value)d.")
EMPTY = _("Fill this in.")
UNKNOWN = _("Choose one of the options.")


def text_field(
    label: StrOrPromise,
    limit: int,
    *,
    rows: int = 0,
    required: bool = True,
    help_text: StrOrPromise = "",
) -> forms.CharField:
    """A text with a limit that says how far over it is."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label,
        max_length=limit,
        required=required,
        widget=widget,
        help_text=help_text,
        error_messages={"max_length": TOO_LONG, "required": EMPTY},
    )


def focused() -> forms.Select:
    """A list to choose from that takes focus when it appears in place."""
    return forms.Select(attrs={"data-focus": ""})


def options(found: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(str(choice.id), choice.label) for choice in found]


def capitals(choices: Iterable[tuple[object, StrOrPromise]]) -> list[tuple[object, str]]:
    return [(value, capfirst(str(label))) for value, label in choices]


class VersionedForm(forms.Form):
    """A form that knows on which version of the row it was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def on_version(self, version: int) -> None:
        """After a conflict: the same input, now on the version that was shown beside it."""
        if isinstance(self.data, QueryDict):
            again = self.data.copy()
            again["version"] = str(version)
            self.data = again
