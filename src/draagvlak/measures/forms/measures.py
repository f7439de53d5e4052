"""What people fill in about a measure."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.concerns.queries import day_words
from draagvlak.core.examples import LONGEST
from draagvlak.measures.commands import MeasureDraft, Ties
from draagvlak.measures.forms.fields import (
    TOO_LONG,
    UNKNOWN,
    AmountField,
    day_field,
    offer,
    possible_day,
    text_field,
)
from draagvlak.measures.models import Measure
from draagvlak.measures.queries import cost_of, load_of
from draagvlak.measures.rules import may_stand

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from draagvlak.measures.queries import CauseRow, ConcernRow
    from draagvlak.programmes.queries import OwnerChoice

MOST_EUROS = 999_999_999
MOST_HOURS = 2_000
MOST_PEOPLE = 1_000_000


class MeasureForm(forms.Form):
    """What a measure is, who sees to it, by when, and what it asks."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of measure is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    title = text_field(gettext_lazy("What is done"), 160)
    description = text_field(gettext_lazy("Explanation"), 4000, rows=4, required=False)
    reasons = text_field(gettext_lazy("Why this, or why nothing"), 2000, rows=3, required=False)
    owner = forms.ChoiceField(
        label=gettext_lazy("Who sees to it"),
        required=False,
        error_messages={"invalid_choice": UNKNOWN},
    )
    due_on = day_field(gettext_lazy("Due"), required=False)
    cost_euros = AmountField(
        label=gettext_lazy("Cost in euros"), most=MOST_EUROS, places=0, example="1250"
    )
    load_hours = AmountField(
        label=gettext_lazy("Hours per person"), most=MOST_HOURS, places=2, example="2,5"
    )
    load_people = AmountField(
        label=gettext_lazy("For how many people"), most=MOST_PEOPLE, places=0, example="31"
    )

    def __init__(
        self,
        data: QueryDict | None,
        owners: Sequence[OwnerChoice],
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "kind", [(each.value, capfirst(str(each.label))) for each in Measure.Kind])
        names = [(str(each.membership_id), each.label) for each in owners]
        offer(self, "owner", [("", gettext_lazy("Nobody yet")), *names])

    def clean_due_on(self) -> dt.date | None:
        return possible_day(self.cleaned_data["due_on"])

    def clean(self) -> None:
        hours, people = self.cleaned_data.get("load_hours"), self.cleaned_data.get("load_people")
        if hours is not None and people is None and "load_people" not in self.errors:
            self.add_error("load_people", _("Fill in for how many people these hours are."))
        if people is not None and hours is None and "load_hours" not in self.errors:
            self.add_error("load_hours", _("Fill in how many hours it takes each of them."))
        kind, reasons = self.cleaned_data.get("kind", ""), self.cleaned_data.get("reasons", "")
        verdict = may_stand(title="-", kind=kind, reasons=reasons)
        if not verdict and "reasons" not in self.errors:
            self.add_error("reasons", str(verdict.reason))

    def draft(self) -> MeasureDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        whole = {
            name: None if found[name] is None else int(found[name])
            for name in ("cost_euros", "load_people")
        }
        return MeasureDraft(
            kind=found["kind"],
            title=found["title"],
            description=found["description"],
            reasons=found["reasons"],
            owner=UUID(found["owner"]) if found["owner"] else None,
            due_on=found["due_on"],
            cost_euros=whole["cost_euros"],
            load_hours=found["load_hours"],
            load_people=whole["load_people"],
        )

    @property
    def is_past(self) -> bool:
        """Whether the day that was filled in has passed; only after `is_valid()`."""
        due_on: dt.date | None = self.cleaned_data["due_on"]
        return due_on is not None and due_on < timezone.localdate()


class MeasureAddForm(MeasureForm):
    """A new measure, with the cause that it answers and the concerns that it is for."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    example = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST, required=False)
    cause = forms.ChoiceField(
        label=gettext_lazy("Which cause does it answer?"),
        required=False,
        error_messages={"invalid_choice": UNKNOWN},
    )
    concerns = forms.MultipleChoiceField(
        label=gettext_lazy("For which worries and wishes is it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN},
    )

    def __init__(  # noqa: PLR0913 what can be chosen, and what to begin with
        self,
        data: QueryDict | None,
        owners: Sequence[OwnerChoice],
        *,
        causes: Sequence[CauseRow],
        concerns: Sequence[ConcernRow],
        cause: UUID | None,
        begun: Mapping[str, str],
    ) -> None:
        waiting = [str(row.id) for row in concerns if row.waits]
        once = secrets.token_hex(16)
        first: dict[str, object] = {
            "once": once,
            "cause": str(cause or ""),
            "concerns": waiting,
            **begun,
        }
        super().__init__(data, owners, first)
        titles = [(str(row.id), row.title) for row in causes]
        offer(self, "cause", [("", gettext_lazy("Choose later")), *titles])
        offer(self, "concerns", [(str(row.id), row.title) for row in concerns])

    def ties(self) -> Ties:
        """What was chosen; only after `is_valid()`."""
        cause = self.cleaned_data["cause"]
        return Ties(
            causes=(UUID(cause),) if cause else (),
            concerns=tuple(UUID(each) for each in self.cleaned_data["concerns"]),
        )


class MeasureEditForm(MeasureForm):
    """A measure that exists, on the version on which the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def start_of(measure: Measure) -> dict[str, object]:
    """What an edit form shows before anything was sent."""
    return {
        "kind": measure.kind,
        "title": measure.title,
        "description": measure.description,
        "reasons": measure.reasons,
        "owner": str(measure.owner_id or ""),
        "due_on": measure.due_on,
        "cost_euros": measure.cost_euros,
        "load_hours": (
            None
            if measure.load_hours is None
            else number_format(measure.load_hours.normalize() + 0, use_l10n=True)
        ),
        "load_people": measure.load_people,
        "version": measure.version,
    }


def measure_text(measure: Measure, owner: str = "") -> str:
    """Everything that an edit form holds, as text to lay beside another."""
    words = [
        measure.title,
        capfirst(measure.get_kind_display()),
        measure.description,
        measure.reasons,
        owner,
        day_words(measure.due_on) if measure.due_on else "",
        cost_of(measure),
        load_of(measure),
    ]
    return "\n".join(word for word in words if word)


def stored_text(measure: Measure) -> str:
    """The text of a measure as it is stored now."""
    return measure_text(measure, measure.owner.user.name if measure.owner else "")


def draft_text(draft: MeasureDraft, owners: Sequence[OwnerChoice]) -> str:
    """The same for what somebody filled in."""
    names = {each.membership_id: each.name for each in owners}
    mine = Measure(
        kind=draft.kind,
        title=draft.title,
        description=draft.description,
        reasons=draft.reasons,
        due_on=draft.due_on,
        cost_euros=draft.cost_euros,
        load_hours=draft.load_hours,
        load_people=draft.load_people,
    )
    return measure_text(mine, names.get(draft.owner, "") if draft.owner else "")


class DropForm(forms.Form):
    """Why a measure is dropped."""

    because = forms.CharField(
        label=gettext_lazy("Why is it dropped?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Write down why this measure is dropped."),
            "max_length": TOO_LONG,
        },
    )
