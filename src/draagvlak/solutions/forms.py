"""What people fill in about a capability, a fit, and the steps that something is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from draagvlak.core.fields import once_field
from draagvlak.lib.fold import squeeze
from draagvlak.solutions import rules
from draagvlak.solutions.commands import CapabilityDraft
from draagvlak.solutions.models import Fit, How
from draagvlak.solutions.queries import OPEN, how_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.core.actor import Actor
    from draagvlak.programmes.models import Solution
    from draagvlak.solutions.models import Capability

TOO_LONG = _("This is too long: at most %(limit_value)d characters, and now %(show_value)d.")
EMPTY = _("Fill this in.")
UNKNOWN = _("Choose one of the options.")


def _text(
    label: str | StrPromise, limit: int, *, rows: int = 0, required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=limit,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={"max_length": TOO_LONG, "required": EMPTY},
    )


def _choice(label: str | StrPromise, *, required: bool = True, radio: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=required,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str | StrPromise]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def on_version(form: forms.Form, version: int) -> None:
    """After a conflict: the same input, now on the version that was shown beside it."""
    if isinstance(form.data, QueryDict):
        sent = form.data.copy()
        sent["version"] = str(version)
        form.data = sent


class CapabilityForm(forms.Form):
    """What a solution can do, how it is there, and where that was found."""

    name = _text(_("What can it do?"), 160, required=True)
    how = _choice(_("How is it there?"), radio=True)
    what = _text(_("How does that work?"), 600, rows=3)
    area = _text(_("Area"), 80)
    source = _text(_("Where did you find this?"), 200)
    checked_on = forms.DateField(
        label=_("Looked up or asked on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 31-12-2026.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    once = once_field()

    def __init__(
        self,
        actor: Actor,
        solution: Solution,
        sent: QueryDict | None,
        capability: Capability | None = None,
    ) -> None:
        start: dict[str, object] = {"how": How.BOX.value}
        if capability is not None:
            names = ("name", "how", "what", "area", "source", "checked_on", "version")
            start = {name: getattr(capability, name) for name in names}
        super().__init__(sent, initial=start)
        self._place = actor, solution, capability
        _offer(self, "how", [(each.value, capfirst(str(each.label))) for each in How])

    def clean(self) -> None:
        actor, solution, capability = self._place
        name = self.cleaned_data.get("name")
        if not name:
            return
        verdict = rules.may_name_capability(actor, solution, name=squeeze(name), but=capability)
        if not verdict:
            self.add_error("name", str(verdict.reason))

    def draft(self) -> CapabilityDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        return CapabilityDraft(
            found["name"], found["how"], found["what"], found["area"], found["source"],
            found["checked_on"],
        )  # fmt: skip


class FitForm(forms.Form):
    """Whether a solution meets a wish, by what, and why one says so."""

    how = _choice(_("How does it meet this?"), radio=True)
    capability = _choice(_("By which capability?"), required=False, radio=False)
    note = _text(_("Why do you say so?"), 400, rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        sent: QueryDict | None,
        capabilities: Sequence[tuple[str, str]],
        fit: Fit | None,
    ) -> None:
        start: dict[str, object] = {"how": OPEN, "version": 0}
        if fit is not None:
            start = {
                "how": fit.how,
                "capability": str(fit.capability_id or ""),
                "note": fit.note,
                "version": fit.version,
            }
        super().__init__(sent, initial=start)
        hows = [(each.value, capfirst(str(each.label))) for each in How]
        _offer(self, "how", [*hows, (OPEN, capfirst(how_words("")))])
        _offer(self, "capability", [("", _("None of these")), *capabilities])

    def how_said(self) -> str:
        """The verdict; empty when nobody looked after all. Only after `is_valid()`."""
        said: str = self.cleaned_data["how"]
        return "" if said == OPEN else said
