"""What guides fill in about documents, words and earlier changes."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.fields import once_field
from draagvlak.core.storage import FileRefused, keep_file
from draagvlak.intake import rules
from draagvlak.intake.commands import DocumentDraft, EarlierDraft, TermDraft
from draagvlak.intake.models import Document, EarlierChange, Term
from draagvlak.lib.fold import fold_key
from draagvlak.lib.table_file import Limits, TableError, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrPromise as StrPromise

    from draagvlak.core.actor import Actor
    from draagvlak.core.storage import StoredFile
    from draagvlak.intake.queries import Entry

FIRST_YEAR = 1950
CSV_BYTES = 512 * 1024
ZIP = b"PK"
HEADS: Mapping[str, frozenset[str]] = {
    "word": frozenset({"woord", "term", "begrip", "afkorting", "word"}),
    "meaning": frozenset({"betekenis", "uitleg", "omschrijving", "meaning", "explanation"}),
    "said_by": frozenset({"wie zegt dat", "bron", "van wie", "who says so", "source"}),
    "used_in": frozenset({"gebruikt in", "waar", "used in", "where"}),
}
TOO_LONG = gettext_lazy(
    "This is too long: at most %(limit_value)d characters, and now %(show_value)d."
)
EMPTY = gettext_lazy("Fill this in.")
UNKNOWN = gettext_lazy("Choose one of the options.")


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


def _choice(
    label: str | StrPromise, choices: Sequence[tuple[str, str | StrPromise]]
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=lambda: [(key, capfirst(str(words))) for key, words in choices],
        error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )


class EntryForm(forms.Form):
    """What every row has: a key against sending twice, or the version that was read."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        actor: Actor,
        sent: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        entry: Entry | None = None,
    ) -> None:
        start: dict[str, object] = {"once": secrets.token_hex(16)}
        if entry is not None:
            start = {name: getattr(entry, name, None) for name in self.base_fields}
        super().__init__(sent, files, initial=start)
        self.actor = actor
        self.entry = entry

    def on_version(self, version: int) -> None:
        """After a conflict: the same input, now on the version that was shown beside it."""
        if isinstance(self.data, QueryDict):
            sent = self.data.copy()
            sent["version"] = str(version)
            self.data = sent


