"""What people fill in about a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.findings import rules
from draagvlak.findings.commands import (
    BottleneckDraft,
    Draft,
    FactDraft,
    GainDraft,
    OpportunityDraft,
    PracticeDraft,
    VerdictDraft,
)
from draagvlak.findings.forms.fields import (
    choice_field,
    minutes_field,
    offer,
    text_field,
    version_field,
    whole_field,
)
from draagvlak.findings.states import Basis, Effect, Judgement, Reason, State, Tone
from draagvlak.processes.models import Situation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import TextChoices
    from django.http import QueryDict
    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.findings.models import Finding


def words_of(choices: type[TextChoices]) -> list[tuple[str, str]]:
    """Choices with a capital."""
    return [(each.value, capfirst(str(each.label))) for each in choices]


class PlaceForm(forms.Form):
    """About which process, now or later."""

    process = choice_field(gettext_lazy("Which process is it about?"))
    moment = choice_field(gettext_lazy("Now or later?"), radio=True)

    def __init__(
        self, sent: QueryDict | None, processes: Sequence[tuple[str, str]], *, only_now: bool
    ) -> None:
        super().__init__(sent, initial={"moment": Situation.Moment.NOW})
        offer(self, "process", processes)
        offer(
            self,
            "moment",
            [
                ("now", gettext_lazy("Now: it is like this today")),
                ("later", gettext_lazy("Later: it will be like this")),
            ],
        )
        if only_now:
            del self.fields["moment"]

    @property
    def when(self) -> str:
        """Now or later; only after `is_valid()`."""
        return str(self.cleaned_data.get("moment", Situation.Moment.NOW))


class FindingForm(forms.Form):
    """What every finding has: in one sentence what it is, and at which step."""

    columns: tuple[str, ...] = ()
    title = text_field(gettext_lazy("What did you notice?"), 200, required=True)
    step = choice_field(gettext_lazy("At which step?"), required=False)
    version = version_field()
    once = once_field()

    def __init__(
        self,
        sent: QueryDict | None,
        steps: Mapping[str, str],
        finding: Finding | None = None,
        step: str = "",
    ) -> None:
        start: dict[str, object] = {"step": step}
        if finding is not None:
            start = {name: getattr(finding, name) for name in ("title", "version", *self.columns)}
            start["step"] = finding.step_key
        super().__init__(sent, initial=start)
        named = [(key, f"{number}. {name}") for number, (key, name) in enumerate(steps.items(), 1)]
        if finding is not None and finding.step_key and finding.step_key not in steps:
            named.append((finding.step_key, finding.step_name))
        offer(self, "step", [("", gettext_lazy("The process as a whole")), *named])

    def draft(self) -> Draft:
        """What was filled in; only after `is_valid()`."""
        raise NotImplementedError


class BottleneckForm(FindingForm):
    """Where work gets stuck, or will."""

    columns = ("cause", "since", "minutes", "euros", "price", "remedy", "state")
    cause = text_field(gettext_lazy("Why does it get stuck?"), 600, rows=2)
    since = text_field(
        gettext_lazy("Since when?"), 120, hint=gettext_lazy("For example: since the move in 2019.")
    )
    minutes = minutes_field(
        gettext_lazy("Minutes a week"), gettext_lazy("Of everybody together, as far as you know.")
    )
    euros = whole_field(gettext_lazy("Euros a year"), 999_999_999)
    price = text_field(
        gettext_lazy("What else does it cost?"),
        300,
        hint=gettext_lazy("For example: trust, or an evening at home."),
    )
    remedy = text_field(gettext_lazy("How can you prevent or solve it?"), 600, rows=2)
    state = choice_field(gettext_lazy("How does it stand?"))
    owner = choice_field(gettext_lazy("Who sees to it?"), required=False)

    def choose(self, owners: Sequence[tuple[str, str]], owner: UUID | None) -> BottleneckForm:
        """Offer the members who can see to it."""
        offer(self, "state", words_of(State))
        offer(self, "owner", [("", gettext_lazy("Nobody yet")), *owners])
        self.initial["owner"] = str(owner or "")
        self.initial.setdefault("state", State.OPEN)
        return self

    def clean(self) -> None:
        found = self.cleaned_data
        verdict = rules.may_end(found.get("state", ""), found.get("remedy", ""))
        if not verdict:
            self.add_error("remedy", str(verdict.reason))

    def draft(self) -> BottleneckDraft:
        found = self.cleaned_data
        return BottleneckDraft(
            **{name: found[name] for name in ("title", "step", *self.columns)},
            owner=UUID(found["owner"]) if found["owner"] else None,
        )


class PracticeForm(FindingForm):
    """What people do out of custom, and why."""

    columns = ("reason", "reason_words", "source", "effect")
    reason = choice_field(gettext_lazy("Why do people do it?"), radio=True)
    reason_words = text_field(gettext_lazy("In their own words"), 600, rows=2)
    source = text_field(
        gettext_lazy("How do you know that?"),
        200,
        hint=gettext_lazy("For example: article 3 of the Archives Act, or: seen on the floor."),
    )
    effect = choice_field(gettext_lazy("Does it still do what it is for?"), radio=True)

    def choose(self) -> PracticeForm:
        """Offer the words for reasons and effect."""
        offer(self, "reason", words_of(Reason))
        offer(self, "effect", words_of(Effect))
        self.initial.setdefault("reason", Reason.UNKNOWN)
        self.initial.setdefault("effect", Effect.UNKNOWN)
        return self

    def draft(self) -> PracticeDraft:
        found = self.cleaned_data
        return PracticeDraft(**{name: found[name] for name in ("title", "step", *self.columns)})


class OpportunityForm(FindingForm):
    """What becomes possible."""

    columns = ("about",)
    about = text_field(gettext_lazy("What becomes possible?"), 600, rows=3)

    def draft(self) -> OpportunityDraft:
        found = self.cleaned_data
        return OpportunityDraft(found["title"], found["step"], found["about"])


class FactForm(FindingForm):
    """How it is, or what goes well and has to stay."""

    columns = ("tone", "about", "basis", "source")
    tone = choice_field(gettext_lazy("What is it?"), radio=True)
    about = text_field(gettext_lazy("What more do you know about it?"), 600, rows=2)
    basis = choice_field(gettext_lazy("How do you know that?"), radio=True)
    source = text_field(
        gettext_lazy("Which document, or seen where?"),
        200,
        hint=gettext_lazy("Name a document or a place, not a person."),
    )

    def choose(self) -> FactForm:
        """Offer the words for what it is and how one knows it."""
        offer(self, "tone", words_of(Tone))
        offer(self, "basis", words_of(Basis))
        self.initial.setdefault("tone", Tone.FACT)
        self.initial.setdefault("basis", Basis.TOLD)
        return self

    def draft(self) -> FactDraft:
        found = self.cleaned_data
        return FactDraft(**{name: found[name] for name in ("title", "step", *self.columns)})


class VerdictForm(forms.Form):
    """What is to be done with a practice."""

    verdict = choice_field(gettext_lazy("What do you do with it?"), radio=True)
    words = text_field(gettext_lazy("Why?"), 600, rows=3, required=True)
    replacement = text_field(gettext_lazy("What comes instead?"), 400, rows=2)
    version = version_field()

    def __init__(self, sent: QueryDict | None, start: Mapping[str, object]) -> None:
        super().__init__(sent, initial=dict(start))
        offer(self, "verdict", words_of(Judgement))

    def draft(self) -> VerdictDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return VerdictDraft(found["verdict"], found["words"], found["replacement"])


class GainForm(forms.Form):
    """What a group gains."""

    group = choice_field(gettext_lazy("Who gains?"))
    minutes = minutes_field(
        gettext_lazy("Minutes a week"), gettext_lazy("Of the whole group together.")
    )
    words = text_field(gettext_lazy("What do they gain?"), 300)

    def __init__(
        self, sent: QueryDict | None, groups: Sequence[tuple[str, str | StrPromise]]
    ) -> None:
        super().__init__(sent)
        offer(self, "group", [("", gettext_lazy("Choose a group")), *groups])

    @property
    def group_id(self) -> UUID:
        return UUID(self.cleaned_data["group"])

    def draft(self) -> GainDraft:
        """What was filled in; only after `is_valid()`."""
        return GainDraft(self.cleaned_data["minutes"], self.cleaned_data["words"])
