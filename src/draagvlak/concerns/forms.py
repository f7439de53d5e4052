"""What people fill in, turned into what commands take."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.models import Cause, Concern, Voice
from draagvlak.concerns.queries import SORTS, Choice, Filters
from draagvlak.concerns.states import State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

_TOO_LONG = _("This is too long: at most %(limit_value)d characters, and now %(show_value)d.")
_EMPTY = _("Fill this in.")
_UNKNOWN = _("Choose one of the options.")


def _text(
    label: StrOrPromise,
    limit: int,
    *,
    rows: int = 0,
    required: bool = True,
    help_text: StrOrPromise = "",
) -> forms.CharField:
    """A text with a limit that says how far over it is."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label,
        max_length=limit,
        required=required,
        widget=widget,
        help_text=help_text,
        error_messages={"max_length": _TOO_LONG, "required": _EMPTY},
    )


def _focused() -> forms.Select:
    """A list to choose from that takes focus when it appears in place."""
    return forms.Select(attrs={"data-focus": ""})


def _options(found: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(str(choice.id), choice.label) for choice in found]


def _capital(choices: Iterable[tuple[object, StrOrPromise]]) -> list[tuple[object, str]]:
    return [(value, capfirst(str(label))) for value, label in choices]


def read_filters(asked: QueryDict) -> Filters:
    """The filters in an address; what makes no sense is passed over."""

    def one_of(name: str, allowed: Iterable[str]) -> str:
        value = asked.get(name, "")
        return value if value in allowed else ""

    def key(name: str, *more: str) -> str:
        value = asked.get(name, "")
        try:
            return value if value in more else str(UUID(value))
        except ValueError:
            return ""

    return Filters(
        q=asked.get("q", "").strip()[:200].replace("\0", ""),
        kind=one_of("kind", Concern.Kind.values),
        state=one_of("state", [*State.values, "open"]),
        about=one_of("about", Cause.About.values),
        severity=one_of("severity", [str(each) for each in Concern.Severity.values]),
        group=key("group") if asked.get("group") else "",
        owner=key("owner", "none") if asked.get("owner") else "",
        due=one_of("due", ["late", "unsolved"]),
        archived=one_of("archived", ["1"]),
        sort=one_of("sort", SORTS) or "voices",
        after=asked.get("after", "")[:250],
        before=asked.get("before", "")[:250],
    )


