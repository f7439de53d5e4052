"""Workbooks for tests: written by XlsxWriter, or made by hand to do harm."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

Cell = str | int | float | bool | None


def workbook(**sheets: list[list[Cell]]) -> bytes:
    """An XLSX with these sheets, every text written as text."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return target.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return target.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One unpacked part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
