"""What people fill in about a process."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.processes import rules
from draagvlak.processes.commands import ProcessDraft
from draagvlak.processes.forms.fields import (
    choice_field,
    offer,
    text_field,
    version_field,
)
from draagvlak.processes.models import Process
from draagvlak.processes.queries import process_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from draagvlak.core.actor import Actor


class ProcessForm(forms.Form):
    """A name, what kind of work it is, what it brings, and who sees to it."""

    name = text_field(gettext_lazy("Name"), 120, required=True)
    kind = choice_field(gettext_lazy("Kind of process"), radio=True)
    about = text_field(gettext_lazy("What does it bring, and to whom?"), 600, rows=3)
    owner = choice_field(gettext_lazy("Who sees to it"), required=False)
    version = version_field()
    once = once_field()

    def __init__(
        self,
        actor: Actor,
        sent: QueryDict | None,
        owners: Sequence[tuple[str, str]],
        process: Process | None = None,
    ) -> None:
        start: dict[str, object] = {"kind": Process.Kind.SECONDARY}
        if process is not None:
            start = {
                "name": process.name,
                "kind": process.kind,
                "about": process.about,
                "owner": str(process.owner_id or ""),
                "version": process.version,
            }
        super().__init__(sent, initial=start)
        self._actor, self._process = actor, process
        kinds = [(each.value, capfirst(str(each.label))) for each in Process.Kind]
        offer(self, "kind", kinds)
        offer(self, "owner", [("", gettext_lazy("Nobody yet")), *owners])

    def clean(self) -> None:
        name = self.cleaned_data.get("name")
        if not name:
            return
        if self._process is not None:
            verdict = rules.may_rename(self._actor, self._process, name=name)
        else:
            count = process_count(self._actor)
            verdict = rules.may_add(self._actor, name=name, count=count)
        if not verdict:
            self.add_error("name", str(verdict.reason))

    def draft(self) -> ProcessDraft:
        """What was filled in; only after `is_valid()`."""
        found = self.cleaned_data
        owner = UUID(found["owner"]) if found["owner"] else None
        return ProcessDraft(found["name"], found["kind"], found["about"], owner)
