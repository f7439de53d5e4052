"""Fields that several forms have."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise as StrPromise

TOO_LONG = gettext_lazy(
    "This is too long: at most %(limit_value)d characters, and now %(show_value)d."
)
EMPTY = gettext_lazy("Fill this in.")
UNKNOWN = gettext_lazy("Choose one of the options.")
NO_NUMBER = gettext_lazy("Write a number, for example 15 or 7,5.")
NO_WHOLE = gettext_lazy("Write a whole number, for example 15.")
TOO_MUCH = gettext_lazy("This is a very large number. Is it right?")


def text_field(
    label: str | StrPromise,
    limit: int,
    *,
    rows: int = 0,
    required: bool = False,
    hint: str | StrPromise = "",
) -> forms.CharField:
    """A text with a limit that says how far over it is."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=limit,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={"max_length": TOO_LONG, "required": EMPTY},
    )


def choice_field(
    label: str | StrPromise,
    *,
    required: bool = True,
    radio: bool = False,
    hint: str | StrPromise = "",
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )


def minutes_field(label: str | StrPromise, hint: str | StrPromise = "") -> forms.DecimalField:
    """Minutes a week, with one decimal at most."""
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(99_999),
        max_digits=7,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": NO_NUMBER,
            "min_value": NO_NUMBER,
            "max_value": TOO_MUCH,
            "max_digits": TOO_MUCH,
            "max_whole_digits": TOO_MUCH,
            "max_decimal_places": gettext_lazy("One digit behind the comma is enough."),
        },
    )


def whole_field(
    label: str | StrPromise, most: int, *, required: bool = False, hint: str | StrPromise = ""
) -> forms.IntegerField:
    """A whole number, not below nought."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=required,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": NO_WHOLE,
            "min_value": NO_WHOLE,
            "max_value": TOO_MUCH,
            "required": EMPTY,
        },
    )


def version_field() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str | StrPromise]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def on_version(form: forms.Form, version: int) -> None:
    """After a conflict: the same input, now on the version that was shown beside it."""
    if isinstance(form.data, QueryDict):
        sent = form.data.copy()
        sent["version"] = str(version)
        form.data = sent
