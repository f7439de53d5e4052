"""More than two hundred hostile files, made by code: `(name, file name, bytes)`.

The heavy ones take seconds to make or to read: the suite leaves them to the bench.
"""

from __future__ import annotations

import io
import random
import zipfile
from functools import cache

from tests.lib.workbooks import part, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
KINDS = (
    (b"%PDF-1.7\n", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff\xe0", "jpg"),
    (b"GIF89a", "gif"),
    (b"{\\rtf1", "rtf"),
    (b"\x1f\x8b\x08", "gz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"PK\x05\x06" + bytes(18), "zip"),
    (b"<!doctype html><table><tr><td>Naam", "html"),
    (b"<?xml version='1.0'?><lijst>", "xml"),
    (b'[{"naam": "Jan"}]', "json"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xls"),
    (b"\x7fELF" + bytes(range(32)) * 40, "elf"),
    (bytes(5000), "zeros"),
)
ENTITIES = b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 30))
DOCTYPES = (
    b'<!DOCTYPE x [<!ENTITY a0 "haha">' + ENTITIES + b"]>",
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd">%p;]>',
    b'<!DOCTYPE x PUBLIC "a" "b">',
    b"<!doctype x>",
)


@cache
def plain() -> bytes:
    return workbook(Mensen=[["Naam", "E-mail"], ["Jan Bos", "jan@x.nl"]])


def sheet(cells: bytes, head: bytes = b"") -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = b'<worksheet xmlns="' + space + b'"><sheetData>' + cells + b"</sheetData></worksheet>"
    return with_part(plain(), SHEET, b'<?xml version="1.0"?>' + head + body)


def bomb(size: int, name: str = SHEET, filler: bytes = b" ") -> bytes:
    """An archive with one part that unpacks to `size` bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with zipfile.ZipFile(io.BytesIO(plain())) as old:
            for entry in old.namelist():
                if entry != name:
                    archive.writestr(entry, old.read(entry))
        with archive.open(name, "w", force_zip64=True) as stream:
            piece = filler * (1 << 20)
            for _ in range(size >> 20):
                stream.write(piece[: 1 << 20])
    return target.getvalue()


def many_sheets(count: int) -> bytes:
    """A workbook of so many sheets, which all lie in the same part."""
    sheets = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(1, count + 1)
    )
    book = part(plain(), BOOK)
    at = book.index(b"<sheets>")
    end = book.index(b"</sheets>")
    return with_part(plain(), BOOK, book[: at + 8] + sheets + book[end:])


def many_parts(count: int) -> bytes:
    target = io.BytesIO(plain())
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(count):
            archive.writestr(f"xl/worksheets/s{number}.xml", b"")
    return target.getvalue()


def twice() -> bytes:
    target = io.BytesIO(plain())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET.upper(), b"<x/>")
    return target.getvalue()


def broken(seed: int) -> bytes:
    """A workbook that was cut off at a random place."""
    data = plain()
    return data[: random.Random(seed).randrange(30, len(data) - 60)]  # noqa: S311 the same each time


def cell(reference: str, more: str = "") -> bytes:
    return f'<row r="1"><c r="{reference}" {more}t="inlineStr"><is><t>x</t></is></c></row>'.encode()


def columns(count: int) -> tuple[str, str]:
    return f"{count} columns", ";".join(f"k{n}" for n in range(count)) + "\n" + "a;" * count


def raw_texts():
    """Text files."""
    yield "one long cell", "Naam;E-mail\n" + "x" * 200_000 + ";y\n"
    yield "cell just too long", "Naam;E-mail\n" + "x" * 32_768 + ";y\n"
    yield "a quote never closed", 'Naam;E-mail\n"Jan;x\n' + "a;b\n" * 20_000
    yield "a quote in the header", '"Naam;E-mail\nJan;x\n'
    yield "a quote at the very end", 'Naam;E-mail\nJan;"x'
    for count in (201, 1_000, 20_000):
        yield columns(count)
    for line in (1, 2, 3, 40):
        good = b"Naam;Plaats\n" + "Zoë;Überlingen\n".encode() * line
        yield f"broken UTF-8 in line {line}", good + b"Jos\xc3;x\n" + "é;ü\n".encode() * 30
    for header in ("", "Naam", "Naam;E-mail", "Naam;E-mail\n\n\n", ";;;\n;;;\n", "   \n\t\n"):
        yield f"nothing under {header!r}", header
    prose = "Dit is geen lijst maar een lang verhaal over een lijst die nog moet komen. \n"
    for count in (3, 30, 3_000):
        yield f"{count} lines of prose", prose * count
    for odd in ("\x00", "\x01\x02\x03\x04"):
        yield f"control {odd!r}", "Naam;E-mail\n" + f"Jan{odd};x\n" * 100
    yield "UTF-32 with holes", b"\xff\xfe\x00\x00" + b"\x00\xd8\x00\x00" * 50
    yield "half a UTF-16 sign", b"\xff\xfe" + "Naam;x\nJan;y\n".encode("utf-16-le") + b"a"
    yield "thirty-one megabytes", b"Naam;Nr\n" + b"a;b\n" * (31 << 18)


def heavy_texts():
    """Text files that are long."""
    yield columns(300_000)
    for count in (200_001, 400_000, 1_000_000):
        yield f"{count} rows", "Naam;Nr\n" + "a;b\n" * count
    yield "wide and long", "\n".join(";".join("abcdefghij" * 18) for _ in range(24_000))


def heavy_books():
    """Workbooks that unpack to a lot, or hold a lot."""
    for size in (60, 120, 300):
        for name in (SHEET, STRINGS, BOOK, "xl/styles.xml"):
            yield f"{size} MB of blanks in {name}", bomb(size << 20, name)
    yield "300 MB of cells", bomb(300 << 20, filler=b'<c r="A1"/>   ')
    yield "300 MB of strings", bomb(300 << 20, STRINGS, b"<si><t>a</t></si>")
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    yield "1000000 rows", sheet(b"".join(row % (n, n) for n in range(1, 1_000_001)))
    one = b'<c r="%s%d"><f>A1</f><v>1</v></c>'
    letters = [bytes([65 + n]) for n in range(26)]
    yield (
        "formulas everywhere",
        sheet(
            b"".join(
                b'<row r="%d">' % n + b"".join(one % (c, n) for c in letters) + b"</row>"
                for n in range(1, 180_000 // 2)
            )
        ),
    )
    yield "10000 parts", many_parts(10_000)


def raw_books():  # noqa: C901 one list
    """Workbooks."""
    for name in (SHEET, STRINGS, BOOK, "xl/styles.xml"):
        yield f"30 MB of blanks in {name}", bomb(30 << 20, name)
    for at, doctype in enumerate(DOCTYPES):
        for name in (SHEET, STRINGS, BOOK, "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            body = part(plain(), name)
            start = body.index(b"?>") + 2
            yield (
                f"document type {at} in {name}",
                with_part(plain(), name, body[:start] + doctype + body[start:]),
            )
    yield "utf-16 part", with_part(plain(), SHEET, part(plain(), SHEET).decode().encode("utf-16"))
    for reference in ("XFD1", "A1048576", "XFD1048576", "ZZZ1", "A99999999", "A0", "1A", "@1"):
        yield f"a cell at {reference}", sheet(cell(reference))
    for reference in ("XFD1048576", "A1048576", "ZZZ9999999"):
        yield f"a second place {reference}", sheet(cell("A1", f'r="{reference}" '))
    for rows in (300_000, 1_048_576, 4_000_000_000):
        yield f"row {rows}", sheet(b'<row r="%d"><c t="n"><v>1</v></c></row>' % rows)
    for count in (101, 500, 1_500, 20_000):
        yield f"{count} sheets", many_sheets(count)
    yield "2001 parts", many_parts(2_001)
    yield "a part twice", twice()
    for name in (SHEET, BOOK, STRINGS):
        for length in (0, 1, 60):
            yield f"{name} cut at {length}", with_part(plain(), name, part(plain(), name)[:length])
    for folder in ("word/document.xml", "ppt/presentation.xml", "xl/workbook.bin", "Index/a.iwa"):
        yield f"with {folder}", with_part(plain(), folder, b"<x/>")
    yield "empty workbook", workbook(Leeg=[])
    yield "only a header", workbook(Leeg=[["Naam", "E-mail"]])
    yield "deep", sheet(b"<a>" * 100_000)
    for seed in range(60):
        yield f"cut off, {seed}", broken(seed)


def kinds():
    """Other files, whatever they call themselves."""
    yield "empty", "leeg.csv", b""
    for head, kind in KINDS:
        for extension in ("csv", "xlsx"):
            yield f"{kind} as {extension}", f"mensen.{extension}", head + b"x" * 100


def _named(found, filename):
    for name, data in found:
        yield name, filename, data.encode() if isinstance(data, str) else data


def texts():
    """Text files that are broken or no table."""
    return _named(raw_texts(), "mensen.csv")


def books():
    """Workbooks that are broken or meant to do harm."""
    return _named(raw_books(), "mensen.xlsx")


def hostile():
    """All of them, also the heavy ones; one by one, for they are not all small."""
    yield from kinds()
    yield from texts()
    yield from books()
    yield from _named(heavy_texts(), "mensen.csv")
    yield from _named(heavy_books(), "mensen.xlsx")
