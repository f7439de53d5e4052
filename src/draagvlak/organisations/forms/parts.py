"""What the forms of the register share."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy

from draagvlak.organisations import queries

if TYPE_CHECKING:
    from django.utils.functional import Promise, _StrPromise

    from draagvlak.core.actor import Actor
    from draagvlak.core.verdict import Verdict


NAME_MISSING = {"required": gettext_lazy("Fill in a name.")}


Choice = tuple[str, "str | Promise"]


Choices = list["Choice | tuple[str, list[Choice]]"]


def name_field(label: _StrPromise, most: int = 150) -> forms.CharField:
    """A name on one line."""
    return forms.CharField(label=label, max_length=most, error_messages=NAME_MISSING)


class SearchInput(forms.TextInput):
    """An input in which people search."""

    input_type = "search"


class SeenForm(forms.Form):
    """A form that remembers what was seen when it was opened."""

    def now_seen(self, **newest: str | int) -> None:
        """After a conflict: keep what was typed, and remember what is stored now."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        for name, value in newest.items():
            sent[name] = str(value)
        self.data = sent


def place_choices(actor: Actor, *, most: int | None = None) -> Choices:
    """Organisations and their units, as groups of a select."""
    choices: Choices = []
    for organisation in queries.places(actor, most=most):
        whole: Choice = (f"o:{organisation.id}", organisation.name)
        units: list[Choice] = [(f"u:{unit.id}", unit.label) for unit in organisation.units]
        choices.append((organisation.name, [whole, *units]))
    return choices


def split_place(written: str) -> tuple[str, UUID]:
    kind, _colon, pk = written.partition(":")
    try:
        return kind, UUID(pk)
    except ValueError:
        raise Http404 from None


def hold(verdict: Verdict) -> None:
    """Turn a refusal into an error beside the field."""
    if not verdict:
        raise forms.ValidationError(str(verdict.reason))
