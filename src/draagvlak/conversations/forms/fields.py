"""Fields that a conversation and a round share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from draagvlak.programmes.models import Phase

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


def minutes_field(most: int, too_long: StrPromise) -> forms.IntegerField:
    """How long one conversation lasts."""
    return forms.IntegerField(
        label=_("Minutes"),
        min_value=5,
        max_value=most,
        initial=45,
        error_messages={
            "min_value": _("A conversation lasts at least 5 minutes."),
            "max_value": too_long,
        },
    )


def location_field() -> forms.CharField:
    return forms.CharField(label=_("Where"), max_length=150, required=False)


def phase_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
