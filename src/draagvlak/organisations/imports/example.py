"""A file to start from: the columns that are understood, with three rows that show how."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _


def example_rows() -> list[tuple[str, ...]]:
    """Header and three people, in the user's language."""
    return [
        (
            _("Staff number"),
            _("Given name"),
            _("Infix"),
            _("Family name"),
            _("Function"),
            _("Unit"),
            _("E-mail address"),
        ),
        (
            "1001",
            "Joke",
            "van",
            "Dam",
            _("Management assistant"),
            _("Management / Secretariat"),
            "joke.vandam@voorbeeldstad.example",
        ),
        (
            "1002",
            "Achmed",
            "el",
            "Idrissi",
            _("Policy adviser"),
            _("Living / Spatial planning"),
            "achmed.elidrissi@voorbeeldstad.example",
        ),
        (
            "1003",
            "Willemijn",
            "",
            "Bos",
            _("Application manager"),
            _("Operations / ICT"),
            "willemijn.bos@voorbeeldstad.example",
        ),
    ]


def example_csv() -> bytes:
    """As Excel in Dutch opens it: semicolons, UTF-8 with a mark."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(example_rows())
    return text.getvalue().encode("utf-8-sig")


def example_xlsx() -> bytes:
    """A workbook with wide columns and a bold header."""
    import xlsxwriter  # noqa: PLC0415 - few processes need it

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("People"))
    bold = book.add_format({"bold": True})
    for number, row in enumerate(example_rows()):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, bold if number == 0 else None)
    sheet.set_column(0, 5, 24)
    sheet.set_column(6, 6, 44)
    sheet.freeze_panes(1, 0)
    book.close()
    return packed.getvalue()
