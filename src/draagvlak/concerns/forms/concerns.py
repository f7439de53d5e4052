"""What is written about a concern: its words, owner, weight, promise and origin."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.forms.shared import (
    UNKNOWN,
    VersionedForm,
    capitals,
    focused,
    options,
    text_field,
)
from draagvlak.concerns.models import Concern

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from draagvlak.concerns.queries import Choice


@dataclass(frozen=True)
class ConcernWords:
    """What a concern says."""

    kind: str
    title: str
    description: str
    severity: int
    groups: tuple[UUID, ...]

    def as_text(self) -> str:
        return f"{self.title}\n\n{self.description}".strip()


class ConcernForm(forms.Form):
    """A new worry or wish."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), widget=forms.RadioSelect, error_messages={"required": UNKNOWN}
    )
    title = text_field(
        _("Worry or wish"),
        160,
        help_text=_("One sentence in your own words, without names or literal remarks."),
    )
    description = text_field(_("Description"), 4000, rows=5, required=False)
    severity = forms.ChoiceField(label=_("Severity"), widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(
        label=_("Who is affected"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        data: QueryDict | None,
        groups: Sequence[Choice],
        initial: Mapping[str, object] | None = None,
    ) -> None:
        start = {"once": secrets.token_hex(16), "kind": "worry", "severity": 2}
        super().__init__(data, initial={**start, **(initial or {})})
        self._choices("kind", capitals(Concern.Kind.choices))
        self._choices("severity", capitals(Concern.Severity.choices))
        self._choices("groups", options(groups))

    def _choices(
        self, name: str, choices: list[tuple[object, str]] | list[tuple[str, str]]
    ) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def words(self) -> ConcernWords:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return ConcernWords(
            kind=found["kind"],
            title=found["title"],
            description=found["description"],
            severity=int(found["severity"]),
            groups=tuple(UUID(each) for each in found["groups"]),
        )


class QuickForm(forms.Form):
    """A new concern from the list: only its title and kind."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    title = text_field(_("New worry or wish"), 160)
    kind = forms.ChoiceField(label=_("Kind"))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"once": secrets.token_hex(16)}, auto_id="quick_%s")
        self.fields["title"].widget.attrs["autocomplete"] = "off"
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = capitals(Concern.Kind.choices)


class ConcernEditForm(ConcernForm, VersionedForm):
    """The words of a concern that exists."""


class OwnerForm(VersionedForm):
    """Who sees to the answer."""

    owner = forms.ChoiceField(label=_("Owner"), required=False, widget=focused())

    def __init__(
        self, data: QueryDict | None, owners: Sequence[Choice], initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        owner = self.fields["owner"]
        if isinstance(owner, forms.ChoiceField):
            owner.choices = [("", _("Nobody yet")), *options(owners)]

    def chosen(self) -> UUID | None:
        chosen = self.cleaned_data["owner"]
        return UUID(chosen) if chosen else None


class SeverityForm(VersionedForm):
    """How heavily a concern weighs."""

    severity = forms.TypedChoiceField(label=_("Severity"), coerce=int, widget=focused())

    def __init__(self, data: QueryDict | None, initial: Mapping[str, object]) -> None:
        super().__init__(data, initial=dict(initial))
        severity = self.fields["severity"]
        if isinstance(severity, forms.ChoiceField):
            severity.choices = capitals(Concern.Severity.choices)

    def chosen(self) -> int:
        return int(self.cleaned_data["severity"])


class DueForm(VersionedForm):
    """On which day the answer was promised."""

    due_on = forms.DateField(
        label=_("Answer promised on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "data-focus": ""}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 31-12-2026.")},
    )

    def chosen(self) -> dt.date | None:
        found: dt.date | None = self.cleaned_data["due_on"]
        return found


class OriginForm(VersionedForm):
    """Why? Five times at most."""

    step_1 = text_field(_("Why is that so?"), 400, required=False)
    step_2 = text_field(_("And why is that?"), 400, required=False)
    step_3 = text_field(_("And why is that?"), 400, required=False)
    step_4 = text_field(_("And why is that?"), 400, required=False)
    step_5 = text_field(_("And why is that, in the end?"), 400, required=False)

    def steps(self) -> list[str]:
        """The steps that were filled in, in order."""
        found = [self.cleaned_data[f"step_{place}"] for place in range(1, 6)]
        return [step for step in found if step]
