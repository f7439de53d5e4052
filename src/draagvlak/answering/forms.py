"""What people fill in about promises and drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.answering.commands import DraftWords
from draagvlak.concerns.rules import REASONS_TOO_SHORT, SHORT_REASONS, TOO_SHORT, says_something
from draagvlak.core.web import once_key
from draagvlak.stakeholders.commands import CommitmentDraft

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

EMPTY = gettext_lazy("Fill this in.")
UNKNOWN = gettext_lazy("Choose one of the options.")
NO_DAY = gettext_lazy("Write the day as 31-12-2026.")
TOO_LONG = gettext_lazy(
    "This is too long: at most %(limit_value)d characters, and now %(show_value)d."
)
LAST_YEAR = 2100


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _to_come(day: dt.date) -> dt.date:
    """A day that is today or later, and not by mistake in another century."""
    if day < timezone.localdate():
        raise ValidationError(_("This day has passed. Choose today or a later day."))
    if day.year > LAST_YEAR:
        raise ValidationError(_("Look at the year: this day is far away."))
    return day


def _text(label: StrOrPromise, limit: int, rows: int, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=limit,
        required=required,
        widget=forms.Textarea({"rows": rows}) if rows else forms.TextInput(),
        error_messages={"required": EMPTY, "max_length": TOO_LONG},
    )


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
        return _to_come(self.cleaned_data["due_on"])

    @property
    def receiver_id(self) -> UUID:
        """The stakeholder that was chosen; only after `is_valid()`."""
        return UUID(self.cleaned_data["receiver"])

    def draft(self) -> CommitmentDraft:
        """What was filled in; only after `is_valid()`."""
        said = self.cleaned_data
        owner = UUID(said["owner"]) if said["owner"] else None
        return CommitmentDraft(said["what"], timezone.localdate(), said["due_on"], owner)


class AskForm(forms.Form):
    """Of whom a draft of the answer is asked, before which day, and what the guide asks."""

    asked = forms.ChoiceField(
        label=gettext_lazy("Who decides about this"),
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    due_on = forms.DateField(
        label=gettext_lazy("Draft before"),
        widget=_day(),
        error_messages={"required": EMPTY, "invalid": NO_DAY},
    )
    question = _text(gettext_lazy("What you ask"), 400, 2, required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(self, sent: QueryDict | None, deciders: Sequence[tuple[str, str]]) -> None:
        super().__init__(sent, initial={"once": once_key()})
        field = self.fields["asked"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose")), *deciders]

    def clean_due_on(self) -> dt.date:
        return _to_come(self.cleaned_data["due_on"])

    @property
    def asked_id(self) -> UUID:
        """The membership that was chosen; only after `is_valid()`."""
        return UUID(self.cleaned_data["asked"])


class DraftForm(forms.Form):
    """A draft of an answer: what is decided, why, and what happens when."""

    text = _text(gettext_lazy("What is decided"), 3000, 4)
    reasons = _text(gettext_lazy("Why"), 3000, 4)
    what_happens = _text(gettext_lazy("What happens, and when"), 600, 2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, sent: QueryDict | None, start: Mapping[str, object]) -> None:
        super().__init__(sent, initial=dict(start))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not says_something(text):
            raise ValidationError(TOO_SHORT)
        return text

    def clean_reasons(self) -> str:
        reasons: str = self.cleaned_data["reasons"]
        if len(reasons.strip()) < SHORT_REASONS:
            raise ValidationError(REASONS_TOO_SHORT)
        return reasons

    def words(self) -> DraftWords:
        """What was filled in; only after `is_valid()`."""
        said = self.cleaned_data
        return DraftWords(said["text"], said["reasons"], said["what_happens"])


class UseForm(DraftForm):
    """The answer that a draft becomes."""

    decided_by = _text(gettext_lazy("Who decided this"), 150, 0)
    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    field_order = ("text", "decided_by", "reasons", "what_happens")


class RefuseForm(forms.Form):
    """Why no draft comes."""

    because = _text(gettext_lazy("Why not"), 600, 3)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
