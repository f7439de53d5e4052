"""A model out of a file, two steps that are one, and a role with its group."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.core.storage import FileRefused, keep_file
from draagvlak.core.storage.kinds import FileKind
from draagvlak.lib.bpmn import Reading, Refused
from draagvlak.processes.forms.fields import (
    EMPTY,
    UNKNOWN,
    choice_field,
    offer,
    text_field,
)
from draagvlak.processes.queries import boxes, read_upload, refusal_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from draagvlak.core.actor import Actor
    from draagvlak.core.storage import StoredFile

LARGEST = 5 * 1024 * 1024
MOST_BOXES = 2_000
_BEGINS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b" ", b"\r", b"\n", b"\t")
KINDS = (
    FileKind("bpmn", "application/xml", _BEGINS),
    FileKind("bpmn2", "application/xml", _BEGINS),
    FileKind("xml", "application/xml", _BEGINS),
)


class BroughtForm(forms.Form):
    """A file with a model. It is read first, and only kept when it can be used."""

    file = forms.FileField(
        label=gettext_lazy("File with the model"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".bpmn,.bpmn2,.xml"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    once = once_field()
    reading: Reading
    kept: StoredFile

    def __init__(
        self,
        actor: Actor,
        sent: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
    ) -> None:
        super().__init__(sent, files)
        self._actor = actor

    def clean_file(self) -> None:
        """Read it, look whether there is something in it, and keep its bytes."""
        upload = self.cleaned_data["file"]
        content = upload.read(LARGEST + 1)
        self.reading = read_model(
            content, empty=_("There is no step in this model. Is it the right file?")
        )
        self.kept = keep_model(self._actor, content, str(upload.name))


def read_model(content: bytes, *, empty: str) -> Reading:
    """Read a model that is to stand here; raises what is wrong with it, in words."""
    try:
        reading = read_upload(content)
    except Refused as refused:
        raise forms.ValidationError(refusal_words(refused)) from None
    count = sum(1 for _each in boxes(reading.model))
    if not count:
        raise forms.ValidationError(empty)
    if count > MOST_BOXES:
        raise forms.ValidationError(
            _("There are %(count)d steps in this model. Split it: 2,000 is the most.")
            % {"count": count}
        )
    return reading


def keep_model(actor: Actor, content: bytes, name: str) -> StoredFile:
    """Keep the bytes of a model that was read."""
    try:
        return keep_file(actor.tenant, io.BytesIO(content), name=name, kinds=KINDS, limit=LARGEST)
    except FileRefused as no:
        raise forms.ValidationError(str(no)) from None


class PairForm(forms.Form):
    """A step of now and a step of later: are they one?"""

    old = choice_field(gettext_lazy("Now"))
    new = choice_field(gettext_lazy("Later"))
    together = forms.TypedChoiceField(
        label=gettext_lazy("Are they the same step?"),
        choices=[("yes", gettext_lazy("These are the same step")),
                 ("no", gettext_lazy("These are two different steps"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )  # fmt: skip
    once = once_field()

    def __init__(
        self,
        sent: QueryDict | None,
        old: Sequence[tuple[str, str]],
        new: Sequence[tuple[str, str]],
        initial: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sent, initial=dict(initial or {}))
        pick = ("", gettext_lazy("Choose a step"))
        offer(self, "old", [pick, *old])
        offer(self, "new", [pick, *new])


class TieForm(forms.Form):
    """Which group does the work of a role."""

    role = text_field(gettext_lazy("Role"), 200, required=True)
    group = forms.UUIDField(required=False, error_messages={"invalid": EMPTY})

    @property
    def group_id(self) -> UUID | None:
        """The chosen group; only after `is_valid()`."""
        found: UUID | None = self.cleaned_data["group"]
        return found
