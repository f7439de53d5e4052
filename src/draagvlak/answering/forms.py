"""What people fill in about promises."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.web import once_key
from draagvlak.stakeholders.commands import CommitmentDraft

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import QueryDict

EMPTY = gettext_lazy("Fill this in.")
UNKNOWN = gettext_lazy("Choose one of the options.")
NO_DAY = gettext_lazy("Write the day as 31-12-2026.")
TOO_LONG = gettext_lazy(
    "This is too long: at most %(limit_value)d characters, and now %(show_value)d."
)
LAST_YEAR = 2100


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ShareForm(forms.Form):
    """The first words of a public page."""

    intro = forms.CharField(
        label=gettext_lazy("First words"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )
    group = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PromiseForm(forms.Form):
    """What is promised, to whom, by whom, and before which day."""

    what = forms.CharField(
        label=gettext_lazy("We promise that"),
        max_length=300,
        error_messages={"required": EMPTY, "max_length": TOO_LONG},
    )
    receiver = forms.ChoiceField(
        label=gettext_lazy("To whom"),
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Who sees to it"),
        required=False,
        error_messages={"invalid_choice": UNKNOWN},
    )
    due_on = forms.DateField(
        label=gettext_lazy("Kept before"),
        widget=_day(),
        error_messages={"required": EMPTY, "invalid": NO_DAY},
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(
        self,
        sent: QueryDict | None,
        receivers: Sequence[tuple[str, str]],
        owners: Sequence[tuple[str, str]],
        likely: str,
    ) -> None:
        super().__init__(sent, initial={"receiver": likely, "once": once_key()})
        for name, choices in (
            ("receiver", [("", _("Choose")), *receivers]),
            ("owner", [("", _("Nobody yet")), *owners]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        if day.year > LAST_YEAR:
            raise ValidationError(_("Look at the year: this day is far away."))
        return day

    @property
    def receiver_id(self) -> UUID:
        """The stakeholder that was chosen; only after `is_valid()`."""
        return UUID(self.cleaned_data["receiver"])

    def draft(self) -> CommitmentDraft:
        """What was filled in; only after `is_valid()`."""
        said = self.cleaned_data
        owner = UUID(said["owner"]) if said["owner"] else None
        return CommitmentDraft(said["what"], timezone.localdate(), said["due_on"], owner)
