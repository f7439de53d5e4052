"""A group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.lib.fold import squeeze
from draagvlak.organisations import rules

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group

from draagvlak.organisations.forms.parts import SeenForm, hold, name_field


class GroupForm(SeenForm):
    """A group: its name and who belongs to it, in words."""

    name = name_field(gettext_lazy("Name of the group"), 120)
    description = forms.CharField(
        label=gettext_lazy("Who belongs to it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    was_name = forms.CharField(required=False, widget=forms.HiddenInput)
    was_description = forms.CharField(required=False, widget=forms.HiddenInput)
    once = once_field()

    def __init__(self, actor: Actor, sent: object = None, group: Group | None = None) -> None:
        name, about = (group.name, group.description) if group else ("", "")
        initial = {
            "name": name,
            "description": about,
            "was_name": name,
            "was_description": about,
        }
        super().__init__(sent, initial=initial)  # type: ignore[arg-type]
        self.actor = actor
        self.group = group

    def clean_name(self) -> str:
        name = squeeze(str(self.cleaned_data["name"]))
        hold(rules.may_name_group(self.actor, name, besides=self.group))
        return name

    def clean_description(self) -> str:
        return squeeze(str(self.cleaned_data["description"]))
