"""What somebody chooses about mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from draagvlak.notices.models import How, Kind
from draagvlak.notices.rules import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

UNKNOWN = _("Choose one of the options.")


class WishForm(forms.Form):
    """For each kind how one hears of it: only the ways that are possible are there."""

    def __init__(self, sent: QueryDict | None, wishes: Mapping[Kind, How]) -> None:
        super().__init__(sent, initial={kind.value: how.value for kind, how in wishes.items()})
        for kind in Kind:
            ways = [how for how in How if how is not How.AT_ONCE or kind in AT_ONCE]
            self.fields[kind.value] = forms.ChoiceField(
                label=capfirst(str(kind.label)),
                choices=[(how.value, capfirst(str(how.label))) for how in ways],
                widget=forms.RadioSelect,
                error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
            )

    def wishes(self) -> dict[str, str]:
        """What was chosen; only after `is_valid()`."""
        return {kind.value: self.cleaned_data[kind.value] for kind in Kind}
