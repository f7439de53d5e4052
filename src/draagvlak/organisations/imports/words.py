"""What an import says to people: about the file, about its rows, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from draagvlak.lib.people_table import Column, Mend, ProblemCode
from draagvlak.lib.table_file import NoteCode, TableError, TableErrorCode
from draagvlak.organisations.imports.plan import Clash, Outcome

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from draagvlak.lib.people_table import Repair
    from draagvlak.organisations.imports.staged import RowProblem
    from draagvlak.organisations.models import PeopleImport

Params = Mapping[str, str | int]

COLUMN_WORDS: dict[Column, Promise] = {
    Column.NAME: gettext_lazy("Whole name"),
    Column.GIVEN_NAME: gettext_lazy("Given name"),
    Column.INITIALS: gettext_lazy("Initials"),
    Column.INFIX: gettext_lazy("Infix (“van der”)"),
    Column.FAMILY_NAME: gettext_lazy("Family name"),
    Column.EMAIL: gettext_lazy("E-mail address"),
    Column.SECOND_EMAIL: gettext_lazy("Second e-mail address"),
    Column.FUNCTION: gettext_lazy("Function"),
    Column.UNIT: gettext_lazy("Unit"),
    Column.UNIT_CODE: gettext_lazy("Unit code"),
    Column.PARENT_UNIT: gettext_lazy("Unit above it"),
    Column.ORGANISATION: gettext_lazy("Organisation"),
    Column.PERSONNEL_NUMBER: gettext_lazy("Staff number"),
    Column.LEFT_ON: gettext_lazy("Last day of work"),
    Column.STATUS: gettext_lazy("Works here or not"),
}
"""What a column can hold, in the order in which people choose it."""

OUTCOME_WORDS: dict[Outcome, Promise] = {
    Outcome.NEW: gettext_lazy("new"),
    Outcome.CHANGED: gettext_lazy("changes"),
    Outcome.UNCHANGED: gettext_lazy("stays the same"),
    Outcome.SKIPPED: gettext_lazy("is skipped"),
    Outcome.LEAVER: gettext_lazy("no longer works here"),
    Outcome.PASSED: gettext_lazy("left out by you"),
}

_KINDS: dict[str, Promise] = {
    "pdf": gettext_lazy("a PDF"),
    "image": gettext_lazy("an image"),
    "word": gettext_lazy("a Word document"),
    "powerpoint": gettext_lazy("a presentation"),
    "html": gettext_lazy("a web page"),
    "xml": gettext_lazy("an XML file"),
    "json": gettext_lazy("a JSON file"),
    "archive": gettext_lazy("a packed file (ZIP)"),
    "text": gettext_lazy("running text"),
    "unknown": gettext_lazy("another kind of file"),
    "ods": gettext_lazy("an OpenDocument spreadsheet"),
    "xlsb": gettext_lazy("a binary Excel file"),
    "numbers": gettext_lazy("a Numbers file"),
}

_FILE: dict[TableErrorCode, Promise] = {
    TableErrorCode.EMPTY_FILE: gettext_lazy(
        "The file is empty. Fill in at least one row, or choose another file."
    ),
    TableErrorCode.NOT_A_TABLE: gettext_lazy(
        "This is %(kind)s, not a table. Choose a CSV file or an Excel file (XLSX)."
    ),
    TableErrorCode.BROKEN_ENCODING: gettext_lazy(
        "Line %(line)s holds characters that cannot be read. Open the file in Excel and save it "
        "as “CSV UTF-8” or as XLSX."
    ),
    TableErrorCode.UNCLOSED_QUOTE: gettext_lazy(
        "A quotation mark opens in row %(row)s and never closes. Remove it, or save the file as "
        "XLSX."
    ),
    TableErrorCode.TOO_LARGE: gettext_lazy(
        "The file is larger than %(megabytes)s MB. Keep only the columns that are needed, or cut "
        "it in two."
    ),
    TableErrorCode.TOO_MANY_ROWS: gettext_lazy(
        "The file has more than %(limit)s rows. Cut it into smaller files and import them one "
        "after the other."
    ),
    TableErrorCode.TOO_MANY_COLUMNS: gettext_lazy(
        "The file has more than %(limit)s columns. Keep only the columns that are needed."
    ),
    TableErrorCode.TOO_MANY_SHEETS: gettext_lazy(
        "The file has more than %(limit)s sheets. Keep only the sheet with the people."
    ),
    TableErrorCode.TOO_MANY_CELLS: gettext_lazy(
        "The file has too many cells. Keep only the columns that are needed."
    ),
    TableErrorCode.TOO_HEAVY: gettext_lazy(
        "Reading this file takes too much memory or time. Keep only the sheet and the columns "
        "that are needed, and save them as CSV."
    ),
    TableErrorCode.CELL_TOO_LONG: gettext_lazy(
        "A cell in row %(row)s holds more than %(limit)s characters. Shorten it."
    ),
    TableErrorCode.NO_ROWS: gettext_lazy(
        "There is a header and nothing under it. Add at least one row."
    ),
    TableErrorCode.ZIP_BOMB: gettext_lazy(
        "This workbook unpacks to far more than it should. Save the sheet as CSV and try that."
    ),
    TableErrorCode.UNSAFE_WORKBOOK: gettext_lazy(
        "This workbook holds something that is not safe. Save the sheet as CSV and try that."
    ),
    TableErrorCode.BROKEN_WORKBOOK: gettext_lazy(
        "This Excel file is damaged. Open it, save it again, and try once more."
    ),
    TableErrorCode.ENCRYPTED_WORKBOOK: gettext_lazy(
        "There is a password on this Excel file. Save it without a password."
    ),
    TableErrorCode.OLD_XLS: gettext_lazy(
        "This is an old Excel file (XLS). Open it and save it as XLSX."
    ),
    TableErrorCode.OTHER_WORKBOOK: gettext_lazy("This is %(kind)s. Save it as XLSX or CSV first."),
    TableErrorCode.UNKNOWN_SHEET: gettext_lazy(
        "The sheet “%(sheet)s” is not in this file. Choose another file."
    ),
}

_NOTES: dict[NoteCode, Promise] = {
    NoteCode.RENAMED_XLSX: gettext_lazy("The content is an Excel file. It was read as such."),
    NoteCode.RENAMED_CSV: gettext_lazy("The content is plain text (CSV). It was read as such."),
    NoteCode.TITLE_BLOCK: gettext_lazy("Rows above the header were passed over: %(rows)s."),
    NoteCode.NO_HEADER: gettext_lazy(
        "The first row is no header, so the columns are called A, B, C. Look at them below."
    ),
    NoteCode.OTHER_SHEETS: gettext_lazy(
        "Only one sheet was read as a list of people. Not read: %(sheets)s."
    ),
    NoteCode.EXTRA_CELLS: gettext_lazy(
        "Row %(row)s has more cells than the header. Look whether it is cut off right."
    ),
}

_ROW: dict[str, Promise] = {
    ProblemCode.MISSING_NAME: gettext_lazy("There is no name. Fill it in."),
    ProblemCode.BAD_EMAIL: gettext_lazy(
        "“%(value)s” is not an e-mail address. Correct it, or leave the cell empty."
    ),
    ProblemCode.DUPLICATE_EMAIL: gettext_lazy(
        "“%(value)s” is in row %(number)s already. Everybody needs an address of their own."
    ),
    ProblemCode.DUPLICATE_NUMBER: gettext_lazy(
        "Staff number “%(value)s” is in row %(number)s already. Remove one of the two."
    ),
    ProblemCode.FORMULA_IN_CELL: gettext_lazy(
        "“%(column)s” holds a formula: %(value)s. Put plain text there."
    ),
    ProblemCode.TOO_LONG: gettext_lazy(
        "“%(column)s” is too long. At most %(number)s characters fit."
    ),
    ProblemCode.UNIT_CYCLE: gettext_lazy(
        "The units go round in a circle: %(value)s. Correct the unit above it."
    ),
    ProblemCode.PASSED_OVER: gettext_lazy("You left this row out."),
    ProblemCode.SEVERAL_EMAILS: gettext_lazy(
        "The cell holds several e-mail addresses: %(value)s. The first one is kept."
    ),
    ProblemCode.UNKNOWN_CODE: gettext_lazy(
        "No list explains unit code “%(value)s”. The unit gets the code as its name."
    ),
    ProblemCode.BAD_DAY: gettext_lazy(
        "“%(value)s” is not a day that we can read. This person counts as working here."
    ),
    ProblemCode.BROKEN_CHARACTER: gettext_lazy(
        "“%(value)s” holds a broken character. Check it; it is imported as it is."
    ),
    ProblemCode.UNIT_MISSING: gettext_lazy("There is no unit. The person comes without one."),
    ProblemCode.UNIT_TWO_PARENTS: gettext_lazy(
        "There are several units above this one: %(value)s. The first one counts."
    ),
    Clash.EMAIL_TAKEN: gettext_lazy(
        "The e-mail address already belongs to %(value)s. Correct the row or that person."
    ),
    Clash.EMAIL_ELSEWHERE: gettext_lazy(
        "Somebody in another organisation has “%(value)s” already. Correct the row or that person."
    ),
    Clash.SAME_PERSON: gettext_lazy(
        "This is the same person as in row %(number)s. Remove one of the two."
    ),
    Clash.SAME_NAME: gettext_lazy(
        "%(value)s is in row %(number)s already. Are these two people? Then give both an "
        "e-mail address or a staff number."
    ),
    Clash.SEVERAL_FIT: gettext_lazy(
        "%(number)s people are called %(value)s. Add an e-mail address or a staff number."
    ),
    Clash.UNKNOWN_ORGANISATION: gettext_lazy(
        "There is no organisation “%(value)s”. Add it first, or do not use that column."
    ),
    Clash.UNIT_TOO_DEEP: gettext_lazy(
        "More than %(number)s units are above each other. Leave some out."
    ),
}


_REPAIRS: dict[Mend, Promise] = {
    Mend.CELL: gettext_lazy("Row %(row)s, “%(column)s”: %(old)s became %(new)s"),
    Mend.ALIKE: gettext_lazy("Everywhere in “%(column)s”: %(old)s became %(new)s"),
    Mend.PASS: gettext_lazy("Row %(row)s left out"),
    Mend.PASS_ALIKE: gettext_lazy("All rows left out with %(old)s in “%(column)s”"),
}

_FIELDS: dict[Column, Promise] = {
    Column.NAME: gettext_lazy("Name"),
    Column.LEFT_ON: gettext_lazy("No longer works here since"),
}


def about_file(error: TableError) -> str:
    """Why a file was refused and what to do."""
    params: dict[str, str | int] = dict(error.params)
    params["kind"] = str(_KINDS.get(str(params.get("looks_like", "")), _KINDS["unknown"]))
    if "limit" in params and error.code is TableErrorCode.TOO_LARGE:
        params["megabytes"] = int(params["limit"]) // (1024 * 1024)
    if "limit" in params:
        params["limit"] = number_format(params["limit"], force_grouping=True)
    return str(_FILE[error.code]) % params


def about_note(code: str, params: Params) -> str:
    """Something about the file that is good to know."""
    return str(_NOTES[NoteCode(code)]) % params


def about_refusal(code: str, params: Params) -> str:
    """Why the background could not read a file."""
    return about_file(TableError(TableErrorCode(code), **params))


def about_field(name: str) -> str:
    """What a field of a person is called."""
    return str(_FIELDS.get(Column(name)) or COLUMN_WORDS[Column(name)])


def about_repair(repair: Repair, header: Sequence[str]) -> str:
    """What somebody repaired."""
    column = header[repair.column] if 0 <= repair.column < len(header) else ""
    said = {"row": repair.row, "column": column, "old": repair.old or "–", "new": repair.new or "–"}
    return str(_REPAIRS[Mend(repair.mend)]) % said


def about_row(problem: RowProblem) -> str:
    """What is wrong with a row and what to do."""
    column = str(COLUMN_WORDS[Column(problem.column)]) if problem.column in COLUMN_WORDS else ""
    return str(_ROW[problem.code]) % {
        "value": problem.value,
        "number": problem.number,
        "column": column,
    }


def sentence_of(done: PeopleImport) -> str:
    """What an import did, or what undoing it did: "122 added, 3 skipped."."""
    if done.state == done.State.UNDONE:
        parts = [ngettext("%(n)d removed", "%(n)d removed", done.added) % {"n": done.added}]
        if done.updated:
            back = ngettext("%(n)d put back", "%(n)d put back", done.updated)
            parts.append(back % {"n": done.updated})
        return ", ".join(parts) + "."
    parts = [ngettext("%(n)d added", "%(n)d added", done.added) % {"n": done.added}]
    if done.updated:
        parts.append(ngettext("%(n)d changed", "%(n)d changed", done.updated) % {"n": done.updated})
    if done.gone:
        gone = ngettext("%(n)d no longer works here", "%(n)d no longer work here", done.gone)
        parts.append(gone % {"n": done.gone})
    if done.skipped:
        parts.append(ngettext("%(n)d skipped", "%(n)d skipped", done.skipped) % {"n": done.skipped})
    return ", ".join(parts) + "."


def kept_reason(code: str) -> str:
    """Why undoing an import left somebody as they are."""
    if code == "used":
        return _("has a role, a group or a conversation by now")
    if code == "taken":
        return _("has an e-mail address or staff number that somebody else took")
    return _("was changed by somebody after the import")
