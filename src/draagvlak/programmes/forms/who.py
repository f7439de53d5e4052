"""Finding a person in the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from draagvlak.programmes.queries import (
    people_named,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Person


class WhoForm(forms.Form):
    """Finds a person in the register by words: also among a hundred thousand, without script."""

    who = forms.CharField(
        label=_("Who is this in the register?"),
        max_length=150,
        required=False,
        help_text=_("Type (a part of) the name, or the e-mail address."),
    )
    person = forms.ChoiceField(
        label=_("Who do you mean?"), required=False, widget=forms.RadioSelect
    )

    def __init__(
        self,
        actor: Actor,
        data: QueryDict | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._actor = actor
        self.found: list[Person] = []
        if data is not None:
            self.found = people_named(actor, str(data.get("who", "")))
        self.fields["person"].choices = [(str(one.pk), _described(one)) for one in self.found]  # type: ignore[attr-defined]

    @property
    def is_ambiguous(self) -> bool:
        """Whether the page must ask which of several people is meant."""
        return len(self.found) > 1

    def clean(self) -> None:
        super().clean()
        if not self.cleaned_data.get("who"):
            return
        if not self.found:
            self.add_error(
                "who", _("Nobody in the register matches. Check the spelling, or leave this empty.")
            )
        elif self.is_ambiguous and not self.cleaned_data.get("person"):
            self.add_error("person", _("More than one person matches. Choose who you mean."))

    def person_row(self) -> Person | None:
        """The person that was found; None when nothing was typed."""
        if not self.cleaned_data.get("who"):
            return None
        if not self.is_ambiguous:
            return self.found[0]
        key = self.cleaned_data["person"]
        return next(one for one in self.found if str(one.pk) == key)


def _described(person: Person) -> str:
    rest = [person.function, person.unit.name if person.unit else "", person.email]
    return " · ".join([person.name, *filter(None, rest)])
