"""What becomes of several concerns at once, and which of two goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.forms.shared import UNKNOWN, capitals, options
from draagvlak.concerns.models import Concern

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from draagvlak.concerns.queries import Choice

KEEP = _("Leave as it is")
NOBODY = "none"


class TogetherForm(forms.Form):
    """What changes for every concern that is chosen; what stays empty, stays as it is."""

    owner = forms.ChoiceField(
        label=_("Owner"), required=False, error_messages={"invalid_choice": UNKNOWN}
    )
    due_on = forms.DateField(
        label=_("Answer promised on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 31-12-2026.")},
    )
    severity = forms.ChoiceField(
        label=_("Severity"), required=False, error_messages={"invalid_choice": UNKNOWN}
    )
    group = forms.ChoiceField(
        label=_("Add a group"), required=False, error_messages={"invalid_choice": UNKNOWN}
    )
    cause = forms.ChoiceField(
        label=_("Add a cause"), required=False, error_messages={"invalid_choice": UNKNOWN}
    )

    def __init__(self, data: QueryDict | None, choices: Mapping[str, Sequence[Choice]]) -> None:
        super().__init__(data)
        offered: dict[str, list[tuple[object, str]]] = {
            "owner": [(NOBODY, str(_("Nobody yet"))), *options(choices["owner"])],
            "severity": capitals(Concern.Severity.choices),
            "group": [*options(choices["group"])],
            "cause": [*options(choices["cause"])],
        }
        for name, found in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", KEEP), *found]

    def key(self, name: str) -> UUID | None:
        """The key that was chosen in one of the lists."""
        value = self.cleaned_data[name]
        return UUID(value) if value and value != NOBODY else None

    @property
    def no_owner(self) -> bool:
        return bool(self.cleaned_data["owner"] == NOBODY)

    def day(self) -> dt.date | None:
        found: dt.date | None = self.cleaned_data["due_on"]
        return found

    def weight(self) -> int | None:
        value = self.cleaned_data["severity"]
        return int(value) if value else None
