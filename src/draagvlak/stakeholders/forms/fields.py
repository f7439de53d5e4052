"""Fields that several forms have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise as StrPromise

FIRST_YEAR, LAST_YEAR = 2000, 2100
TOO_LONG = gettext_lazy(
    "This is too long: at most %(limit_value)d characters, and now %(show_value)d."
)
EMPTY = gettext_lazy("Fill this in.")
UNKNOWN = gettext_lazy("Choose one of the options.")
_NO_DAY = gettext_lazy("Write the day as 31-12-2026.")


def text_field(
    label: str | StrPromise, limit: int, *, rows: int = 0, required: bool = True
) -> forms.CharField:
    """A text with a limit that says how far over it is."""
    return forms.CharField(
        label=label,
        max_length=limit,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={"max_length": TOO_LONG, "required": EMPTY},
    )


def day_field(label: str | StrPromise, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _NO_DAY, "required": EMPTY},
    )


def choice_field(
    label: str | StrPromise, *, required: bool = True, radio: bool = False
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=required,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )


def version_field() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str | StrPromise]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def possible_day(day: dt.date | None) -> dt.date | None:
    """A day that can be meant."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Look at the year: this day is far away."))
    return day


def past_day(day: dt.date | None) -> dt.date | None:
    """A day that has been."""
    if day is not None and day > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
    return possible_day(day)


def on_version(form: forms.Form, name: str, version: int) -> None:
    """After a conflict: the same input, now on the version that was shown beside it."""
    if isinstance(form.data, QueryDict):
        sent = form.data.copy()
        sent[name] = str(version)
        form.data = sent
