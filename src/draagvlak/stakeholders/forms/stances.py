"""What a guide fills in about how a group stands, and the days of the map."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.lib.numerals import whole_number
from draagvlak.programmes.models import Participation
from draagvlak.stakeholders.commands import AssessmentDraft
from draagvlak.stakeholders.forms.fields import (
    EMPTY,
    choice_field,
    day_field,
    offer,
    past_day,
    possible_day,
    text_field,
    version_field,
)
from draagvlak.stakeholders.models import FULL, Assessment, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict
    from django.utils.functional import _StrPromise as StrPromise

_RANGE = gettext_lazy("Influence and interest go from 0 to 100.")
BACK = dt.timedelta(days=90)
"""How far back the map looks when nobody says otherwise."""


def _amount(label: StrPromise | str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=FULL,
        widget=forms.NumberInput(attrs={"step": 1, "inputmode": "numeric"}),
        error_messages={
            "required": EMPTY, "invalid": _RANGE, "min_value": _RANGE, "max_value": _RANGE,
        },
    )  # fmt: skip


class AssessmentForm(forms.Form):
    """Influence, interest, attitude, the day, and what that rests on."""

    influence = _amount(gettext_lazy("Influence"))
    interest = _amount(gettext_lazy("Interest"))
    attitude = choice_field(gettext_lazy("Attitude of the group"), radio=True)
    reason = text_field(gettext_lazy("What does this rest on?"), 600, rows=3)
    seen_on = day_field(gettext_lazy("Seen on"), required=True)
    after = version_field()
    once = once_field()

    def __init__(
        self,
        sent: QueryDict | None,
        now: Assessment | None,
        after: int,
        asked: Mapping[str, str],
    ) -> None:
        start: dict[str, object] = {"after": after, "seen_on": timezone.localdate()}
        if now is not None:
            start |= {
                "influence": now.influence,
                "interest": now.interest,
                "attitude": now.attitude,
            }
        start |= {
            name: asked[name]
            for name in ("influence", "interest")
            if whole_number(asked.get(name, "")) is not None
        }
        super().__init__(sent, initial=start)
        labels = [(each.value, capfirst(str(each.label))) for each in Assessment.Attitude]
        offer(self, "attitude", labels)

    def clean_seen_on(self) -> dt.date | None:
        return past_day(self.cleaned_data["seen_on"])

    def draft(self) -> AssessmentDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return AssessmentDraft(
            influence=found["influence"],
            interest=found["interest"],
            attitude=found["attitude"],
            reason=found["reason"],
            seen_on=found["seen_on"],
        )


class DaysForm(forms.Form):
    """Then and now: the day of the map, and the day that it is compared with."""

    since = day_field(gettext_lazy("Then"))
    on = day_field(pgettext_lazy("day", "Now"))

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)

    def clean_since(self) -> dt.date | None:
        return possible_day(self.cleaned_data["since"])

    def clean_on(self) -> dt.date | None:
        return possible_day(self.cleaned_data["on"])

    def days(self) -> tuple[dt.date, dt.date]:
        """The two days, the earlier first; what cannot be read asks for nothing."""
        today = timezone.localdate()
        found = self.cleaned_data if self.is_valid() else {}
        on: dt.date = min(found.get("on") or today, today)
        since: dt.date = found.get("since") or on - BACK
        return min(since, on), on


class RelationForm(forms.Form):
    """How this one stands to another."""

    kind = choice_field(gettext_lazy("Relation"))
    target = choice_field(gettext_lazy("To whom"))
    note = text_field(gettext_lazy("Explanation"), 300, required=False)
    once = once_field()

    def __init__(self, sent: QueryDict | None, others: Sequence[tuple[str, str]]) -> None:
        super().__init__(sent)
        kinds = [(each.value, capfirst(str(each.label))) for each in Relation.Kind]
        offer(self, "kind", kinds)
        offer(self, "target", others)

    @property
    def target_id(self) -> UUID:
        """The other end; only after `is_valid()`."""
        return UUID(self.cleaned_data["target"])


class PartForm(forms.Form):
    """How a stakeholder takes part in a decision."""

    decision = choice_field(gettext_lazy("Decision"))
    level = choice_field(gettext_lazy("Role in the decision"))

    def __init__(self, sent: QueryDict | None, decisions: Sequence[tuple[str, str]]) -> None:
        super().__init__(sent)
        offer(self, "decision", decisions)
        levels = [(each.value, capfirst(str(each.label))) for each in Participation.Level]
        offer(self, "level", levels)

    @property
    def decision_id(self) -> UUID:
        """The decision; only after `is_valid()`."""
        return UUID(self.cleaned_data["decision"])
