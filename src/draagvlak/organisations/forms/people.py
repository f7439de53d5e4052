"""Somebody in the register, and the filters above lists of people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.lib.fold import squeeze
from draagvlak.organisations import queries, rules
from draagvlak.organisations.commands import PersonDetails
from draagvlak.organisations.queries import PeopleFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Organisation, Person

from draagvlak.organisations.forms.parts import (
    Choice,
    Choices,
    SearchInput,
    SeenForm,
    hold,
    name_field,
    place_choices,
    split_place,
)


class PersonForm(SeenForm):
    """Somebody in the register."""

    name = name_field(gettext_lazy("Name"))
    place = forms.ChoiceField(
        label=gettext_lazy("Works at"),
        error_messages={"required": gettext_lazy("Choose where this person works.")},
    )
    function = forms.CharField(label=gettext_lazy("Function"), max_length=150, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        required=False,
        error_messages={
            "invalid": gettext_lazy("This is not an e-mail address. Look at the part around the @.")
        },
    )
    external_id = forms.CharField(label=gettext_lazy("Staff number"), max_length=64, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    once = once_field()

    def __init__(
        self, actor: Actor, sent: object = None, person: Person | None = None, place: str = ""
    ) -> None:
        initial = _as_initial(person) if person else {"place": place}
        super().__init__(sent, initial=initial)  # type: ignore[arg-type]
        self.actor = actor
        self.person = person
        field = self.fields["place"]
        if isinstance(field, forms.ChoiceField):
            field.choices = place_choices(actor)

    def clean_name(self) -> str:
        return squeeze(str(self.cleaned_data["name"]))

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        hold(rules.may_use_email(self.actor, email, besides=self.person))
        return email

    def clean(self) -> dict[str, object]:
        number = squeeze(self.cleaned_data.get("external_id") or "")
        organisation = self._organisation() if self.cleaned_data.get("place") else None
        if number and organisation is not None:
            verdict = rules.may_use_number(self.actor, organisation, number, besides=self.person)
            if not verdict:
                self.add_error("external_id", str(verdict.reason))
        return self.cleaned_data

    def details(self) -> PersonDetails:
        """What was filled in."""
        kind, pk = split_place(self.cleaned_data["place"])
        unit = queries.access_unit(self.actor, pk) if kind == "u" else None
        organisation = unit.organisation if unit else self._organisation()
        return PersonDetails(
            name=self.cleaned_data["name"],
            organisation=organisation,
            unit=unit,
            function=squeeze(self.cleaned_data["function"]),
            email=self.cleaned_data["email"],
            external_id=squeeze(self.cleaned_data["external_id"]),
        )

    def _organisation(self) -> Organisation:
        kind, pk = split_place(self.cleaned_data["place"])
        if kind == "u":
            return queries.access_unit(self.actor, pk).organisation
        return queries.access_organisation(self.actor, pk)


class PeopleFilterForm(forms.Form):
    """The filters above a list of people; what cannot be read does not narrow it."""

    q = forms.CharField(
        label=gettext_lazy("Name or e-mail address"),
        max_length=150,
        required=False,
        widget=SearchInput,
    )
    place = forms.ChoiceField(label=gettext_lazy("Works at"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    left = forms.BooleanField(label=gettext_lazy("Show who left"), required=False)
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, sent: object, groups: Sequence[queries.GroupRow] = ()) -> None:
        super().__init__(sent)  # type: ignore[arg-type]
        everywhere: Choice = ("", _("Everywhere"))
        every_group: Choice = ("", _("All groups"))
        own = place_choices(actor, most=queries.MANY_PLACES)
        self._choose("place", [everywhere, *own])
        self._choose("group", [every_group, *((str(row.id), row.name) for row in groups)])
        self.is_valid()

    def wanted(self, *, group: UUID | None = None) -> PeopleFilter:
        """The filter, for one group if given."""
        kept = self.cleaned_data
        kind, pk = split_place(kept["place"]) if kept.get("place") else ("", None)
        return PeopleFilter(
            search=kept.get("q") or "",
            organisation=pk if kind == "o" else None,
            unit=pk if kind == "u" else None,
            group=group or (UUID(kept["group"]) if kept.get("group") else None),
            left=bool(kept.get("left")),
        )

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def _as_initial(person: Person) -> dict[str, str | int]:
    return {
        "name": person.name,
        "place": f"u:{person.unit_id}" if person.unit_id else f"o:{person.organisation_id}",
        "function": person.function,
        "email": person.email,
        "external_id": person.external_id,
        "version": person.version,
    }
