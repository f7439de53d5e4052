"""A log out of a file: read and measured at once, and only what was measured is kept."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.event_logs.queries import refusal_words
from draagvlak.lib.event_log import (
    Columns,
    Limits,
    LogRefusalCode,
    LogRefused,
    Measured,
    guess_columns,
    measure,
    read_rows,
    read_xes,
)
from draagvlak.lib.event_log.tables import is_log_head
from draagvlak.lib.fold import fold_key, squeeze
from draagvlak.lib.table_file import Limits as TableLimits
from draagvlak.lib.table_file import TableError, TableErrorCode, open_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrPromise as StrPromise

LIMITS = Limits()
_TABLE = TableLimits(bytes=LIMITS.size, rows=LIMITS.events, columns=100, cell_characters=5_000)
_SHOWN_HEADS = 15
_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"\x1f\x8b")
_PARTS = ("case", "step", "time", "role")


def _column(label: StrPromise) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200)


class LogForm(forms.Form):
    """A file with events; for a table the heads of its columns, where we cannot guess them."""

    name = forms.CharField(
        label=gettext_lazy("Name of this log"),
        max_length=120,
        required=False,
        error_messages={
            "max_length": gettext_lazy("This name is too long: 120 characters at most.")
        },
    )
    file = forms.FileField(
        label=gettext_lazy("File with events"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xes,.xml,.csv,.txt,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    case = _column(gettext_lazy("Column with the number of the case"))
    step = _column(gettext_lazy("Column with what happened"))
    time = _column(gettext_lazy("Column with the date and time"))
    role = _column(gettext_lazy("Column with the role or function"))
    once = once_field()
    measured: Measured

    def __init__(
        self,
        sent: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
    ) -> None:
        super().__init__(sent, files)

    def clean(self) -> None:
        """Read and measure the file; nothing of it is kept but the figures."""
        upload = self.cleaned_data.get("file")
        if upload is None:
            return
        content = upload.read(LIMITS.size + 1)
        try:
            if self._is_xes(content):
                self.measured = measure(read_xes(content, LIMITS), LIMITS)
            else:
                self._measure_table(content, str(upload.name))
        except LogRefused as refused:
            self.add_error("file", refusal_words(refused))
        except TableError as no:
            words = _("This file cannot be read as XES or as a table. Export the log again.")
            if no.code is TableErrorCode.TOO_MANY_ROWS:
                many = LogRefused(LogRefusalCode.TOO_MANY_EVENTS, about=str(LIMITS.events))
                words = refusal_words(many)
            self.add_error("file", words)

    @staticmethod
    def _is_xes(content: bytes) -> bool:
        """XML, or what the reader of XML refuses for its size, before anything is looked at."""
        begins = content.lstrip()[:4]
        return not begins or len(content) > LIMITS.size or begins.startswith(_XML)

    def _measure_table(self, content: bytes, name: str) -> None:
        source = open_table(content, name, _TABLE, is_header=is_log_head)
        columns = self._columns(source.header)
        if not self.errors:
            self.measured = measure(read_rows(source.numbered(), columns, LIMITS), LIMITS)

    def _columns(self, header: Sequence[str]) -> Columns:
        """The columns that were named, or else guessed; an error where one is missing."""
        guessed = guess_columns(header)
        found: dict[str, int | None] = {}
        at = {fold_key(head): number for number, head in reversed(list(enumerate(header)))}
        heads = ", ".join(f"“{head[:40]}”" for head in header[:_SHOWN_HEADS] if head)
        for part in _PARTS:
            said = fold_key(self.cleaned_data.get(part, ""))
            found[part] = at.get(said) if said else getattr(guessed, part)
            if said and found[part] is None:
                words = _("There is no such column. These are there: %(heads)s.")
                self.add_error(part, words % {"heads": heads})
            elif found[part] is None and part != "role":
                words = _("Which column is this? These are there: %(heads)s.")
                self.add_error(part, words % {"heads": heads})
        return Columns(**found)

    @property
    def log_name(self) -> str:
        """The name that was given, or that of the file; only after `is_valid()`."""
        said = squeeze(self.cleaned_data["name"])
        return said or PurePath(str(self.cleaned_data["file"].name)).stem[:120] or _("Log")
