"""Causes, and the answer that rests on them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.forms.shared import (
    EMPTY,
    UNKNOWN,
    VersionedForm,
    capitals,
    options,
    text_field,
)
from draagvlak.concerns.models import Cause
from draagvlak.concerns.rules import REASONS_TOO_SHORT, SHORT_REASONS, TOO_SHORT, says_something
from draagvlak.core.examples import LONGEST

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from draagvlak.concerns.queries import Choice


@dataclass(frozen=True)
class CauseWords:
    """What a cause says."""

    title: str
    about: str
    where: str
    description: str

    def as_text(self) -> str:
        return f"{self.title}\n\n{self.description}".strip()


class CauseForm(forms.Form):
    """A new cause, on its two axes."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    example = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST, required=False)
    title = text_field(_("Cause"), 160, help_text=_("In one sentence: why is it so?"))
    about = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": UNKNOWN},
    )
    where = forms.ChoiceField(
        label=_("Where does it sit?"),
        widget=forms.RadioSelect,
        error_messages={"required": UNKNOWN},
        help_text=_(
            "Do people not want to, do they have to do otherwise, or can they not do it yet?"
        ),
    )
    description = text_field(_("Explanation"), 2000, rows=3, required=False)

    def __init__(self, data: QueryDict | None, initial: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial={"once": secrets.token_hex(16), **(initial or {})})
        for name, choices in (("about", Cause.About.choices), ("where", Cause.Where.choices)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = capitals(choices)

    def words(self) -> CauseWords:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return CauseWords(found["title"], found["about"], found["where"], found["description"])


class CauseEditForm(CauseForm, VersionedForm):
    """A cause that exists."""


class CauseChoiceForm(forms.Form):
    """A cause that was written down before."""

    cause = forms.ChoiceField(
        label=_("Cause"), error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN}
    )

    def __init__(self, data: QueryDict | None, causes: Sequence[Choice]) -> None:
        super().__init__(data, auto_id="choice_%s")
        cause = self.fields["cause"]
        if isinstance(cause, forms.ChoiceField):
            cause.choices = [("", _("Choose a cause")), *options(causes)]

    def chosen(self) -> UUID:
        return UUID(self.cleaned_data["cause"])


@dataclass(frozen=True)
class AnswerWords:
    """What is decided, by whom, why, and what happens when."""

    text: str
    decided_by: str
    reasons: str
    what_happens: str


class AnswerForm(forms.Form):
    """An answer to those who raised a concern."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    text = text_field(_("What is decided"), 3000, rows=4)
    decided_by = text_field(_("Who decided this"), 150)
    reasons = text_field(
        _("Why"), 3000, rows=4, help_text=_("Also when the answer is no: say what weighed most.")
    )
    what_happens = text_field(_("What happens, and when"), 600, rows=2, required=False)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not says_something(text):
            raise forms.ValidationError(TOO_SHORT)
        return text

    def clean_reasons(self) -> str:
        reasons: str = self.cleaned_data["reasons"]
        if len(reasons.strip()) < SHORT_REASONS:
            raise forms.ValidationError(REASONS_TOO_SHORT)
        return reasons

    def __init__(self, data: QueryDict | None, decided_by: str = "") -> None:
        super().__init__(data, initial={"once": secrets.token_hex(16), "decided_by": decided_by})

    def words(self) -> AnswerWords:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return AnswerWords(
            found["text"], found["decided_by"], found["reasons"], found["what_happens"]
        )


class CorrectionForm(AnswerForm, VersionedForm):
    """The words of an answer, mended. `version` is how often that was done before."""

    def __init__(self, data: QueryDict | None, start: Mapping[str, object]) -> None:
        super().__init__(data)
        self.initial.update(start)


class ToldForm(forms.Form):
    """On which day an answer was told."""

    told_on = forms.DateField(
        label=_("Told on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 31-12-2026."), "required": EMPTY},
    )

    def day(self) -> dt.date:
        found: dt.date = self.cleaned_data["told_on"]
        return found
