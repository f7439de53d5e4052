"""What people fill in about a measure, turned into what commands take."""

from __future__ import annotations

import re
import secrets
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from draagvlak.concerns.queries import day_words
from draagvlak.measures.commands import DeliveryDraft, MeasureDraft, Ties
from draagvlak.measures.models import Measure
from draagvlak.measures.queries import cost_of, load_of
from draagvlak.measures.rules import may_stand

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import QueryDict
    from django.utils.functional import Promise

    from draagvlak.concerns.models import Cause
    from draagvlak.measures.models import Delivery
    from draagvlak.measures.queries import CauseRow, ConcernRow
    from draagvlak.programmes.queries import OwnerChoice

MOST_EUROS = 999_999_999
MOST_HOURS = 2_000
MOST_PEOPLE = 1_000_000
FIRST_YEAR, LAST_YEAR = 2000, 2100
_TOO_LONG = gettext_lazy(
    "This is too long: at most %(limit_value)d characters, and now %(show_value)d."
)
_EMPTY = gettext_lazy("Fill this in.")
_UNKNOWN = gettext_lazy("Choose one of the options.")
_NO_DAY = gettext_lazy("Write the day as 31-12-2026.")
_DECORATION = re.compile(r"^(€|eur(o)?)|(€|eur(o)?|,-|,--|uur|uren|hours?|h|u)$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"\d+([.,]\d+)?")


def read_number(text: str, *, dutch: bool = True) -> Decimal | None:
    """A number as people write it: "€ 1.250", "2,5 uur", "1250,00"; None when it is none.

    In Dutch a dot before three digits groups thousands; elsewhere a comma does.
    """
    bare = "".join(text.split()).removeprefix("+")
    bare = _DECORATION.sub("", _DECORATION.sub("", bare))
    sign = -1 if bare[:1] in ("-", "−") else 1
    bare = bare.lstrip("-−")
    if not dutch:
        bare = bare.translate(str.maketrans(".,", ",."))
    if _GROUPED.fullmatch(bare):
        return sign * Decimal(bare.replace(".", "").replace(",", "."))
    if not dutch:
        bare = bare.translate(str.maketrans(".,", ",."))
    if _PLAIN.fullmatch(bare):
        return sign * Decimal(bare.replace(",", "."))
    return None


class AmountField(forms.Field):
    """A number of nought or more, with so many decimals at most, as people write it."""

    def __init__(
        self,
        *,
        label: str | Promise,
        most: int,
        places: int,
        example: str,
        help_text: str | Promise = "",
    ) -> None:
        mode = "decimal" if places else "numeric"
        widget = forms.TextInput(
            attrs={"inputmode": mode, "autocomplete": "off", "maxlength": "30"}
        )
        super().__init__(label=label, required=False, widget=widget, help_text=help_text)
        self.most, self.places, self.example = most, places, example

    def to_python(self, value: str | None) -> Decimal | None:
        text = (value or "").strip()
        if not text:
            return None
        number = read_number(text[:60], dutch=(get_language() or "nl").startswith("nl"))
        if number is None:
            raise ValidationError(
                _("Write a number here, such as %(example)s.") % {"example": self.example}
            )
        if number < 0:
            raise ValidationError(_("Write 0 or more. Less than nothing cannot be."))
        if number > self.most:
            most = number_format(self.most, 0, use_l10n=True, force_grouping=True)
            raise ValidationError(_("This is too much: at most %(most)s.") % {"most": most})
        if number != round(number, self.places):
            raise ValidationError(
                _("Use at most two decimals.") if self.places else _("Use a whole number.")
            )
        return number


def _text(
    label: str | Promise, limit: int, *, rows: int = 0, required: bool = True
) -> forms.CharField:
    """A text with a limit that says how far over it is."""
    return forms.CharField(
        label=label,
        max_length=limit,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={"max_length": _TOO_LONG, "required": _EMPTY},
    )


def _day(label: str | Promise, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _NO_DAY, "required": _EMPTY},
    )


