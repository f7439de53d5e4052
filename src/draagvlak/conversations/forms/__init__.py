"""What guides type about conversations, notes and quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from draagvlak.conversations.commands import Plan, Preparation
from draagvlak.conversations.forms.fields import location_field, minutes_field, phase_field
from draagvlak.conversations.models import Conversation
from draagvlak.conversations.queries.content import Approval
from draagvlak.conversations.states import Consent, QuoteKind
from draagvlak.core.ids import uuid4

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from draagvlak.conversations.queries.content import QuoteContent
    from draagvlak.conversations.queries.conversations import ParticipantRow

LOCAL = "%Y-%m-%dT%H:%M"
NEW, LATER = "new", "later"


class PlanForm(forms.Form):
    """The plan of a conversation. Who is asked comes beside it (`person_pick`)."""

    title = forms.CharField(
        label=_("Title"),
        max_length=150,
        error_messages={"required": _("Give the conversation a title.")},
    )
    form = forms.ChoiceField(
        label=_("Form"),
        choices=lambda: [(key, capfirst(label)) for key, label in Conversation.Form.choices],
        initial=Conversation.Form.ONE_TO_ONE,
        widget=forms.RadioSelect,
    )
    planned_at = forms.DateTimeField(
        label=_("When"),
        input_formats=[LOCAL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
        error_messages={
            "required": _("Choose a day and a time."),
            "invalid": _("This is not a day and a time. Write them as 31-12-2026 14:30."),
        },
    )
    minutes = minutes_field(600, _("A conversation lasts at most 600 minutes."))
    location = location_field()
    phase = phase_field()

    def plan(self, people: tuple[UUID, ...]) -> Plan:
        """What was typed, once the form is valid."""
        found = self.cleaned_data
        return Plan(
            title=found["title"],
            form=found["form"],
            phase=found["phase"],
            planned_at=found["planned_at"],
            minutes=found["minutes"],
            location=found["location"],
            people=people,
        )


def plan_form(conversation: Conversation) -> PlanForm:
    """The form with the plan as it is stored."""
    initial = {name: getattr(conversation, name) for name in PlanForm.base_fields}
    return PlanForm(initial=initial)


class VersionForm(forms.Form):
    """The version that somebody had before them while changing a text."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class QuestionForm(forms.Form):
    """One question of the guide."""

    text = forms.CharField(
        label=_("Question"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Write the question."),
            "max_length": _("Make the question shorter: at most 300 characters."),
        },
    )


class NewQuestionForm(QuestionForm):
    """A question and the phase it is for."""

    phase = phase_field()
    field_order = ("phase", "text")


class NoteForm(VersionForm):
    """Notes, exactly as they were typed; how long they may be is for a rule to say."""

    text = forms.CharField(
        label=_("Notes"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18})
    )


@dataclass(frozen=True)
class QuoteInput:
    """What was chosen and filled in.

    `goal`: the concern it belongs to, None for a new one or later; `title` is set for a new one.
    `key` tells a retry from another quote.
    """

    start: int | None
    end: int | None
    exact: str
    kind: QuoteKind
    speaker: UUID | None
    goal: UUID | None
    title: str
    key: UUID

    def __repr__(self) -> str:
        return f"QuoteInput({self.key})"


class HeardForm(forms.Form):
    """What do you hear, from whom, and where does it belong?"""

    kind = forms.ChoiceField(
        label=_("What do you hear?"),
        choices=[(QuoteKind.WORRY, _("A worry")), (QuoteKind.WISH, _("A wish"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you hear: a worry or a wish.")},
    )
    speaker = forms.ChoiceField(label=_("Who said it?"), required=False)
    goal = forms.CharField(
        label=_("Where does it belong?"),
        error_messages={"required": _("Choose a concern, a new one, or later.")},
    )
    title = forms.CharField(
        label=_("Title of the new worry or wish"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Make the title shorter: at most 160 characters.")},
    )

    def with_speakers(self, people: Sequence[ParticipantRow]) -> HeardForm:
        """The form with the people who can have said it."""
        field = self.fields["speaker"]
        if isinstance(field, forms.ChoiceField):
            named = [(str(one.person_id), one.name) for one in people]
            field.choices = [("", _("Not noted")), *named]
        return self

    def clean_goal(self) -> str:
        """`new`, `later`, or the key of a concern."""
        goal = str(self.cleaned_data["goal"])
        if goal in (NEW, LATER):
            return goal
        try:
            return str(UUID(goal))
        except ValueError:
            raise forms.ValidationError(_("Choose a concern, a new one, or later.")) from None

    def clean(self) -> dict[str, object]:
        """A new concern has a title."""
        if self.cleaned_data.get("goal") == NEW and not self.cleaned_data.get("title"):
            self.add_error(
                "title", _("Write the worry or wish in your own words, in one sentence.")
            )
        return self.cleaned_data

    def heard(self) -> QuoteInput:
        """What was filled in, once the form is valid."""
        found = self.cleaned_data
        goal = str(found["goal"])
        return QuoteInput(
            start=found.get("start"),
            end=found.get("end"),
            exact=str(found.get("exact") or ""),
            kind=QuoteKind(found["kind"]),
            speaker=UUID(found["speaker"]) if found["speaker"] else None,
            goal=None if goal in (NEW, LATER) else UUID(goal),
            title=str(found["title"]) if goal == NEW else "",
            key=found.get("once") or uuid4(),
        )


class QuoteForm(HeardForm):
    """A passage out of the notes, by its place or by its words, and what is heard in it."""

    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)
    exact = forms.CharField(
        label=_("Passage from your notes"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("exact", "kind", "speaker", "goal", "title")


class EditQuoteForm(HeardForm, VersionForm):
    """What was heard in a quote that exists."""


class PreparationForm(VersionForm):
    """The paraphrase of a quote and what the speaker says about it."""

    paraphrase = forms.CharField(
        label=_("In other words"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Make it shorter: at most 600 characters.")},
    )
    verbatim = forms.BooleanField(
        label=_("The speaker agrees with these very words"), required=False
    )
    about_software = forms.BooleanField(
        label=_("This is about the software: the supplier may read it"), required=False
    )
    consent = forms.ChoiceField(
        label=_("What does the speaker say?"),
        choices=[
            (Consent.NONE, _("I have not asked yet")),
            (Consent.ASKED, _("I have asked; no answer yet")),
            (Consent.APPROVED, _("The speaker approves these words")),
            (Consent.REFUSED, _("The speaker does not want this to go out")),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=_("On which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 31-12-2026.")},
    )
    now = forms.BooleanField(
        label=_("The speaker says it may go out now, also without others"), required=False
    )

    def preparation(self) -> Preparation:
        """What was filled in, once the form is valid."""
        found = self.cleaned_data
        consent = Consent(found["consent"])
        on = found["on"] if consent is not Consent.NONE else None
        return Preparation(
            paraphrase=found["paraphrase"],
            approval=Approval(consent, on),
            about_software=found["about_software"],
            verbatim=found["verbatim"],
            now=found["now"],
        )


def preparation_form(content: QuoteContent, version: int) -> PreparationForm:
    """The form with what is sealed in a quote."""
    on: dt.date = content.approval.on or timezone.localdate()
    return PreparationForm(
        initial={
            "version": version,
            "paraphrase": content.paraphrase,
            "verbatim": content.verbatim,
            "about_software": content.about_software,
            "consent": content.approval.consent,
            "on": on,
            "now": content.now,
        }
    )
