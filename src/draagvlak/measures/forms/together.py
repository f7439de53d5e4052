"""What becomes of several measures at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.measures.forms.fields import UNKNOWN, day_field, offer, possible_day, text_field
from draagvlak.measures.states import State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import QueryDict

    from draagvlak.programmes.queries import OwnerChoice

NOBODY = "none"


class TogetherForm(forms.Form):
    """What changes for every measure that is chosen; what stays empty, stays as it is."""

    owner = forms.ChoiceField(
        label=gettext_lazy("Who sees to it"),
        required=False,
        error_messages={"invalid_choice": UNKNOWN},
    )
    due_on = day_field(gettext_lazy("Due"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, error_messages={"invalid_choice": UNKNOWN}
    )
    because = text_field(gettext_lazy("Why they are dropped"), 2000, rows=3, required=False)

    def __init__(self, data: QueryDict | None, owners: Sequence[OwnerChoice]) -> None:
        super().__init__(data)
        keep = ("", gettext_lazy("Leave as it is"))
        names = [(str(each.membership_id), each.label) for each in owners]
        offer(self, "owner", [keep, (NOBODY, gettext_lazy("Nobody yet")), *names])
        states = [(each.value, capfirst(str(each.label))) for each in State]
        offer(self, "state", [keep, *states])

    def clean_due_on(self) -> dt.date | None:
        return possible_day(self.cleaned_data["due_on"])

    def clean(self) -> None:
        found = self.cleaned_data
        if found.get("state") == State.DROPPED and not found.get("because", "").strip():
            self.add_error("because", _("Write down why these measures are dropped."))

    def owner_key(self) -> UUID | None:
        """The key of who was chosen to see to it."""
        value = self.cleaned_data["owner"]
        return UUID(value) if value and value != NOBODY else None

    @property
    def no_owner(self) -> bool:
        return bool(self.cleaned_data["owner"] == NOBODY)

    def target(self) -> State | None:
        value = self.cleaned_data["state"]
        return State(value) if value else None
