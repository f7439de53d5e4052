"""A file with people, and what its columns hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.lib.fold import squeeze
from draagvlak.lib.people_table import Column, Mapping, Mend, Repair
from draagvlak.lib.table_file import Table, TableError, TableErrorCode
from draagvlak.organisations import queries, rules
from draagvlak.organisations.imports import words
from draagvlak.organisations.imports.reading import LIMITS, read_file
from draagvlak.organisations.models import PeopleImport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.imports.staged import Report
    from draagvlak.organisations.models import Organisation

from draagvlak.organisations.forms.parts import Choice, hold

LARGE_FILE = 512 * 1024
"""Bytes from which the background reads a file, so that nobody waits for the upload."""


@dataclass(frozen=True)
class ImportStart:
    """A file that was read, and the organisation it is about: one that exists, or a new name."""

    organisation: Organisation | None
    new_name: str
    filename: str
    upload: bytes
    table: Table | None
    """None for a large file: the background reads it."""


class ImportStartForm(forms.Form):
    """An organisation and a file with people."""

    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    new_organisation = forms.CharField(
        label=gettext_lazy("Or a new organisation"), max_length=150, required=False
    )
    file = forms.FileField(
        label=gettext_lazy("File with people"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def __init__(
        self, actor: Actor, sent: object = None, files: object = None, chosen: str = ""
    ) -> None:
        known = queries.organisation_rows(actor)
        if len(known) == 1 and not chosen:
            chosen = str(known[0].id)
        super().__init__(sent, files, initial={"organisation": chosen})  # type: ignore[arg-type]
        self.actor = actor
        if known:
            field = self.fields["organisation"]
            none: Choice = ("", _("Choose an organisation"))
            if isinstance(field, forms.ChoiceField):
                field.choices = [none, *((str(row.id), row.name) for row in known)]
        else:
            del self.fields["organisation"]
            new = self.fields["new_organisation"]
            new.label = _("Name of the organisation")
            new.initial = actor.workspace.name if actor.workspace else ""

    def clean_new_organisation(self) -> str:
        name = squeeze(str(self.cleaned_data["new_organisation"]))
        if name:
            hold(rules.may_name_organisation(self.actor, name))
        return name

    def clean_file(self) -> Table | None:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            if (file.size or 0) > LIMITS.bytes:
                raise TableError(TableErrorCode.TOO_LARGE, limit=LIMITS.bytes)  # noqa: TRY301 one way out
            if (file.size or 0) > LARGE_FILE:
                return None
            return read_file(file.read(), file.name or "")
        except TableError as error:
            raise forms.ValidationError(words.about_file(error)) from None

    def clean(self) -> dict[str, object]:
        new = self.cleaned_data.get("new_organisation")
        chosen = self.cleaned_data.get("organisation")
        if not chosen and not new and "new_organisation" not in self.errors:
            field = "organisation" if "organisation" in self.fields else "new_organisation"
            self.add_error(field, _("Say which organisation these people work for."))
        return self.cleaned_data

    def started(self) -> ImportStart:
        """What was filled in. A new name goes before a choice."""
        new = self.cleaned_data["new_organisation"]
        chosen = self.cleaned_data.get("organisation")
        file: UploadedFile[bytes] = self.files["file"]  # type: ignore[assignment]
        return ImportStart(
            organisation=None
            if new
            else queries.access_organisation(self.actor, UUID(str(chosen))),
            new_name=new,
            filename=file.name or "",
            upload=_whole(file),
            table=self.cleaned_data["file"],
        )


def _whole(file: UploadedFile[bytes]) -> bytes:
    file.seek(0)
    return bytes(file.read())


class ImportReadingForm(forms.Form):
    """On which sheet the people stand, and in which row the header."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    header_row = forms.TypedChoiceField(label=gettext_lazy("Header"), coerce=int)

    def __init__(self, report: Report, sent: object = None) -> None:
        super().__init__(
            sent,  # type: ignore[arg-type]
            initial={"sheet": report.sheet, "header_row": report.header_number},
        )
        sheet, header = self.fields["sheet"], self.fields["header_row"]
        if len(report.sheets) > 1 and isinstance(sheet, forms.ChoiceField):
            sheet.choices = [(name, name) for name in report.sheets]
        else:
            del self.fields["sheet"]
        if isinstance(header, forms.ChoiceField):
            rows: list[Choice] = [("0", _("There is no header"))]
            for number, cells in report.head:
                line = " | ".join(cell for cell in cells if cell)[:90]
                rows.append(
                    (str(number), _("Row %(row)s: %(line)s") % {"row": number, "line": line})
                )
            header.choices = rows

    def chosen(self) -> tuple[str, int]:
        """The sheet ("" when there is one) and the number of the row."""
        return str(self.cleaned_data.get("sheet", "")), int(self.cleaned_data["header_row"])


class ImportRepairForm(forms.Form):
    """One repair of one cell or row."""

    do = forms.ChoiceField(choices=[(mend.value, mend.value) for mend in Mend])
    row = forms.IntegerField(min_value=0)
    column = forms.IntegerField(min_value=-1)
    old = forms.CharField(required=False, strip=False, max_length=300)
    new = forms.CharField(required=False, max_length=300)

    def repair(self) -> Repair:
        """What was asked for."""
        sent = self.cleaned_data
        old = str(sent["old"]).replace("\r\n", "\n")
        return Repair(str(sent["do"]), int(sent["row"]), int(sent["column"]), old, str(sent["new"]))


class ImportGoneForm(forms.Form):
    """What happens with those who are not in the file."""

    gone_choice = forms.ChoiceField(
        label=gettext_lazy("What happens with them?"),
        choices=PeopleImport.Gone.choices,
        widget=forms.RadioSelect,
    )

    def choice(self) -> PeopleImport.Gone:
        """What was chosen."""
        return PeopleImport.Gone(str(self.cleaned_data["gone_choice"]))


class ImportColumnsForm(forms.Form):
    """What each column of a file holds."""

    def __init__(self, header: Sequence[str], mapping: Mapping, sent: object = None) -> None:
        super().__init__(sent)  # type: ignore[arg-type]
        none: Choice = ("", _("Do not use"))
        choices = [none, *((column.value, word) for column, word in words.COLUMN_WORDS.items())]
        for index, (title, column) in enumerate(zip(header, mapping.columns, strict=True)):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=title, required=False, choices=choices, initial=column or ""
            )

    def clean(self) -> dict[str, object]:
        mapping = Mapping.chosen(self.columns())
        if not mapping.has_name:
            raise forms.ValidationError(
                _("Say which column holds the name. Without a name nobody can be imported.")
            )
        if mapping.repeated:
            twice = ", ".join(f"“{words.COLUMN_WORDS[column]}”" for column in mapping.repeated)
            raise forms.ValidationError(
                _("%(columns)s is chosen more than once. Choose it for one column.")
                % {"columns": twice}
            )
        return self.cleaned_data

    def columns(self) -> list[Column | None]:
        """What each column holds, in the order of the file."""
        chosen = (self.cleaned_data.get(name) for name in self.fields)
        return [Column(each) if each else None for each in chosen]
