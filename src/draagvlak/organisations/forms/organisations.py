"""An organisation and its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.lib.fold import squeeze
from draagvlak.organisations import queries, rules

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Organisation, Unit

from draagvlak.organisations.forms.parts import Choice, SeenForm, hold, name_field


class OrganisationForm(SeenForm):
    """The name of an organisation. Empty `was`: a new one."""

    name = name_field(gettext_lazy("Name of the organisation"))
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    once = once_field()

    def __init__(
        self,
        actor: Actor,
        sent: object = None,
        organisation: Organisation | None = None,
    ) -> None:
        name = organisation.name if organisation else ""
        super().__init__(sent, initial={"name": name, "was": name})  # type: ignore[arg-type]
        self.actor = actor
        self.organisation = organisation

    def clean_name(self) -> str:
        name = squeeze(str(self.cleaned_data["name"]))
        hold(rules.may_name_organisation(self.actor, name, besides=self.organisation))
        return name


@dataclass(frozen=True)
class UnitWanted:
    """Name and place of a unit."""

    name: str
    parent: Unit | None


class UnitForm(SeenForm):
    """A unit: its name and the unit above it."""

    name = name_field(gettext_lazy("Name of the unit"))
    parent = forms.ChoiceField(label=gettext_lazy("Under"), required=False)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    once = once_field()

    def __init__(
        self,
        actor: Actor,
        organisation: Organisation,
        sent: object = None,
        unit: Unit | None = None,
        parent: UUID | None = None,
    ) -> None:
        above = unit.parent_id if unit else parent
        name = unit.name if unit else ""
        initial = {"name": name, "was": name, "parent": str(above or "")}
        super().__init__(sent, initial=initial)  # type: ignore[arg-type]
        self.actor = actor
        self.organisation = organisation
        self.unit = unit
        own = [each for each in queries.places(actor) if each.id == organisation.pk]
        top: Choice = ("", _("Nothing: directly under the organisation"))
        units = [(str(place.id), place.label) for each in own for place in each.units]
        field = self.fields["parent"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [top, *units]

    def clean_name(self) -> str:
        return squeeze(str(self.cleaned_data["name"]))

    def clean(self) -> dict[str, object]:
        name = self.cleaned_data.get("name")
        if name is None or "parent" not in self.cleaned_data:
            return self.cleaned_data
        parent = self._parent()
        if self.unit is not None:
            verdict = rules.may_move_unit(self.actor, self.unit, parent)
            if not verdict:
                self.add_error("parent", str(verdict.reason))
                return self.cleaned_data
        verdict = rules.may_name_unit(
            self.actor, self.organisation, parent, name, besides=self.unit
        )
        if not verdict:
            self.add_error("name", str(verdict.reason))
        return self.cleaned_data

    def wanted(self) -> UnitWanted:
        """What was filled in."""
        return UnitWanted(self.cleaned_data["name"], self._parent())

    def _parent(self) -> Unit | None:
        chosen = self.cleaned_data["parent"]
        return queries.access_unit(self.actor, UUID(chosen)) if chosen else None
