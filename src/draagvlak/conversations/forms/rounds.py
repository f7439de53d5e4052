"""What guides type about a round of conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from draagvlak.conversations.commands import RoundDraft
from draagvlak.conversations.forms.fields import location_field, minutes_field, phase_field

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from draagvlak.conversations.models import Round

LONGEST_DAYS = 366


def _day(label: _StrPromise) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("This is not a day. Write it as 31-12-2026."),
        },
    )


class RoundForm(forms.Form):
    """A round. Who is heard in it comes beside it (`person_pick`)."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        error_messages={"required": _("Give the round a title.")},
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what this round is for.")},
    )
    starts_on = _day(_("From"))
    ends_on = _day(_("Until"))
    minutes = minutes_field(240, _("In a round a conversation lasts at most 240 minutes."))
    together = forms.IntegerField(
        label=_("People at once"),
        min_value=1,
        max_value=12,
        initial=1,
        error_messages={
            "min_value": _("At least one person takes part."),
            "max_value": _("With more than 12 people not everybody is heard."),
        },
    )
    location = location_field()
    phase = phase_field()

    def clean(self) -> dict[str, object]:
        """The last day does not lie before the first, nor more than a year behind it."""
        found = super().clean() or self.cleaned_data
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first."))
        elif first and last and (last - first).days > LONGEST_DAYS:
            self.add_error("ends_on", _("A round lasts at most a year."))
        return found

    def draft(self) -> RoundDraft:
        """What was typed, once the form is valid."""
        return RoundDraft(**{name: self.cleaned_data[name] for name in self.base_fields})


def round_form(this_round: Round) -> RoundForm:
    """The form with the round as it is stored."""
    return RoundForm(initial={name: getattr(this_round, name) for name in RoundForm.base_fields})
