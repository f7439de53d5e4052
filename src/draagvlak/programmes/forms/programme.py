"""A programme, its phases, vision, solutions and suppliers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from draagvlak.core.fields import once_field
from draagvlak.programmes.forms.fields import day_input, text_area, version_field
from draagvlak.programmes.models import Phase, Solution
from draagvlak.programmes.queries import (
    access_supplier,
    organisation_choices,
    supplier_choices,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from draagvlak.core.actor import Actor
    from draagvlak.programmes.commands.programme import Dates
    from draagvlak.programmes.models import Programme, Supplier


class StartForm(forms.Form):
    """A further programme in a workspace."""

    name = forms.CharField(label=_("What is the programme called?"), max_length=120)
    summary = forms.CharField(
        label=_("What is it about?"), max_length=400, required=False, widget=text_area()
    )
    once = once_field()


class ProgrammeForm(forms.Form):
    """Name, summary, and which organisations take part."""

    name = forms.CharField(label=_("Name"), max_length=120)
    summary = forms.CharField(
        label=_("What is it about?"), max_length=400, required=False, widget=text_area()
    )
    organisations = forms.MultipleChoiceField(
        label=_("Organisations that take part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = version_field()

    def __init__(self, actor: Actor, programme: Programme, data: QueryDict | None = None) -> None:
        choices, chosen = organisation_choices(actor)
        initial = {
            "name": programme.name,
            "summary": programme.summary,
            "organisations": chosen,
            "version": programme.version,
        }
        super().__init__(data, initial=initial)
        if choices:
            self.fields["organisations"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["organisations"]

    def organisation_ids(self) -> list[UUID] | None:
        """The chosen organisations; None when the workspace has none yet."""
        if "organisations" not in self.fields:
            return None
        return [UUID(key) for key in self.cleaned_data["organisations"]]


class PhasesForm(forms.Form):
    """When each phase begins and ends."""

    def __init__(self, known: Mapping[str, Dates], data: QueryDict | None = None) -> None:
        super().__init__(data)
        for phase in Phase:
            starts_on, ends_on = known.get(phase, (None, None))
            self.fields[f"{phase}_starts"] = forms.DateField(
                label=_("From"), required=False, widget=day_input(), initial=starts_on
            )
            self.fields[f"{phase}_ends"] = forms.DateField(
                label=_("Until"), required=False, widget=day_input(), initial=ends_on
            )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Name, first day and last day of each phase, for the page."""
        return [
            (str(phase.label), self[f"{phase}_starts"], self[f"{phase}_ends"]) for phase in Phase
        ]

    def clean(self) -> None:
        super().clean()
        for phase, (starts_on, ends_on) in self.dates().items():
            if starts_on and ends_on and ends_on < starts_on:
                self.add_error(
                    f"{phase}_ends", _("This phase ends before it begins. Choose a later day.")
                )

    def dates(self) -> dict[str, Dates]:
        """First and last day by phase."""
        given = self.cleaned_data
        return {
            str(phase): (given.get(f"{phase}_starts"), given.get(f"{phase}_ends"))
            for phase in Phase
        }


class VisionForm(forms.Form):
    """A new version of the vision. `base` is the version it was written on."""

    title = forms.CharField(label=_("Title"), max_length=150)
    body = forms.CharField(
        label=_("Vision and approach"),
        max_length=20_000,
        widget=text_area(18),
        help_text=_(
            "An empty line begins a new paragraph. **Bold** and a list with - at the start of each "
            "line work too."
        ),
    )
    changed_because = forms.CharField(
        label=_("What changed, and why?"),
        max_length=600,
        widget=text_area(),
        help_text=_("Everybody in the programme reads this beside the new version."),
        error_messages={
            "required": _("Write what changed and why. Readers then see what was done with it.")
        },
    )
    base = version_field()
    once = once_field()

    def __init__(
        self, data: QueryDict | None = None, *, first: bool, initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        if first:
            del self.fields["changed_because"]


class SupplierForm(forms.Form):
    """A supplier and who to speak to there."""

    name = forms.CharField(label=_("Name"), max_length=150)
    contact = forms.CharField(label=_("Contact person"), max_length=150, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    once = once_field()


class SolutionForm(forms.Form):
    """What is introduced or considered, and who delivers it."""

    name = forms.CharField(label=_("Name"), max_length=150)
    summary = forms.CharField(
        label=_("What does it do?"), max_length=600, required=False, widget=text_area()
    )
    state = forms.ChoiceField(
        label=_("How far along is the choice?"),
        choices=Solution.State.choices,
        initial=Solution.State.CHOSEN,
    )
    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    new_supplier = forms.CharField(label=_("Or a new supplier"), max_length=150, required=False)
    version = version_field()
    once = once_field()

    def __init__(
        self,
        actor: Actor,
        data: QueryDict | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._actor = actor
        choices = supplier_choices(actor)
        self.fields["supplier"].choices = [("", _("not known yet")), *choices]  # type: ignore[attr-defined]

    def supplier_row(self) -> Supplier | None:
        """The chosen supplier; None when none was chosen."""
        key: str = self.cleaned_data["supplier"]
        return access_supplier(self._actor, UUID(key)) if key else None
