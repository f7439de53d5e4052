"""What people choose to tie to a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.measures.forms.fields import UNKNOWN, offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from draagvlak.measures.queries import CauseRow, ConcernRow


class CauseTieForm(forms.Form):
    """For which concerns of a cause a measure is."""

    concerns = forms.MultipleChoiceField(
        label=gettext_lazy("For which worries and wishes is it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN},
    )

    def __init__(self, data: QueryDict | None, concerns: Sequence[ConcernRow]) -> None:
        waiting = [str(row.id) for row in concerns if row.waits]
        super().__init__(data, initial={"concerns": waiting})
        offer(self, "concerns", [(str(row.id), row.title) for row in concerns])

    def chosen(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["concerns"]]


class ConcernTieForm(CauseTieForm):
    """Which concerns more a measure is for: at least one."""

    def __init__(self, data: QueryDict | None, concerns: Sequence[ConcernRow]) -> None:
        super().__init__(data, concerns)
        self.initial["concerns"] = []
        self.fields["concerns"].required = True
        self.fields["concerns"].error_messages["required"] = _("Choose at least one.")


class CausePickForm(forms.Form):
    """Which cause a measure answers."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Which cause does it answer?"),
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )

    def __init__(self, data: QueryDict | None, causes: Sequence[CauseRow]) -> None:
        super().__init__(data)
        titles = [(str(row.id), row.title) for row in causes]
        offer(self, "cause", [("", gettext_lazy("Choose a cause")), *titles])
