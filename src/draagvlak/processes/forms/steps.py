"""What people fill in about a step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.lib.numerals import whole_number
from draagvlak.processes.commands import StepDraft
from draagvlak.processes.forms.fields import (
    choice_field,
    number_field,
    offer,
    text_field,
    version_field,
)
from draagvlak.processes.models import Step
from draagvlak.processes.queries import waits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict


class StepForm(forms.Form):
    """One row of the table of steps."""

    name = text_field(gettext_lazy("What happens?"), 200, required=True)
    role = text_field(gettext_lazy("Who does it?"), 200)
    system = text_field(gettext_lazy("With which system or means?"), 120)
    why = text_field(gettext_lazy("Why?"), 600, rows=2)
    whom = text_field(gettext_lazy("For whom?"), 200)
    minutes = number_field(gettext_lazy("Minutes each time"))
    often = number_field(gettext_lazy("Times a week"))
    fate = choice_field(gettext_lazy("What happens to this step?"), required=False)
    waits_for = text_field(gettext_lazy("Waits for"), 100)
    place = forms.IntegerField(
        label=gettext_lazy("Place in the table"),
        required=False,
        min_value=1,
        max_value=1000,
        error_messages={
            "invalid": gettext_lazy("Write the number of the row."),
            "min_value": gettext_lazy("Write the number of the row."),
            "max_value": gettext_lazy("Write the number of the row."),
        },
    )
    version = version_field()
    once = once_field()

    def __init__(
        self, sent: QueryDict | None, steps: Sequence[Step], step: Step | None = None
    ) -> None:
        self._keys = [each.key for each in steps]
        start: dict[str, object] = {}
        if step is not None:
            names = ("name", "role", "system", "why", "whom", "minutes", "often", "fate", "version")
            start = {name: getattr(step, name) for name in names}
            start["waits_for"] = self._said(waits_of(step))
            start["place"] = self._keys.index(step.key) + 1 if step.key in self._keys else None
        super().__init__(sent, initial=start)
        fates = [(each.value, capfirst(str(each.label))) for each in Step.Fate]
        offer(self, "fate", [("", gettext_lazy("Not known yet")), *fates])
        if step is not None and step.situation.source_id is not None:
            for name in ("name", "role", "waits_for", "place"):
                del self.fields[name]

    def _said(self, waits: tuple[str, ...] | None) -> str:
        """Keys → numbers of rows; nothing to wait for is 0."""
        if waits is None:
            return ""
        numbers = [str(self._keys.index(key) + 1) for key in waits if key in self._keys]
        return ", ".join(numbers) or "0"

    def clean_waits_for(self) -> tuple[str, ...] | None:
        """Numbers of rows → keys."""
        said: str = self.cleaned_data["waits_for"].strip()
        if not said:
            return None
        found: dict[str, None] = {}
        for each in re.split(r"[\s,;]+", said.strip(" ,;")):
            number = whole_number(each)
            if number is None or number > len(self._keys):
                raise ValidationError(
                    _("There is no row “%(number)s”. Write numbers of rows, such as 2, 3.")
                    % {"number": each[:40]}
                )
            if number:
                found[self._keys[number - 1]] = None
        return tuple(found)

    def draft(self) -> StepDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return StepDraft(
            name=found.get("name", ""),
            role=found.get("role", ""),
            system=found["system"],
            why=found["why"],
            whom=found["whom"],
            minutes=found["minutes"],
            often=found["often"],
            fate=found["fate"],
            waits_for=found.get("waits_for"),
            place=found.get("place"),
        )
