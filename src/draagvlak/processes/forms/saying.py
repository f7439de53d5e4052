"""What a group fills in about its work, what a guide answers, and when groups begin."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.processes import rules
from draagvlak.processes.commands import AnswerDraft, RemarkDraft, WaveDraft
from draagvlak.processes.forms.fields import (
    EMPTY,
    UNKNOWN,
    choice_field,
    number_field,
    offer,
    text_field,
    version_field,
)
from draagvlak.processes.models import Step
from draagvlak.processes.queries import groups_elsewhere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Remark, Wave


class RemarkForm(forms.Form):
    """What is not right about a step."""

    step = choice_field(gettext_lazy("What is not right?"), radio=True)
    words = text_field(gettext_lazy("How does it really go?"), 600, rows=4)
    minutes = number_field(gettext_lazy("Minutes each time"))
    often = number_field(gettext_lazy("Times a week"))
    fate = choice_field(gettext_lazy("What happens to this step?"), required=False)
    by_name = forms.BooleanField(label=gettext_lazy("My name may stand with it"), required=False)

    def __init__(
        self,
        sent: QueryDict | None,
        steps: Sequence[tuple[str, str]],
        said: Remark | None = None,
        *,
        may_name: bool = True,
    ) -> None:
        start: dict[str, object] = {"step": steps[0][0] if steps else ""}
        if said is not None and said.right is not True:
            names = ("words", "minutes", "often", "fate")
            start |= {name: getattr(said, name) for name in names}
            start["by_name"] = bool(said.by_name)
        super().__init__(sent, initial=start)
        fates = [(each.value, capfirst(str(each.label))) for each in Step.Fate]
        offer(self, "fate", [("", gettext_lazy("I say nothing about that")), *fates])
        offer(self, "step", steps)
        if not steps:
            for name in ("step", "minutes", "often", "fate"):
                del self.fields[name]
        if not may_name:
            del self.fields["by_name"]

    def clean(self) -> None:
        if self.errors:
            return
        draft = self.draft()
        verdict = rules.may_say_this(right=draft.right, is_empty=draft.is_empty)
        if not verdict:
            self.add_error("words", str(verdict.reason))

    def draft(self) -> RemarkDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return RemarkDraft(
            right=False if "step" in self.fields else None,
            words=found["words"],
            minutes=found.get("minutes"),
            often=found.get("often"),
            fate=found.get("fate", ""),
            by_name=bool(found.get("by_name")),
        )


class AnswerForm(forms.Form):
    """What happens with what a group said."""

    done = forms.TypedChoiceField(
        label=gettext_lazy("What happens with it?"),
        choices=[("yes", gettext_lazy("We changed it")), ("no", gettext_lazy("It stays as it is"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )
    text = text_field(gettext_lazy("What do you say to the group?"), 600, rows=3)
    version = version_field()

    def clean(self) -> None:
        found = self.cleaned_data
        if "done" not in found or "text" not in found:
            return
        verdict = rules.may_answer_so(done=found["done"], text=found["text"])
        if not verdict:
            self.add_error("text", str(verdict.reason))

    def draft(self) -> AnswerDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return AnswerDraft(found["done"], found["text"], found["version"] or 0)


class WaveForm(forms.Form):
    """A name, a first day, and who begins then."""

    name = text_field(gettext_lazy("Name"), 80, required=True)
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": EMPTY, "invalid": gettext_lazy("Choose a day.")},
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Groups that begin then"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN},
    )
    version = version_field()
    once = once_field()

    def __init__(
        self,
        actor: Actor,
        sent: QueryDict | None,
        choices: Sequence[tuple[str, str]],
        wave: Wave | None = None,
        chosen: Sequence[str] = (),
    ) -> None:
        start: dict[str, object] = {}
        if wave is not None:
            start = {"name": wave.name, "starts_on": wave.starts_on, "version": wave.version}
            start["groups"] = list(chosen)
        super().__init__(sent, initial=start)
        self._actor, self._wave = actor, wave
        offer(self, "groups", choices)

    def clean(self) -> None:
        found = self.cleaned_data
        ids = [UUID(each) for each in found.get("groups", [])]
        elsewhere = groups_elsewhere(self._actor, ids, but=self._wave)
        verdict = rules.may_place(elsewhere)
        if not verdict:
            self.add_error("groups", str(verdict.reason))

    def draft(self) -> WaveDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        ids = tuple(UUID(each) for each in found["groups"])
        return WaveDraft(found["name"], found["starts_on"], ids)