def _possible(day: dt.date | None) -> dt.date | None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Look at the year: this day is far away."))
    return day


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str | Promise]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class MeasureForm(forms.Form):
    """What a measure is, who sees to it, by when, and what it asks."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of measure is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _UNKNOWN, "invalid_choice": _UNKNOWN},
    )
    title = _text(gettext_lazy("What is done"), 160)
    description = _text(gettext_lazy("Explanation"), 4000, rows=4, required=False)
    reasons = _text(gettext_lazy("Why this, or why nothing"), 2000, rows=3, required=False)
    owner = forms.ChoiceField(
        label=gettext_lazy("Who sees to it"),
        required=False,
        error_messages={"invalid_choice": _UNKNOWN},
    )
    due_on = _day(gettext_lazy("Due"), required=False)
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
        _offer(self, "kind", [(each.value, capfirst(str(each.label))) for each in Measure.Kind])
        names = [(str(each.membership_id), f"{each.name} ({each.label})") for each in owners]
        _offer(self, "owner", [("", gettext_lazy("Nobody yet")), *names])

    def clean_due_on(self) -> dt.date | None:
        return _possible(self.cleaned_data["due_on"])

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
    cause = forms.ChoiceField(
        label=gettext_lazy("Which cause does it answer?"),
        required=False,
        error_messages={"invalid_choice": _UNKNOWN},
    )
    concerns = forms.MultipleChoiceField(
        label=gettext_lazy("For which worries and wishes is it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _UNKNOWN},
    )

    def __init__(
        self,
        data: QueryDict | None,
        owners: Sequence[OwnerChoice],
        *,
        causes: Sequence[CauseRow],
        concerns: Sequence[ConcernRow],
        cause: UUID | None,
    ) -> None:
        waiting = [str(row.id) for row in concerns if row.waits]
        super().__init__(
            data,
            owners,
            {"once": secrets.token_hex(16), "cause": str(cause or ""), "concerns": waiting},
        )
        titles = [(str(row.id), row.title) for row in causes]
        _offer(self, "cause", [("", gettext_lazy("Choose later")), *titles])
        _offer(self, "concerns", [(str(row.id), row.title) for row in concerns])

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
            "max_length": _TOO_LONG,
        },
    )


class CauseTieForm(forms.Form):
    """For which concerns of a cause a measure is."""

    concerns = forms.MultipleChoiceField(
        label=gettext_lazy("For which worries and wishes is it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _UNKNOWN},
    )

    def __init__(self, data: QueryDict | None, concerns: Sequence[ConcernRow]) -> None:
        waiting = [str(row.id) for row in concerns if row.waits]
        super().__init__(data, initial={"concerns": waiting})
        _offer(self, "concerns", [(str(row.id), row.title) for row in concerns])

    def chosen(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["concerns"]]


class ConcernTieForm(CauseTieForm):
    """Which concerns more a measure is for: at least one."""

    def __init__(self, data: QueryDict | None, concerns: Sequence[ConcernRow]) -> None:
        super().__init__(data, concerns)
        self.initial["concerns"] = []
        self.fields["concerns"].required = True
        self.fields["concerns"].error_messages["required"] = _("Choose at least one.")


class CausePickForm(forms.Form):
    """Which cause a measure answers."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Which cause does it answer?"),
        error_messages={"required": _UNKNOWN, "invalid_choice": _UNKNOWN},
    )

    def __init__(
        self, data: QueryDict | None, causes: Sequence[CauseRow], chosen: Cause | None = None
    ) -> None:
        super().__init__(data, initial={"cause": str(chosen.pk) if chosen else ""})
        titles = [(str(row.id), row.title) for row in causes]
        _offer(self, "cause", [("", gettext_lazy("Choose a cause")), *titles])


class DeliveryForm(forms.Form):
    """What was delivered, and when."""

    what = _text(gettext_lazy("What was delivered"), 300)
    delivered_on = _day(gettext_lazy("When"), required=True)

    def clean_delivered_on(self) -> dt.date | None:
        day = _possible(self.cleaned_data["delivered_on"])
        if day is not None and day > timezone.localdate():
            raise ValidationError(
                _("This day is still to come. Write it down once it is delivered.")
            )
        return day

    def draft(self) -> DeliveryDraft:
        """What was filled in; only after `is_valid()`."""
        return DeliveryDraft(self.cleaned_data["what"], self.cleaned_data["delivered_on"])


class DeliveryAddForm(DeliveryForm):
    """A new delivery, and whether the measure is delivered with it."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    complete = forms.BooleanField(
        label=gettext_lazy("With this the measure is delivered"), required=False
    )

    def __init__(self, data: QueryDict | None) -> None:
        start = {"once": secrets.token_hex(16), "delivered_on": timezone.localdate()}
        super().__init__(data, initial=start)


class DeliveryEditForm(DeliveryForm):
    """A delivery that exists."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, delivery: Delivery) -> None:
        start = {
            "what": delivery.what,
            "delivered_on": delivery.delivered_on,
            "version": delivery.version,
        }
        super().__init__(data, initial=start)


def on_version(form: forms.Form, version: int) -> None:
    """After a conflict: the same input, now on the version that was shown beside it."""
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data
