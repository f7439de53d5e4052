"""Fields that read what people write, with errors that say what to do."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

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
_DECORATION = re.compile(r"^(€|eur(o)?)|(€|eur(o)?|,-|,--|uur|uren|hours?|h|u)$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"\d+([.,]\d+)?")


def read_number(text: str, *, dutch: bool = True) -> Decimal | None:
    """A number as people write it: "€ 1.250", "2,5 uur", "1250,00"; None when it is none.

    In Dutch a dot before three digits groups thousands; elsewhere a comma does.
    """
    bare = "".join(text.split()).removeprefix("+")
    bare = _DECORATION.sub("", _DECORATION.sub("", bare))
    sign = -1 if bare[:1] in ("-", "−") else 1
    bare = bare.lstrip("-−")
    if not dutch:
        bare = bare.translate(str.maketrans(".,", ",."))
    if _GROUPED.fullmatch(bare):
        return sign * Decimal(bare.replace(".", "").replace(",", "."))
    if not dutch:
        bare = bare.translate(str.maketrans(".,", ",."))
    if _PLAIN.fullmatch(bare):
        return sign * Decimal(bare.replace(",", "."))
    return None


class AmountField(forms.Field):
    """A number of nought or more, with so many decimals at most, as people write it."""

    def __init__(
        self,
        *,
        label: str | StrPromise,
        most: int,
        places: int,
        example: str,
        help_text: str | StrPromise = "",
    ) -> None:
        mode = "decimal" if places else "numeric"
        widget = forms.TextInput(
            attrs={"inputmode": mode, "autocomplete": "off", "maxlength": "30"}
        )
        super().__init__(label=label, required=False, widget=widget, help_text=help_text)
        self.most, self.places, self.example = most, places, example

    def to_python(self, value: str | None) -> Decimal | None:
        text = (value or "").strip()
        if not text:
            return None
        number = read_number(text[:60], dutch=(get_language() or "nl").startswith("nl"))
        if number is None:
            raise ValidationError(
                _("Write a number here, such as %(example)s.") % {"example": self.example}
            )
        if number < 0:
            raise ValidationError(_("Write 0 or more. Less than nothing cannot be."))
        if number > self.most:
            most = number_format(self.most, 0, use_l10n=True, force_grouping=True)
            raise ValidationError(_("This is too much: at most %(most)s.") % {"most": most})
        if number != round(number, self.places):
            raise ValidationError(
                _("Use at most two decimals.") if self.places else _("Use a whole number.")
            )
        return number


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


def day_field(label: str | StrPromise, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _NO_DAY, "required": EMPTY},
    )


def possible_day(day: dt.date | None) -> dt.date | None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Look at the year: this day is far away."))
    return day


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str | StrPromise]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def on_version(form: forms.Form, version: int) -> None:
    """After a conflict: the same input, now on the version that was shown beside it."""
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
        data["version"] = str(version)
        form.data = data
