"""What is written down of a lesson, and who agreed to it."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.models import Cause
from draagvlak.lessons.commands.keeping import GivenConsent
from draagvlak.lessons.queries.drafting import LessonDraft
from draagvlak.lessons.queries.shipped import NAMES, label_of
from draagvlak.measures.models import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from draagvlak.core.actor import WorkspaceRef

TOO_LONG = _("This is too long: at most %(limit_value)d characters, and now %(show_value)d.")
EMPTY = _("Fill this in.")
UNKNOWN = _("Choose one of the options.")
NO_DAY = _("Write the day as 31-12-2026.")


def _text(
    label: StrOrPromise,
    limit: int,
    *,
    rows: int = 0,
    required: bool = True,
    help_text: StrOrPromise = "",
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=limit,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={"max_length": TOO_LONG, "required": EMPTY},
    )


def _choice(label: StrOrPromise) -> forms.ChoiceField:
    wrong = {"required": UNKNOWN, "invalid_choice": UNKNOWN}
    return forms.ChoiceField(label=label, error_messages=wrong)


def _capitals(choices: Iterable[tuple[str, StrOrPromise]]) -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in choices]


class LessonForm(forms.Form):
    """The words of a lesson, which the guide makes fit for elsewhere."""

    system = _choice(_("About which system"))
    title = _text(_("What was heard"), 160, help_text=_("In other words than people used."))
    cause = _text(_("Why it was so"), 160)
    about = _choice(_("What it is about"))
    where = _choice(_("Where it sits"))
    measure = _text(_("What was done"), 160)
    measure_kind = _choice(_("What kind of measure it was"))
    helped = _text(
        _("What helped"),
        1000,
        rows=5,
        help_text=_("What it did, and when it helps. No names, no places, no days."),
    )
    effect = _text(
        _("What came of it"),
        300,
        rows=2,
        required=False,
        help_text=_("Numbers only of five people or more."),
    )

    def __init__(self, data: QueryDict | None, begun: LessonDraft) -> None:
        super().__init__(data, initial=asdict(begun))
        self._begun = begun
        options = {
            "system": [(system, label_of(system)) for system in NAMES],
            "about": _capitals(Cause.About.choices),
            "where": _capitals(Cause.Where.choices),
            "measure_kind": _capitals(Measure.Kind.choices),
        }
        for name, choices in options.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def draft(self) -> LessonDraft:
        """What was filled in; only after `is_valid()`. Kind and year are not changed."""
        words = {name: self.cleaned_data[name].strip() for name in self.fields}
        return LessonDraft(kind=self._begun.kind, year=self._begun.year, **words)


class ConsentForm(forms.Form):
    """Who says that a lesson may go along: the client is asked, or said so already."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    looked = forms.BooleanField(
        label=_("I looked: nobody can be recognised in these words."),
        error_messages={"required": _("Look at the words once more, and say so.")},
    )
    places = forms.MultipleChoiceField(
        label=_("Take it along to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN},
    )
    how = forms.ChoiceField(
        label=_("Who agrees"),
        widget=forms.RadioSelect,
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
        choices=[
            ("ask", _("Ask the client or the project lead here")),
            ("said", _("Somebody said yes already; I write down who")),
        ],
    )
    name = _text(_("Who said yes"), 150, required=False)
    on = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DAY},
    )

    def __init__(self, data: QueryDict | None, places: Sequence[WorkspaceRef]) -> None:
        every = [str(place.id) for place in places]
        first = {"once": secrets.token_hex(16), "places": every, "how": "ask"}
        super().__init__(data, initial={**first, "on": timezone.localdate()})
        field = self.fields["places"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(place.id), place.name) for place in places]

    def clean(self) -> None:
        if self.cleaned_data.get("how") == "said":
            for name in ("name", "on"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, EMPTY)

    def goes_to(self) -> tuple[UUID, ...]:
        """The workspaces that were chosen; only after `is_valid()`."""
        return tuple(UUID(each) for each in self.cleaned_data["places"])

    def consent(self) -> GivenConsent | None:
        """What somebody said already; None when the client is to be asked."""
        if self.cleaned_data["how"] == "ask":
            return None
        return GivenConsent(self.cleaned_data["name"], self.cleaned_data["on"])


class NoteForm(forms.Form):
    """That somebody said yes to a lesson that waits."""

    name = _text(_("Who said yes"), 150)
    on = forms.DateField(
        label=_("On which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DAY, "required": EMPTY},
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})

    def consent(self) -> GivenConsent:
        return GivenConsent(self.cleaned_data["name"], self.cleaned_data["on"])


class DecideForm(forms.Form):
    """Yes or no to the words as they were read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    because = _text(_("Why"), 400, rows=2, required=False)


class BringForm(forms.Form):
    """Lessons of one's own, from other workspaces, to bring here."""

    lessons = forms.MultipleChoiceField(
        label=_("Which lessons do you bring?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one lesson."), "invalid_choice": UNKNOWN},
    )

    def __init__(self, data: QueryDict | None, choices: Sequence[tuple[UUID, str]]) -> None:
        super().__init__(data, initial={"lessons": [str(key) for key, _title in choices]})
        field = self.fields["lessons"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(key), title) for key, title in choices]

    def keys(self) -> tuple[UUID, ...]:
        return tuple(UUID(each) for each in self.cleaned_data["lessons"])