class DocumentForm(EntryForm):
    """Something to read: a file or a link."""

    title = _text(gettext_lazy("Title"), 150, required=True)
    kind = _choice(gettext_lazy("Kind of document"), Document.Kind.choices)
    file = forms.FileField(label=gettext_lazy("File"), required=False, allow_empty_file=True)
    link = forms.URLField(
        label=gettext_lazy("Or a link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("This is not an address. It begins with https.")},
    )
    why = _text(gettext_lazy("Why it matters"), 600, rows=2)
    note = _text(gettext_lazy("Note for guides"), 2000, rows=4)

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"])
        if link and not link.startswith(("http://", "https://")):
            raise ValidationError(_("This is not an address. It begins with https."))
        return link

    def clean(self) -> None:
        """One source; the file is kept only when all else is right."""
        said = self.cleaned_data
        upload, link = said.get("file"), said.get("link")
        new_link = link if link != getattr(self.entry, "link", "") else ""
        if upload and new_link:
            self.add_error("link", _("Choose a file or a link, not both."))
        elif not upload and not link and "link" not in self.errors and not self._has_file():
            self.add_error("file", _("Add a file, or write a link."))
        if upload and not self.errors:
            try:
                said["kept"] = keep_file(self.actor.tenant, upload, name=upload.name)
            except FileRefused as refused:
                self.add_error("file", str(refused))

    def _has_file(self) -> bool:
        return isinstance(self.entry, Document) and self.entry.attachment_id is not None

    def draft(self) -> DocumentDraft:
        """What was filled in; only after `is_valid()`."""
        said = self.cleaned_data
        kept: StoredFile | None = said.get("kept")
        link = "" if kept else said["link"]
        return DocumentDraft(said["title"], said["kind"], link, said["why"], said["note"], kept)


class TermForm(EntryForm):
    """A word of the jargon list."""

    word = _text(gettext_lazy("Word or abbreviation"), 80, required=True)
    meaning = _text(gettext_lazy("What it means here"), 600, rows=3, required=True)
    said_by = _text(gettext_lazy("Who says so"), 120)
    used_in = _text(gettext_lazy("Used in"), 200)

    def clean_word(self) -> str:
        """A change is looked at here; a new word by its command, which knows what came twice."""
        word = str(self.cleaned_data["word"])
        if isinstance(self.entry, Term):
            verdict = rules.may_keep_word(self.actor, word, self.entry)
            if not verdict:
                raise ValidationError(str(verdict.reason))
        return word

    def draft(self) -> TermDraft:
        """What was filled in; only after `is_valid()`."""
        said = self.cleaned_data
        return TermDraft(said["word"], said["meaning"], said["said_by"], said["used_in"])


class EarlierForm(EntryForm):
    """A change that came before this one."""

    what = _text(gettext_lazy("What changed?"), 200, required=True)
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST_YEAR,
        error_messages={
            "required": EMPTY,
            "invalid": gettext_lazy("Write a year, such as 2021."),
            "min_value": gettext_lazy("Look at the year: this is long ago."),
        },
    )
    for_whom = _text(gettext_lazy("For whom"), 200)
    outcome = _choice(gettext_lazy("How did it end?"), EarlierChange.Outcome.choices)
    how = _text(gettext_lazy("How did it go?"), 1000, rows=4)
    still_said = _text(gettext_lazy("What do people still say about it?"), 1000, rows=3)
    lesson = _text(gettext_lazy("What do we learn from it?"), 600, rows=3)

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        if year > timezone.localdate().year:
            raise ValidationError(_("This year is still to come."))
        return year

    def draft(self) -> EarlierDraft:
        """What was filled in; only after `is_valid()`."""
        said = self.cleaned_data
        names = ("what", "year", "outcome", "for_whom", "how", "still_said", "lesson")
        return EarlierDraft(**{name: said[name] for name in names})


class TermsForm(forms.Form):
    """A CSV file with words."""

    once = once_field()
    file = forms.FileField(
        label=gettext_lazy("File with words (CSV)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def clean_file(self) -> list[TermDraft]:
        file = self.cleaned_data["file"]
        found = file.read(CSV_BYTES + 1)
        if len(found) > CSV_BYTES:
            raise ValidationError(_("This file is larger than half a MB. Split it and try again."))
        if found.startswith(ZIP):
            raise ValidationError(
                _("This is a workbook. Save it as CSV (file, save as) and add that file.")
            )
        try:
            table = read_table(
                found, file.name or "", Limits(bytes=CSV_BYTES, columns=40), is_header=_is_head
            )
        except TableError:
            raise ValidationError(_("This file cannot be read. Save it again as CSV.")) from None
        return _drafts([fold_key(name) for name in table.header], table.rows)


def _is_head(cell: str) -> bool:
    return any(fold_key(cell) in names for names in HEADS.values())


def _drafts(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[TermDraft]:
    """The words of a table. Columns are found by their names."""
    at = {
        field: next((place for place, name in enumerate(header) if name in names), None)
        for field, names in HEADS.items()
    }
    if at["word"] is None or at["meaning"] is None:
        raise ValidationError(_("The file needs a column “Woord” and a column “Betekenis”."))
    found = [{name: row[i] if i is not None else "" for name, i in at.items()} for row in rows]
    drafts = [
        TermDraft(
            each["word"][:80], each["meaning"][:600], each["said_by"][:120], each["used_in"][:200]
        )
        for each in found
        if fold_key(each["word"]) and each["meaning"].strip()
    ]
    if not drafts:
        raise ValidationError(_("There is no word with a meaning in this file."))
    if len(drafts) > rules.MOST_WORDS:
        raise ValidationError(_("These are more than 500 words. Split the file and try again."))
    return drafts
