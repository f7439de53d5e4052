"""Decisions and who takes part in them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.core.fields import once_field
from draagvlak.programmes.forms.fields import day_input, text_area, version_field
from draagvlak.programmes.forms.who import WhoForm
from draagvlak.programmes.models import Decision, Participation
from draagvlak.programmes.queries import (
    access_group,
    group_choices,
)

if TYPE_CHECKING:
    import datetime as dt

    from django.http import QueryDict

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group


class DecisionForm(forms.Form):
    """A question that will be decided."""

    title = forms.CharField(label=_("What is it about?"), max_length=150)
    question = forms.CharField(
        label=_("Which question must be decided?"),
        max_length=600,
        required=False,
        widget=text_area(),
    )
    due_on = forms.DateField(label=_("Decide before"), required=False, widget=day_input())
    version = version_field()
    once = once_field()


class DecideForm(forms.Form):
    """What was decided, and why."""

    outcome = forms.CharField(
        label=_("What was decided?"),
        max_length=1000,
        widget=text_area(),
        error_messages={"required": _("Write down what was decided.")},
    )
    reasons = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=text_area(5),
        help_text=_("Name what people said for and against, and what tipped the balance."),
        error_messages={"required": _("Write down why. A decision without reasons is no answer.")},
    )
    decided_on = forms.DateField(
        label=_("Decided on"), widget=day_input(), initial=timezone.localdate
    )
    version = version_field()

    def clean_decided_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    @classmethod
    def of(cls, decision: Decision) -> DecideForm:
        """The form with what was written before, if the decision was opened again."""
        return cls(
            initial={
                "outcome": decision.outcome,
                "reasons": decision.reasons,
                "version": decision.version,
            }
        )


class ParticipationForm(WhoForm):
    """How a group or a person takes part in a decision."""

    level = forms.ChoiceField(label=_("Role in the decision"), choices=Participation.Level.choices)
    group = forms.ChoiceField(label=_("Group"), required=False)
    field_order = ("level", "group", "who", "person")

    def __init__(self, actor: Actor, data: QueryDict | None = None) -> None:
        super().__init__(actor, data)
        self.fields["who"].label = _("Or one person")
        self.fields["group"].choices = [("", _("no group")), *group_choices(actor)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        group, who = self.cleaned_data.get("group"), self.cleaned_data.get("who")
        if not group and not who and not self.errors:
            self.add_error("group", _("Choose a group, or type the name of one person."))
        elif group and who:
            self.add_error("who", _("Choose a group or one person, not both at once."))

    def group_row(self) -> Group | None:
        """The chosen group."""
        key: str = self.cleaned_data["group"]
        return access_group(self._actor, UUID(key)) if key else None
