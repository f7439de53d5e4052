"""What people fill in about a session of a group: what it looks at, a vote, an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.findings import rules
from draagvlak.findings.commands import Counted, ReviewDraft
from draagvlak.findings.forms.fields import (
    EMPTY,
    UNKNOWN,
    choice_field,
    offer,
    text_field,
    whole_field,
)
from draagvlak.findings.forms.findings import VerdictForm, words_of
from draagvlak.findings.states import Judgement, Way

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from draagvlak.core.actor import Actor

MOST_HANDS = 500


class ReviewForm(forms.Form):
    """What a group looks at, when, and how it votes."""

    title = text_field(
        gettext_lazy("Name of the session"),
        150,
        required=True,
        hint=gettext_lazy("For example: habits around papers, with the secretariat."),
    )
    held_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Choose a day."), "required": EMPTY},
    )
    way = choice_field(gettext_lazy("How does the group vote?"), radio=True)
    practices = forms.MultipleChoiceField(
        label=gettext_lazy("Which practices does the group look at?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one practice."),
            "invalid_choice": UNKNOWN,
        },
    )
    once = once_field()

    def __init__(
        self, actor: Actor, sent: QueryDict | None, practices: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(sent, initial={"held_on": timezone.localdate(), "way": Way.HANDS})
        self._actor = actor
        offer(self, "way", words_of(Way))
        offer(self, "practices", practices)

    def clean_practices(self) -> tuple[UUID, ...]:
        chosen = tuple(UUID(each) for each in self.cleaned_data["practices"])
        verdict = rules.may_open_review(self._actor, count=len(chosen))
        if not verdict:
            raise forms.ValidationError(str(verdict.reason))
        return chosen

    def draft(self) -> ReviewDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return ReviewDraft(found["title"], found["held_on"], found["way"], found["practices"])


class VoteForm(forms.Form):
    """What one of the group chooses, and why."""

    choice = choice_field(gettext_lazy("What do you choose?"), radio=True)
    reason = text_field(
        gettext_lazy("Why?"),
        300,
        rows=2,
        hint=gettext_lazy(
            "Everybody in the programme but suppliers reads this, without your name."
        ),
    )

    def __init__(self, sent: QueryDict | None) -> None:
        super().__init__(sent)
        offer(self, "choice", words_of(Judgement))


class OutcomeForm(VerdictForm):
    """What came of a vote; with the count, where hands were counted."""

    keep = whole_field(gettext_lazy("Keep: how many hands?"), MOST_HANDS, required=True)
    adapt = whole_field(gettext_lazy("Adapt: how many hands?"), MOST_HANDS, required=True)
    stop = whole_field(gettext_lazy("Stop: how many hands?"), MOST_HANDS, required=True)
    reasons = text_field(
        gettext_lazy("Which reasons were given?"),
        4000,
        rows=4,
        hint=gettext_lazy("One on each line. Write no names."),
    )
    field_order = ("keep", "adapt", "stop", "reasons", "verdict", "words", "replacement", "version")

    def __init__(
        self, sent: QueryDict | None, start: Mapping[str, object], *, by_hands: bool
    ) -> None:
        super().__init__(sent, start)
        self._by_hands = by_hands
        if not by_hands:
            for name in ("keep", "adapt", "stop", "reasons"):
                del self.fields[name]

    def counted(self) -> Counted | None:
        """The hands, where they were counted; only after `is_valid()`."""
        if not self._by_hands:
            return None
        found = self.cleaned_data
        reasons = tuple(line.strip()[:300] for line in found["reasons"].splitlines())
        return Counted(found["keep"], found["adapt"], found["stop"], reasons)
