"""What is typed about the register, as values that commands take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.lib.fold import squeeze
from draagvlak.lib.people_table import Column, Mapping
from draagvlak.lib.table_file import Table, TableError, TableErrorCode
from draagvlak.organisations import queries, rules
from draagvlak.organisations.commands import PersonDetails
from draagvlak.organisations.imports import words
from draagvlak.organisations.imports.reading import LIMITS, read_file
from draagvlak.organisations.queries import PeopleFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile
    from django.utils.functional import Promise, _StrPromise

    from draagvlak.core.actor import Actor
    from draagvlak.core.verdict import Verdict
    from draagvlak.organisations.models import Group, Organisation, Person, Unit

NAME_MISSING = {"required": gettext_lazy("Fill in a name.")}
Choice = tuple[str, "str | Promise"]
Choices = list["Choice | tuple[str, list[Choice]]"]


def once_field() -> forms.CharField:
    """A hidden random word: sending the same form twice does one thing."""
    return forms.CharField(
        required=False, max_length=80, widget=forms.HiddenInput, initial=lambda: uuid4().hex
    )


def name_field(label: _StrPromise, most: int = 150) -> forms.CharField:
    """A name on one line."""
    return forms.CharField(label=label, max_length=most, error_messages=NAME_MISSING)


class SearchInput(forms.TextInput):
    """An input in which people search."""

    input_type = "search"


class SeenForm(forms.Form):
    """A form that remembers what was seen when it was opened."""

    def now_seen(self, **newest: str | int) -> None:
        """After a conflict: keep what was typed, and remember what is stored now."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        for name, value in newest.items():
            sent[name] = str(value)
        self.data = sent


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
        _hold(rules.may_name_organisation(self.actor, name, besides=self.organisation))
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
            "invalid": gettext_lazy("This is no e-mail address. Look at the part around the @.")
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
        _hold(rules.may_use_email(self.actor, email, besides=self.person))
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
        kind, pk = _split_place(self.cleaned_data["place"])
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
        kind, pk = _split_place(self.cleaned_data["place"])
        if kind == "u":
            return queries.access_unit(self.actor, pk).organisation
        return queries.access_organisation(self.actor, pk)


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
        _hold(rules.may_name_group(self.actor, name, besides=self.group))
        return name

    def clean_description(self) -> str:
        return squeeze(str(self.cleaned_data["description"]))


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
        kind, pk = _split_place(kept["place"]) if kept.get("place") else ("", None)
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


@dataclass(frozen=True)
class ImportStart:
    """A file that was read, and the organisation it is about: one that exists, or a new name."""

    organisation: Organisation | None
    new_name: str
    filename: str
    table: Table


class ImportStartForm(forms.Form):
    """An organisation and a file with people."""

    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    new_organisation = forms.CharField(
        label=gettext_lazy("Or a new organisation"), max_length=150, required=False
    )
    file = forms.FileField(
        label=gettext_lazy("File with people"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def __init__(
        self, actor: Actor, sent: object = None, files: object = None, chosen: str = ""
    ) -> None:
        known = queries.organisation_rows(actor)
        if len(known) == 1 and not chosen:
            chosen = str(known[0].id)
        super().__init__(sent, files, initial={"organisation": chosen})  # type: ignore[arg-type]
        self.actor = actor
        if known:
            field = self.fields["organisation"]
            none: Choice = ("", _("Choose an organisation"))
            if isinstance(field, forms.ChoiceField):
                field.choices = [none, *((str(row.id), row.name) for row in known)]
        else:
            del self.fields["organisation"]
            new = self.fields["new_organisation"]
            new.label = _("Name of the organisation")

    def clean_new_organisation(self) -> str:
        name = squeeze(str(self.cleaned_data["new_organisation"]))
        if name:
            _hold(rules.may_name_organisation(self.actor, name))
        return name

    def clean_file(self) -> Table:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            if (file.size or 0) > LIMITS.bytes:
                raise TableError(TableErrorCode.TOO_LARGE, limit=LIMITS.bytes)  # noqa: TRY301 one way out
            return read_file(file.read(), file.name or "")
        except TableError as error:
            raise forms.ValidationError(words.about_file(error)) from None

    def clean(self) -> dict[str, object]:
        new = self.cleaned_data.get("new_organisation")
        chosen = self.cleaned_data.get("organisation")
        if not chosen and not new and "new_organisation" not in self.errors:
            field = "organisation" if "organisation" in self.fields else "new_organisation"
            self.add_error(field, _("Say which organisation these people work for."))
        return self.cleaned_data

    def started(self) -> ImportStart:
        """What was filled in. A new name goes before a choice."""
        new = self.cleaned_data["new_organisation"]
        chosen = self.cleaned_data.get("organisation")
        file: UploadedFile[bytes] = self.files["file"]  # type: ignore[assignment]
        return ImportStart(
            organisation=None
            if new
            else queries.access_organisation(self.actor, UUID(str(chosen))),
            new_name=new,
            filename=file.name or "",
            table=self.cleaned_data["file"],
        )


class ImportColumnsForm(forms.Form):
    """What each column of a file holds."""

    def __init__(self, header: Sequence[str], mapping: Mapping, sent: object = None) -> None:
        super().__init__(sent)  # type: ignore[arg-type]
        none: Choice = ("", _("Do not use"))
        choices = [none, *((column.value, word) for column, word in words.COLUMN_WORDS.items())]
        for index, (title, column) in enumerate(zip(header, mapping.columns, strict=True)):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=title, required=False, choices=choices, initial=column or ""
            )

    def clean(self) -> dict[str, object]:
        mapping = Mapping.chosen(self.columns())
        if not mapping.has_name:
            raise forms.ValidationError(
                _("Say which column holds the name. Without a name nobody can be imported.")
            )
        if mapping.repeated:
            twice = ", ".join(f"“{words.COLUMN_WORDS[column]}”" for column in mapping.repeated)
            raise forms.ValidationError(
                _("%(columns)s is chosen more than once. Choose it for one column.")
                % {"columns": twice}
            )
        return self.cleaned_data

    def columns(self) -> list[Column | None]:
        """What each column holds, in the order of the file."""
        chosen = (self.cleaned_data.get(name) for name in self.fields)
        return [Column(each) if each else None for each in chosen]


def place_choices(actor: Actor, *, most: int | None = None) -> Choices:
    """Organisations and their units, as groups of a select."""
    choices: Choices = []
    for organisation in queries.places(actor, most=most):
        whole: Choice = (f"o:{organisation.id}", organisation.name)
        units: list[Choice] = [(f"u:{unit.id}", unit.label) for unit in organisation.units]
        choices.append((organisation.name, [whole, *units]))
    return choices


def _split_place(written: str) -> tuple[str, UUID]:
    kind, _colon, pk = written.partition(":")
    try:
        return kind, UUID(pk)
    except ValueError:
        raise Http404 from None


def _as_initial(person: Person) -> dict[str, str | int]:
    return {
        "name": person.name,
        "place": f"u:{person.unit_id}" if person.unit_id else f"o:{person.organisation_id}",
        "function": person.function,
        "email": person.email,
        "external_id": person.external_id,
        "version": person.version,
    }


def _hold(verdict: Verdict) -> None:
    """Turn a refusal into an error beside the field."""
    if not verdict:
        raise forms.ValidationError(str(verdict.reason))
