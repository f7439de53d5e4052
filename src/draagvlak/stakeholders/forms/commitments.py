"""What people fill in about a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.stakeholders.commands import CommitmentDraft
from draagvlak.stakeholders.forms.fields import (
    choice_field,
    day_field,
    offer,
    past_day,
    possible_day,
    text_field,
    version_field,
)
from draagvlak.stakeholders.models import Commitment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import QueryDict


class CommitmentForm(forms.Form):
    """What was promised, when, by whom, and before which day it is kept."""

    what = text_field(gettext_lazy("What was promised?"), 300)
    made_on = day_field(gettext_lazy("Promised on"), required=True)
    due_on = day_field(gettext_lazy("Kept before"))
    owner = choice_field(gettext_lazy("Who sees to it"), required=False)

    def __init__(
        self,
        sent: QueryDict | None,
        owners: Sequence[tuple[str, str]],
        commitment: Commitment | None = None,
    ) -> None:
        start: dict[str, object] = {"made_on": timezone.localdate()}
        if commitment is not None:
            start = {
                "what": commitment.what,
                "made_on": commitment.made_on,
                "due_on": commitment.due_on,
                "owner": str(commitment.owner_id or ""),
                "version": commitment.version,
            }
        super().__init__(sent, initial=start)
        offer(self, "owner", [("", gettext_lazy("Nobody yet")), *owners])

    def clean_made_on(self) -> dt.date | None:
        return past_day(self.cleaned_data["made_on"])

    def clean_due_on(self) -> dt.date | None:
        return possible_day(self.cleaned_data["due_on"])

    def draft(self) -> CommitmentDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        owner = UUID(found["owner"]) if found["owner"] else None
        return CommitmentDraft(found["what"], found["made_on"], found["due_on"], owner)


class CommitmentAddForm(CommitmentForm):
    """A new promise."""

    once = once_field()


class CommitmentEditForm(CommitmentForm):
    """A promise that exists."""

    version = version_field()


class SettleForm(forms.Form):
    """Whether a promise was kept."""

    state = choice_field(gettext_lazy("Was it kept?"), radio=True)
    because = text_field(gettext_lazy("How did it go?"), 600, rows=3, required=False)
    version = version_field()

    def __init__(self, sent: QueryDict | None, commitment: Commitment) -> None:
        super().__init__(sent, initial={"version": commitment.version})
        settled = [each for each in Commitment.State if each is not Commitment.State.OPEN]
        offer(self, "state", [(each.value, capfirst(str(each.label))) for each in settled])

    def clean(self) -> None:
        reasons = {
            Commitment.State.BROKEN: _(
                "Write down why it was not kept. People have a right to the reason."
            ),
            Commitment.State.WITHDRAWN: _(
                "Write down why it is withdrawn. People have a right to the reason."
            ),
        }
        reason = reasons.get(self.cleaned_data.get("state", ""))
        if reason and not self.cleaned_data.get("because", "").strip():
            self.add_error("because", reason)
