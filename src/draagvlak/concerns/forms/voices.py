"""What is written about voices."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.forms.shared import (
    EMPTY,
    UNKNOWN,
    options,
    text_field,
)
from draagvlak.concerns.models import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from draagvlak.concerns.queries import Choice


class SolvedForm(forms.Form):
    """What one voice says of the answer."""

    solved = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=Voice.Solved.choices,
        error_messages={"required": UNKNOWN},
    )
    reason = text_field(_("Why, in short"), 400, required=False)


class SplitForm(forms.Form):
    """Which voices go on with a concern of their own."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    title = text_field(_("Title of the new concern"), 160)
    voices = forms.MultipleChoiceField(
        label=_("Voices that go to the new concern"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one voice.")},
    )

    def __init__(self, data: QueryDict | None, voices: Sequence[Choice]) -> None:
        super().__init__(data, initial={"once": secrets.token_hex(16)})
        field = self.fields["voices"]
        if isinstance(field, forms.ChoiceField):
            field.choices = options(voices)

    def chosen(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["voices"]]


class VoiceForm(forms.Form):
    """One more voice: who, from which group, on which day."""

    voice_id = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.ChoiceField(
        label=_("Who"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose somebody from the list.")},
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    raised_on = forms.DateField(
        label=_("Named on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 31-12-2026."), "required": EMPTY},
    )

    def __init__(
        self, data: QueryDict | None, people: Sequence[Choice], groups: Sequence[Choice]
    ) -> None:
        super().__init__(data, initial={"voice_id": uuid4(), "person": "", "group": ""})
        person, group = self.fields["person"], self.fields["group"]
        if isinstance(person, forms.ChoiceField):
            person.choices = [("", _("Not noted who")), *options(people)]
        if isinstance(group, forms.ChoiceField):
            group.choices = [("", _("Not noted which group")), *options(groups)]

    def person_id(self) -> UUID | None:
        return UUID(self.cleaned_data["person"]) if self.cleaned_data["person"] else None

    def group_id(self) -> UUID | None:
        return UUID(self.cleaned_data["group"]) if self.cleaned_data["group"] else None