class VersionedForm(forms.Form):
    """A form that knows on which version of the row it was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def on_version(self, version: int) -> None:
        """After a conflict: the same input, now on the version that was shown beside it."""
        if isinstance(self.data, QueryDict):
            again = self.data.copy()
            again["version"] = str(version)
            self.data = again


@dataclass(frozen=True)
class ConcernWords:
    """What a concern says."""

    kind: str
    title: str
    description: str
    severity: int
    groups: tuple[UUID, ...]

    def as_text(self) -> str:
        return f"{self.title}\n\n{self.description}".strip()


class ConcernForm(forms.Form):
    """A new concern or wish."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), widget=forms.RadioSelect, error_messages={"required": _UNKNOWN}
    )
    title = _text(
        _("Concern or wish"),
        160,
        help_text=_("One sentence in your own words, without names or literal remarks."),
    )
    description = _text(_("Description"), 4000, rows=5, required=False)
    severity = forms.ChoiceField(label=_("Severity"), widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(
        label=_("Who is affected"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        data: QueryDict | None,
        groups: Sequence[Choice],
        initial: Mapping[str, object] | None = None,
    ) -> None:
        start = {"once": secrets.token_hex(16), "kind": "worry", "severity": 2}
        super().__init__(data, initial={**start, **(initial or {})})
        self._choices("kind", _capital(Concern.Kind.choices))
        self._choices("severity", _capital(Concern.Severity.choices))
        self._choices("groups", _options(groups))

    def _choices(
        self, name: str, choices: list[tuple[object, str]] | list[tuple[str, str]]
    ) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def words(self) -> ConcernWords:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return ConcernWords(
            kind=found["kind"],
            title=found["title"],
            description=found["description"],
            severity=int(found["severity"]),
            groups=tuple(UUID(each) for each in found["groups"]),
        )


class QuickForm(forms.Form):
    """A new concern from the list: only its title and kind."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    title = _text(_("New concern or wish"), 160)
    kind = forms.ChoiceField(label=_("Kind"))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"once": secrets.token_hex(16)}, auto_id="quick_%s")
        self.fields["title"].widget.attrs["autocomplete"] = "off"
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = _capital(Concern.Kind.choices)


class ConcernEditForm(ConcernForm, VersionedForm):
    """The words of a concern that exists."""


class OwnerForm(VersionedForm):
    """Who sees to the answer."""

    owner = forms.ChoiceField(label=_("Owner"), required=False, widget=_focused())

    def __init__(
        self, data: QueryDict | None, owners: Sequence[Choice], initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        owner = self.fields["owner"]
        if isinstance(owner, forms.ChoiceField):
            owner.choices = [("", _("Nobody yet")), *_options(owners)]

    def chosen(self) -> UUID | None:
        chosen = self.cleaned_data["owner"]
        return UUID(chosen) if chosen else None


class SeverityForm(VersionedForm):
    """How heavily a concern weighs."""

    severity = forms.TypedChoiceField(label=_("Severity"), coerce=int, widget=_focused())

    def __init__(self, data: QueryDict | None, initial: Mapping[str, object]) -> None:
        super().__init__(data, initial=dict(initial))
        severity = self.fields["severity"]
        if isinstance(severity, forms.ChoiceField):
            severity.choices = _capital(Concern.Severity.choices)

    def chosen(self) -> int:
        return int(self.cleaned_data["severity"])


class DueForm(VersionedForm):
    """On which day the answer was promised."""

    due_on = forms.DateField(
        label=_("Answer promised on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "data-focus": ""}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 31-12-2026.")},
    )

    def chosen(self) -> dt.date | None:
        found: dt.date | None = self.cleaned_data["due_on"]
        return found


class OriginForm(VersionedForm):
    """Why? Five times at most."""

    step_1 = _text(_("Why is that so?"), 400, required=False)
    step_2 = _text(_("And why is that?"), 400, required=False)
    step_3 = _text(_("And why is that?"), 400, required=False)
    step_4 = _text(_("And why is that?"), 400, required=False)
    step_5 = _text(_("And why is that, in the end?"), 400, required=False)

    def steps(self) -> list[str]:
        """The steps that were filled in, in order."""
        found = [self.cleaned_data[f"step_{place}"] for place in range(1, 6)]
        return [step for step in found if step]


@dataclass(frozen=True)
class CauseWords:
    """What a cause says."""

    title: str
    about: str
    where: str
    description: str

    def as_text(self) -> str:
        return f"{self.title}\n\n{self.description}".strip()


class CauseForm(forms.Form):
    """A new cause, on its two axes."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    title = _text(_("Cause"), 160, help_text=_("In one sentence: why is it so?"))
    about = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _UNKNOWN},
    )
    where = forms.ChoiceField(
        label=_("Where does it sit?"),
        widget=forms.RadioSelect,
        error_messages={"required": _UNKNOWN},
        help_text=_("Can people not do it yet, may they not, or do they not want to?"),
    )
    description = _text(_("Explanation"), 2000, rows=3, required=False)

    def __init__(self, data: QueryDict | None, initial: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial={"once": secrets.token_hex(16), **(initial or {})})
        for name, choices in (("about", Cause.About.choices), ("where", Cause.Where.choices)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = _capital(choices)

    def words(self) -> CauseWords:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return CauseWords(found["title"], found["about"], found["where"], found["description"])


class CauseEditForm(CauseForm, VersionedForm):
    """A cause that exists."""


class CauseChoiceForm(forms.Form):
    """A cause that was written down before."""

    cause = forms.ChoiceField(
        label=_("Cause"), error_messages={"required": _UNKNOWN, "invalid_choice": _UNKNOWN}
    )

    def __init__(self, data: QueryDict | None, causes: Sequence[Choice]) -> None:
        super().__init__(data, auto_id="choice_%s")
        cause = self.fields["cause"]
        if isinstance(cause, forms.ChoiceField):
            cause.choices = [("", _("Choose a cause")), *_options(causes)]

    def chosen(self) -> UUID:
        return UUID(self.cleaned_data["cause"])


@dataclass(frozen=True)
class AnswerWords:
    """What is decided, by whom, why, and what happens when."""

    text: str
    decided_by: str
    reasons: str
    what_happens: str


class AnswerForm(forms.Form):
    """An answer to those who raised a concern."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    text = _text(_("What is decided"), 3000, rows=4)
    decided_by = _text(_("Who decided this"), 150)
    reasons = _text(
        _("Why"), 3000, rows=4, help_text=_("Also when the answer is no: say what weighed most.")
    )
    what_happens = _text(_("What happens, and when"), 600, rows=2, required=False)

    def __init__(self, data: QueryDict | None, decided_by: str = "") -> None:
        super().__init__(data, initial={"once": secrets.token_hex(16), "decided_by": decided_by})

    def words(self) -> AnswerWords:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return AnswerWords(
            found["text"], found["decided_by"], found["reasons"], found["what_happens"]
        )


class ToldForm(forms.Form):
    """On which day an answer was told."""

    told_on = forms.DateField(
        label=_("Told on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 31-12-2026."), "required": _EMPTY},
    )

    def day(self) -> dt.date:
        found: dt.date = self.cleaned_data["told_on"]
        return found


class SolvedForm(forms.Form):
    """What one voice says of the answer."""

    solved = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=Voice.Solved.choices,
        error_messages={"required": _UNKNOWN},
    )
    reason = _text(_("Why, in short"), 400, required=False)


class SplitForm(forms.Form):
    """Which voices go on with a concern of their own."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    title = _text(_("Title of the new concern"), 160)
    voices = forms.MultipleChoiceField(
        label=_("Voices that go to the new concern"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one voice.")},
    )

    def __init__(self, data: QueryDict | None, voices: Sequence[Choice]) -> None:
        super().__init__(data, initial={"once": secrets.token_hex(16)})
        field = self.fields["voices"]
        if isinstance(field, forms.ChoiceField):
            field.choices = _options(voices)

    def chosen(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["voices"]]


class VoiceForm(forms.Form):
    """One more voice: who, from which group, on which day."""

    voice_id = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.ChoiceField(
        label=_("Who"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose somebody from the list.")},
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    raised_on = forms.DateField(
        label=_("Named on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 31-12-2026."), "required": _EMPTY},
    )

    def __init__(
        self, data: QueryDict | None, people: Sequence[Choice], groups: Sequence[Choice]
    ) -> None:
        super().__init__(data, initial={"voice_id": uuid4(), "person": "", "group": ""})
        person, group = self.fields["person"], self.fields["group"]
        if isinstance(person, forms.ChoiceField):
            person.choices = [("", _("Not noted who")), *_options(people)]
        if isinstance(group, forms.ChoiceField):
            group.choices = [("", _("Not noted which group")), *_options(groups)]

    def person_id(self) -> UUID | None:
        return UUID(self.cleaned_data["person"]) if self.cleaned_data["person"] else None

    def group_id(self) -> UUID | None:
        return UUID(self.cleaned_data["group"]) if self.cleaned_data["group"] else None
