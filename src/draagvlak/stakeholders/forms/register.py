"""What people fill in about a stakeholder and its next step."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.stakeholders.commands import StakeholderDraft, StepDraft
from draagvlak.stakeholders.forms.fields import (
    choice_field,
    day_field,
    offer,
    possible_day,
    text_field,
    version_field,
)
from draagvlak.stakeholders.models import Stakeholder
from draagvlak.stakeholders.rules import may_add, may_name, may_step

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import QueryDict

    from draagvlak.core.actor import Actor


class WordsForm(forms.Form):
    """Where a stakeholder stands in the work, and what the change means for it."""

    layer = choice_field(gettext_lazy("Layer"))
    role = text_field(gettext_lazy("Role in the change"), 600, rows=2, required=False)
    stake = text_field(gettext_lazy("What is at stake for them"), 1000, rows=3, required=False)
    needs = text_field(gettext_lazy("What they need"), 1000, rows=3, required=False)

    def __init__(self, sent: QueryDict | None, initial: dict[str, object] | None = None) -> None:
        super().__init__(sent, initial=initial)
        layers = [(each.value, capfirst(str(each.label))) for each in Stakeholder.Layer]
        offer(self, "layer", layers)

    def draft(self, name: str) -> StakeholderDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return StakeholderDraft(
            layer=found["layer"],
            name=name,
            role=found["role"],
            stake=found["stake"],
            needs=found["needs"],
        )


class StakeholderAddForm(WordsForm):
    """A group of the register, or the name of an outside party."""

    group = choice_field(gettext_lazy("Group"), required=False)
    name = text_field(gettext_lazy("Or an outside party"), 120, required=False)
    once = once_field()
    field_order = ("group", "name", "layer", "role", "stake", "needs")

    def __init__(
        self,
        actor: Actor,
        sent: QueryDict | None,
        groups: Sequence[tuple[str, str]],
        chosen: str = "",
    ) -> None:
        super().__init__(sent, {"group": chosen})
        self.order_fields(self.field_order)
        self._actor = actor
        offer(self, "group", [("", gettext_lazy("no group")), *groups])

    def clean(self) -> None:
        if "group" in self.errors or "name" in self.errors:
            return
        group, name = self.cleaned_data.get("group"), self.cleaned_data.get("name", "")
        verdict = may_add(self._actor, group=group or None, name=name)
        if not verdict:
            self.add_error("name" if name else "group", str(verdict.reason))

    @property
    def group_id(self) -> UUID | None:
        """The chosen group; only after `is_valid()`."""
        key: str = self.cleaned_data["group"]
        return UUID(key) if key else None


class StakeholderEditForm(WordsForm):
    """A stakeholder that exists; an outside party can get another name."""

    name = text_field(gettext_lazy("Name"), 120, required=False)
    version = version_field()
    field_order = ("name", "layer", "role", "stake", "needs")

    def __init__(self, actor: Actor, sent: QueryDict | None, stakeholder: Stakeholder) -> None:
        super().__init__(
            sent,
            {
                "name": stakeholder.name,
                "layer": stakeholder.layer,
                "role": stakeholder.role,
                "stake": stakeholder.stake,
                "needs": stakeholder.needs,
                "version": stakeholder.version,
            },
        )
        self.order_fields(self.field_order)
        self._actor, self._stakeholder = actor, stakeholder
        if stakeholder.group_id is not None:
            del self.fields["name"]

    def clean(self) -> None:
        name = self.cleaned_data.get("name", "")
        if "name" in self.fields and "name" not in self.errors:
            verdict = may_name(self._actor, self._stakeholder, name=name)
            if not verdict:
                self.add_error("name", str(verdict.reason))


class ApproachForm(forms.Form):
    """How guides go about it."""

    approach = text_field(gettext_lazy("How do you go about it?"), 2000, rows=6, required=False)
    version = version_field()

    def __init__(self, sent: QueryDict | None, stakeholder: Stakeholder) -> None:
        start = {"approach": stakeholder.approach, "version": stakeholder.version}
        super().__init__(sent, initial=start)


class StepForm(forms.Form):
    """What happens next, by whom, before when."""

    what = text_field(gettext_lazy("What happens next?"), 200, required=False)
    owner = choice_field(gettext_lazy("Who sees to it"), required=False)
    due_on = day_field(gettext_lazy("Before"))
    version = version_field()

    def __init__(
        self,
        actor: Actor,
        sent: QueryDict | None,
        stakeholder: Stakeholder,
        owners: Sequence[tuple[str, str]],
    ) -> None:
        start = {
            "what": stakeholder.next_step,
            "owner": str(stakeholder.next_owner_id or ""),
            "due_on": stakeholder.next_due_on,
            "version": stakeholder.version,
        }
        super().__init__(sent, initial=start)
        self._actor, self._stakeholder = actor, stakeholder
        offer(self, "owner", [("", gettext_lazy("Nobody yet")), *owners])

    def clean_due_on(self) -> dt.date | None:
        return possible_day(self.cleaned_data["due_on"])

    def clean(self) -> None:
        found = self.cleaned_data
        verdict = may_step(
            self._actor,
            self._stakeholder,
            what=found.get("what", ""),
            owner=found.get("owner") or None,
            due_on=found.get("due_on"),
        )
        if not verdict and not self.errors:
            self.add_error("what", str(verdict.reason))

    def draft(self) -> StepDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        owner = UUID(found["owner"]) if found["owner"] else None
        return StepDraft(found["what"], owner, found["due_on"])
