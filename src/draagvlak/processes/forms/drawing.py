"""A drawing as the tool sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.processes.forms.bringing import keep_model, read_model

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.core.storage import StoredFile
    from draagvlak.lib.bpmn import Reading


class DrawnForm(forms.Form):
    """The model, and the mark of what stood there when somebody began to draw."""

    xml = forms.CharField(
        label=gettext_lazy("Drawing"),
        strip=False,
        error_messages={"required": gettext_lazy("There is no drawing yet. Draw a step first.")},
    )
    drawn_on = forms.CharField(required=False, max_length=64)
    once = once_field()
    reading: Reading

    def clean_xml(self) -> bytes:
        """Its bytes: a form sends other line ends than the tool wrote."""
        content = str(self.cleaned_data["xml"]).replace("\r\n", "\n").encode()
        empty = _("There is no step in the drawing yet. Draw a step first.")
        self.reading = read_model(content, empty=empty)
        return content

    def keep(self, actor: Actor, name: str) -> StoredFile:
        """Keep the file; only after `is_valid()`."""
        return keep_model(actor, self.cleaned_data["xml"], name)
