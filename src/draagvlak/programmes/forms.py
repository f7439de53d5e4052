"""What people fill in about a programme; each form gives a frozen value to a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.core.policy import Role
from draagvlak.programmes.models import Decision, Participation, Phase, Solution
from draagvlak.programmes.queries import (
    access_group,
    access_supplier,
    group_choices,
    organisation_choices,
    people_named,
    supplier_choices,
)
from draagvlak.programmes.rules import may_give_role

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django.http import QueryDict

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group, Person
    from draagvlak.programmes.commands.programme import Dates
    from draagvlak.programmes.models import Programme, Supplier


def _once() -> forms.CharField:
    """A random key, so that sending a form twice does the thing once."""
    return forms.CharField(
        widget=forms.HiddenInput, max_length=80, required=False, initial=lambda: uuid4().hex
    )


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False, initial=0)


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class StartForm(forms.Form):
    """A further programme in a workspace."""

    name = forms.CharField(label=_("What is the programme called?"), max_length=120)
    summary = forms.CharField(
        label=_("What is it about?"), max_length=400, required=False, widget=_text()
    )
    once = _once()


class ProgrammeForm(forms.Form):
    """Name, summary, and which organisations take part."""

    name = forms.CharField(label=_("Name"), max_length=120)
    summary = forms.CharField(
        label=_("What is it about?"), max_length=400, required=False, widget=_text()
    )
    organisations = forms.MultipleChoiceField(
        label=_("Organisations that take part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = _version()

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
                label=_("From"), required=False, widget=_day(), initial=starts_on
            )
            self.fields[f"{phase}_ends"] = forms.DateField(
                label=_("Until"), required=False, widget=_day(), initial=ends_on
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
        widget=_text(18),
        help_text=_(
            "An empty line begins a new paragraph. **Bold** and a list with - at the start of each "
            "line work too."
        ),
    )
    changed_because = forms.CharField(
        label=_("What changed, and why?"),
        max_length=600,
        widget=_text(),
        help_text=_("Everybody in the programme reads this beside the new version."),
        error_messages={
            "required": _("Write what changed and why. Readers then see what was done with it.")
        },
    )
    base = _version()
    once = _once()

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
    once = _once()


class SolutionForm(forms.Form):
    """What is introduced or considered, and who delivers it."""

    name = forms.CharField(label=_("Name"), max_length=150)
    summary = forms.CharField(
        label=_("What does it do?"), max_length=600, required=False, widget=_text()
    )
    state = forms.ChoiceField(
        label=_("How far is the choice?"),
        choices=Solution.State.choices,
        initial=Solution.State.CHOSEN,
    )
    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    new_supplier = forms.CharField(label=_("Or a new supplier"), max_length=150, required=False)
    version = _version()
    once = _once()

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


class DecisionForm(forms.Form):
    """A question that will be decided."""

    title = forms.CharField(label=_("What is it about?"), max_length=150)
    question = forms.CharField(
        label=_("Which question must be decided?"),
        max_length=600,
        required=False,
        widget=_text(),
    )
    due_on = forms.DateField(label=_("Decide before"), required=False, widget=_day())
    version = _version()
    once = _once()


class DecideForm(forms.Form):
    """What was decided, and why."""

    outcome = forms.CharField(
        label=_("What was decided?"),
        max_length=1000,
        widget=_text(),
        error_messages={"required": _("Write down what was decided.")},
    )
    reasons = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=_text(5),
        help_text=_("Name what people said for and against, and what tipped the balance."),
        error_messages={"required": _("Write down why. A decision without reasons is no answer.")},
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=_day(), initial=timezone.localdate)
    version = _version()

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


class WhoForm(forms.Form):
    """Finds a person in the register by words: also among a hundred thousand, without script."""

    who = forms.CharField(
        label=_("Who is this in the register?"),
        max_length=150,
        required=False,
        help_text=_("Type (a part of) the name, or the e-mail address."),
    )
    person = forms.ChoiceField(
        label=_("Who do you mean?"), required=False, widget=forms.RadioSelect
    )

    def __init__(
        self,
        actor: Actor,
        data: QueryDict | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._actor = actor
        self.found: list[Person] = []
        if data is not None:
            self.found = people_named(actor, str(data.get("who", "")))
        self.fields["person"].choices = [(str(one.pk), _described(one)) for one in self.found]  # type: ignore[attr-defined]

    @property
    def is_ambiguous(self) -> bool:
        """Whether the page must ask which of several people is meant."""
        return len(self.found) > 1

    def clean(self) -> None:
        super().clean()
        if not self.cleaned_data.get("who"):
            return
        if not self.found:
            self.add_error(
                "who", _("Nobody in the register fits. Check the spelling, or leave this empty.")
            )
        elif self.is_ambiguous and not self.cleaned_data.get("person"):
            self.add_error("person", _("More than one person fits. Choose who you mean."))

    def person_row(self) -> Person | None:
        """The person that was found; None when nothing was typed."""
        if not self.cleaned_data.get("who"):
            return None
        if not self.is_ambiguous:
            return self.found[0]
        key = self.cleaned_data["person"]
        return next(one for one in self.found if str(one.pk) == key)


def _described(person: Person) -> str:
    rest = [person.function, person.unit.name if person.unit else "", person.email]
    return " · ".join([person.name, *filter(None, rest)])


class ParticipationForm(WhoForm):
    """How a group or a person takes part in a decision."""

    level = forms.ChoiceField(label=_("How"), choices=Participation.Level.choices)
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


class InviteForm(WhoForm):
    """Whom to invite, and for which role."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={"invalid": _("This is no e-mail address. It looks like name@place.nl.")},
    )
    role = forms.ChoiceField(label=_("Role"))
    once = _once()
    field_order = ("name", "email", "role", "who", "person", "once")

    def __init__(self, actor: Actor, data: QueryDict | None = None) -> None:
        super().__init__(actor, data)
        self.fields["role"].choices = role_choices(actor)  # type: ignore[attr-defined]
        self.fields["who"].help_text = _(
            "Only needed when the register has another e-mail address for them."
        )


class MemberForm(WhoForm):
    """Another role, and who this is in the register."""

    role = forms.ChoiceField(label=_("Role"))
    field_order = ("role", "who", "person")

    def __init__(
        self,
        actor: Actor,
        data: QueryDict | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(actor, data, initial)
        self.fields["role"].choices = role_choices(actor)  # type: ignore[attr-defined]


def role_choices(actor: Actor) -> list[tuple[str, str]]:
    """The roles that the actor may give."""
    return [(role.value, str(role.label)) for role in Role if may_give_role(actor, role)]


@dataclass(frozen=True)
class NewUser:
    """What somebody fills in who accepts an invitation without a sign-in."""

    name: str
    password: str


class AcceptForm(forms.Form):
    """Name and password of a new user."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in your name.")},
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence of a few words is easy to remember."),
        error_messages={"required": _("Choose a password.")},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def new_user(self) -> NewUser:
        """What was filled in."""
        return NewUser(self.cleaned_data["name"], self.cleaned_data["password"])
