"""What guides type about coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from draagvlak.conversations.states import Axis, Layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.http import QueryDict


def axis_of(sent: QueryDict) -> Axis:
    """The axis that an address asks for; groups when it says nothing that is known."""
    wanted = sent.get("axis", "")
    return Axis(wanted) if wanted in Axis.values else Axis.GROUP


class ChoiceDayForm(forms.Form):
    """When the solution was chosen; empty: not yet."""

    chosen_on = forms.DateField(
        label=_("The solution was chosen on"),
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a day. Write it as 31-12-2026.")},
    )


class LayersForm(forms.Form):
    """One choice per group."""

    def __init__(
        self,
        groups: Sequence[tuple[UUID, str, str]],
        sent: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(sent)
        self.groups = groups
        choices = [("", _("Not said yet")), *((one.value, capfirst(one.label)) for one in Layer)]
        for key, name, layer in groups:
            self.fields[str(key)] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=layer
            )

    def layers(self) -> dict[UUID, str]:
        """The layer per group, once the form is valid."""
        return {key: self.cleaned_data[str(key)] for key, _name, _layer in self.groups}
