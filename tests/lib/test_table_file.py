from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from draagvlak.lib.table_file import (
    Limits,
    Note,
    NoteCode,
    Row,
    TableError,
    TableErrorCode,
    TableKind,
    open_table,
    read_table,
)
from draagvlak.lib.table_file.cells import clean, column_index, column_letters, is_formula
from draagvlak.lib.table_file.workbook import _number_above
from tests.lib.workbooks import part, with_part, workbook

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")

SHEET = "xl/worksheets/sheet1.xml"
PEOPLE = "Naam;E-mail;Afdeling\nAnna de Vries;anna@stad.nl;ICT\nJosé Müller;jose@stad.nl;Griffie\n"
HEADER = ("Naam", "E-mail", "Afdeling")
ROWS = [("Anna de Vries", "anna@stad.nl", "ICT"), ("José Müller", "jose@stad.nl", "Griffie")]


def refusal(data: bytes, name: str = "people.csv", limits: Limits | None = None) -> TableError:
    with pytest.raises(TableError) as caught:
        read_table(data, name, limits or Limits())
    return caught.value


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_every_encoding_gives_the_same_rows(encoding, named):
    table = read_table(PEOPLE.encode(encoding), "people.csv")
    assert (table.header, table.rows) == (HEADER, ROWS)
    assert (table.kind, table.encoding, table.delimiter) == (TableKind.CSV, named, ";")
    assert table.row_numbers == [2, 3]
    assert table.first_row_number == 2
    assert table.notes == ()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_ending(delimiter, newline):
    text = PEOPLE.replace(";", delimiter).replace("\n", newline)
    table = read_table(text.encode(), "people.csv")
    assert (table.header, table.rows, table.delimiter) == (HEADER, ROWS, delimiter)


def test_names_with_commas_in_a_file_with_semicolons():
    data = b"Naam;Afdeling\nJansen, P.;ICT\nVries, A. de;Zorg\nBos, C.;Zorg\n"
    assert read_table(data, "x.csv").rows[1] == ("Vries, A. de", "Zorg")


def test_one_column_of_names_with_commas():
    table = read_table(b"Naam\nJansen, P.\nVries, A. de\n", "x.csv")
    assert table.header == ("Naam",)
    assert table.rows == [("Jansen, P.",), ("Vries, A. de",)]
    assert table.delimiter == ""


def test_quoted_newline_quotes_and_delimiters():
    data = b'Naam;Taak\n"Jan ""de Hond"" Bos";"a;b\r\nc"\nPiet;d\n'
    table = read_table(data, "x.csv")
    assert table.rows == [('Jan "de Hond" Bos', "a;b\nc"), ("Piet", "d")]
    assert table.row_numbers == [2, 3]


def test_the_line_with_which_excel_declares_the_delimiter():
    table = read_table(b"sep=|\r\na|b\r\n1,5|2,5\r\n", "x.csv")
    assert (table.header, table.rows, table.row_numbers) == (("a", "b"), [("1,5", "2,5")], [3])


def test_title_block_empty_rows_and_empty_columns_are_dropped():
    data = b"Personeelslijst;;;\n;;;\nNaam;;Afdeling;\nAnna;;ICT;\n;;;\nBob;; ;\n"
    table = read_table(data, "x.csv")
    assert table.header == ("Naam", "Afdeling")
    assert table.rows == [("Anna", "ICT"), ("Bob", "")]
    assert table.row_numbers == [4, 6]
    assert table.notes == (Note(NoteCode.TITLE_BLOCK, (("rows", 1),)),)


def test_known_words_find_the_header_below_a_wide_title_block():
    data = b"Stad;2026;versie 3\nHR;J. Bos;intern\nNaam;E-mail;Team\nAnna;a@b.nl;X\n"
    plain = read_table(data, "x.csv")
    assert plain.header == ("A", "B", "C")
    table = read_table(data, "x.csv", is_header={"Naam", "E-mail", "Team"}.__contains__)
    assert table.header == ("Naam", "E-mail", "Team")
    assert table.rows == [("Anna", "a@b.nl", "X")]


def test_a_table_without_header_gets_letters():
    table = read_table(b"Anna;anna@stad.nl\nBob;bob@stad.nl\n", "x.csv")
    assert table.header == ("A", "B")
    assert table.rows == [("Anna", "anna@stad.nl"), ("Bob", "bob@stad.nl")]
    assert table.row_numbers == [1, 2]
    assert table.notes == (Note(NoteCode.NO_HEADER),)


def test_a_repeated_header_is_no_row():
    assert read_table(b"a;b\n1;x\na;b\n2;y\n", "x.csv").rows == [("1", "x"), ("2", "y")]


def test_extra_cells_are_kept_under_a_letter():
    table = read_table(b"a;b\nx;y\nx;y;z\n", "x.csv")
    assert table.header == ("a", "b", "C")
    assert table.rows == [("x", "y", ""), ("x", "y", "z")]
    assert table.notes == (Note(NoteCode.EXTRA_CELLS, (("row", 3),)),)


def test_text_that_a_spreadsheet_would_execute_is_kept_and_flagged():
    data = b"Naam;Tel\n=1+1;+31 6 12345678\n@SUM(A1);-\nAnna;-2+3+cmd|' /C calc'!A0\n"
    table = read_table(data, "x.csv")
    assert table.rows[0] == ("=1+1", "+31 6 12345678")
    assert table.formulas == {(2, 0), (3, 0), (4, 1)}
    assert [row.formulas for row in table.numbered()] == [(0,), (0,), (1,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1", True),
        ("=", False),
        ("＝A1", True),
        ("@A", True),
        ("+A1", True),
        ("-1+2", False),
        ("+31 (0)6-12", False),
        ("- geen -", False),
        ("-geen", False),
        ('-"x"', True),
        ("+cmd|x", True),
        ("a=b", False),
        ("", False),
    ],
)
def test_is_formula(text, expected):
    assert is_formula(text) is expected


def test_cells_are_cleaned():
    assert clean("\u00a0Jose\u0301\u200b \r\n x\x00\t") == "José \n x"


@given(st.integers(min_value=0, max_value=20_000))
def test_column_letters_and_back(index):
    assert column_index(column_letters(index)) == index


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        (b"", TableErrorCode.EMPTY_FILE, {}),
        (b"\xef\xbb\xbf\r\n;;;\r\n", TableErrorCode.EMPTY_FILE, {}),
        ("\u00a0;\u00a0\n".encode(), TableErrorCode.EMPTY_FILE, {}),
        (b"Naam;E-mail\n", TableErrorCode.NO_ROWS, {}),
        (b"%PDF-1.7\n", TableErrorCode.NOT_A_TABLE, {"looks_like": "pdf"}),
        (b"\x89PNG\r\n\x1a\n", TableErrorCode.NOT_A_TABLE, {"looks_like": "image"}),
        (b"<html><body>", TableErrorCode.NOT_A_TABLE, {"looks_like": "html"}),
        (b"<?xml version='1.0'?><a/>", TableErrorCode.NOT_A_TABLE, {"looks_like": "xml"}),
        (b'[{"naam": "x"}]', TableErrorCode.NOT_A_TABLE, {"looks_like": "json"}),
        (b"a;b\n\x01\x02\x03\x04;\x00\n", TableErrorCode.NOT_A_TABLE, {"looks_like": "unknown"}),
        (
            b"Beste collega, hierbij stuur ik je de lijst waar je om vroeg.\nGroet\n",
            TableErrorCode.NOT_A_TABLE,
            {"looks_like": "text"},
        ),
        (b"a;b\nx;\x81\n", TableErrorCode.BROKEN_ENCODING, {"line": 2}),
        (
            "naam;b\nJosé;é\nZoë;".encode() + b"\xc3\n",
            TableErrorCode.BROKEN_ENCODING,
            {"line": 3},
        ),
        (b"\xff\xfea\x00;\x00b\x00\n\x00\x00\xd8x\x00", TableErrorCode.BROKEN_ENCODING, None),
        (b'a;b\nx;y\n"p;q\nr;s\n', TableErrorCode.UNCLOSED_QUOTE, {"row": 3}),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            TableErrorCode.ENCRYPTED_WORKBOOK,
            {},
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
            TableErrorCode.OLD_XLS,
            {},
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            TableErrorCode.NOT_A_TABLE,
            {"looks_like": "word"},
        ),
        (b"PK\x03\x04" + b"x" * 50, TableErrorCode.BROKEN_WORKBOOK, {}),
    ],
)
def test_refusals(data, code, params):
    problem = refusal(data)
    assert problem.code == code
    if params is not None:
        assert problem.params == params


def test_limits():
    data = b"a;b;c\n" + b"1;x;y\n" * 4
    assert refusal(data, limits=Limits(bytes=5)).params == {"size": len(data), "limit": 5}
    rows = refusal(data, limits=Limits(rows=3))
    assert (rows.code, rows.params) == (TableErrorCode.TOO_MANY_ROWS, {"limit": 3})
    columns = refusal(data, limits=Limits(columns=2))
    assert (columns.code, columns.params) == (TableErrorCode.TOO_MANY_COLUMNS, {"limit": 2})
    cell = refusal(b"a;b\nx;y\n" + b"z" * 40_000 + b";y\n")
    assert (cell.code, cell.params) == (TableErrorCode.CELL_TOO_LONG, {"row": 3, "limit": 32_767})
    huge = refusal(b"a;b\nx;y\n" + b"z" * 140_000 + b";y\n")
    assert (huge.code, huge.params) == (TableErrorCode.CELL_TOO_LONG, {"row": 3, "limit": 131_072})
    assert len(read_table(data, "x", Limits(rows=4, columns=3)).rows) == 4


def test_rows_can_be_read_one_by_one_and_again():
    source = open_table(PEOPLE.encode(), "people.csv")
    assert source.row_count == 2
    assert list(source.numbered()) == list(source.numbered()) == [Row(2, ROWS[0]), Row(3, ROWS[1])]


def test_workbook():
    data = workbook(
        Leeg=[],
        Mensen=[["Lijst"], [], ["Naam", None, "Nummer"], ["Anna", None, 1042], ["Bob", None, 2.5]],
        Rest=[["x"]],
    )
    table = read_table(data, "people.xlsx")
    assert table.kind == TableKind.XLSX
    assert table.header == ("Naam", "Nummer")
    assert table.rows == [("Anna", "1042"), ("Bob", "2.5")]
    assert table.row_numbers == [4, 5]
    assert table.sheet == "Mensen"
    assert table.notes == (
        Note(NoteCode.OTHER_SHEETS, (("sheets", "Rest"),)),
        Note(NoteCode.TITLE_BLOCK, (("rows", 1),)),
    )
    assert refusal(workbook(Leeg=[])).code == TableErrorCode.EMPTY_FILE


def test_a_named_sheet():
    data = workbook(Een=[["a", "b"], ["x", "y"]], Twee=[["c", "d"], ["p", "q"]])
    assert read_table(data, "x.xlsx", sheet="Twee").rows == [("p", "q")]
    with pytest.raises(TableError) as caught:
        read_table(data, "x.xlsx", sheet="Drie")
    assert (caught.value.code, caught.value.params) == ("unknown_sheet", {"sheet": "Drie"})


def test_kinds_of_cells():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        date = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, ["dag", "uitkomst", "tekst", "ja"])
        sheet.write_datetime(1, 0, dt.datetime(2026, 11, 12), date)  # noqa: DTZ001
        sheet.write_formula(1, 1, "=1+1", value="2")
        sheet.write_string(1, 2, "=1+1")
        sheet.write_boolean(1, 3, True)  # noqa: FBT003
    table = read_table(target.getvalue(), "x.xlsx")
    assert table.rows == [("2026-11-12", "2", "=1+1", "true")]
    assert table.formulas == {(2, 2)}


def test_the_content_decides_and_the_name_gives_a_note():
    book = read_table(workbook(A=[["a", "b"], ["x", "y"]]), "people.csv")
    assert book.notes == (Note(NoteCode.RENAMED_XLSX, (("extension", ".csv"),)),)
    text = read_table(b"a;b\nx;y\n", "people.xlsx")
    assert text.notes == (Note(NoteCode.RENAMED_CSV, (("extension", ".xlsx"),)),)


@pytest.mark.parametrize(
    "prolog",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]>',
        b"<!doctype x>",
    ],
)
def test_a_document_type_is_refused(prolog):
    data = workbook(A=[["a"], ["x"]])
    harmful = with_part(data, SHEET, prolog + part(data, SHEET))
    problem = refusal(harmful)
    assert (problem.code, problem.params) == (TableErrorCode.UNSAFE_WORKBOOK, {"part": SHEET})


def test_zip_bombs_are_refused():
    data = workbook(A=[["a"], ["x"]])
    bomb = with_part(data, "xl/sharedStrings.xml", b"<sst>" + b" " * 30_000_000)
    assert len(bomb) < 60_000
    assert refusal(bomb).code == TableErrorCode.ZIP_BOMB
    assert refusal(data, limits=Limits(archive_parts=3)).params == {"limit": 3}
    assert refusal(data, limits=Limits(unpacked_bytes=500)).params == {"limit": 500}


def test_a_part_that_occurs_twice_is_refused():
    target = io.BytesIO(workbook(A=[["a"], ["x"]]))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET.upper(), b"<x/>")
    assert refusal(target.getvalue()).code == TableErrorCode.UNSAFE_WORKBOOK


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_cell_in_the_far_corner_is_refused_before_memory_is_reserved(quote):
    data = workbook(A=[["a"], ["x"]])
    far = f"<row r={quote}1048576{quote}><c r={quote}XFD1048576{quote}><v>1</v></c></row>".encode()
    sheet = part(data, SHEET).replace(b"</sheetData>", far + b"</sheetData>")
    problem = refusal(with_part(data, SHEET, sheet))
    assert (problem.code, problem.params) == (TableErrorCode.TOO_MANY_COLUMNS, {"limit": 200})
    low = sheet.replace(b"XFD1048576", b"B1048576")
    assert refusal(with_part(data, SHEET, low)).code == TableErrorCode.TOO_MANY_ROWS
    odd = sheet.replace(b"XFD1048576", b"XFD&#49;")
    assert refusal(with_part(data, SHEET, odd)).code == TableErrorCode.BROKEN_WORKBOOK


def test_many_cells_without_a_reference_are_counted():
    data = workbook(A=[["a"], ["x"]])
    rows = b"<row>" + b"<c><v>1</v></c>" * 60_000 + b"</row>" + b"<row/>" * 3_000
    sheet = part(data, SHEET).replace(b"<sheetData>", b"<sheetData>" + rows)
    assert refusal(with_part(data, SHEET, sheet)).code == TableErrorCode.TOO_MANY_COLUMNS


def test_empty_formatted_cells_far_away_do_no_harm():
    data = workbook(A=[["a"], ["x"]])
    far = b'<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>'
    sheet = part(data, SHEET).replace(b"</sheetData>", far + b"</sheetData>")
    assert read_table(with_part(data, SHEET, sheet), "x.xlsx").rows == [("x",)]


@pytest.mark.parametrize(
    ("names", "code", "looks_like"),
    [
        (["mimetype", "content.xml"], TableErrorCode.OTHER_WORKBOOK, "ods"),
        (["xl/workbook.bin"], TableErrorCode.OTHER_WORKBOOK, "xlsb"),
        (["Index/Tables/a.iwa"], TableErrorCode.OTHER_WORKBOOK, "numbers"),
        (["word/document.xml"], TableErrorCode.NOT_A_TABLE, "word"),
        (["ppt/presentation.xml"], TableErrorCode.NOT_A_TABLE, "powerpoint"),
        (["foto.jpg"], TableErrorCode.NOT_A_TABLE, "archive"),
    ],
)
def test_other_archives(names, code, looks_like):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>")
    problem = refusal(target.getvalue())
    assert (problem.code, problem.params) == (code, {"looks_like": looks_like})


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"]), max_size=12
).map(clean)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_the_csv_module_writes_comes_back(rows, delimiter, encoding):
    header = ("naam", "functie", "afdeling")
    rows = [("x" + a, b, c) for a, b, c in rows]
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *rows])
    table = read_table(
        target.getvalue().encode(encoding), "x.csv", is_header=frozenset(header).__contains__
    )
    assert table.header == header
    assert table.rows == rows


@settings(max_examples=40)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_xlsxwriter_writes_comes_back(rows):
    header = ("naam", "functie")
    rows = [("x" + a, b) for a, b in rows]
    table = read_table(workbook(A=[list(header), *map(list, rows)]), "x.xlsx")
    assert (table.header, table.rows) == (header, rows)


def rows_or_refusal(data: bytes) -> list[tuple[str, ...]]:
    """The rows, none when the file is refused; any other exception comes through."""
    try:
        table = read_table(data, "x")
    except TableError:
        return []
    assert all(len(row) == len(table.header) for row in table.rows)
    assert table.rows
    return table.rows


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_refusal(data):
    rows_or_refusal(data)


DAMAGED = workbook(A=[["naam", "nummer"], ["Anna", 1], ["Bob", 2]])


@settings(max_examples=150)
@given(st.integers(min_value=0, max_value=len(DAMAGED) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_workbook_gives_a_table_or_a_refusal(position, damage):
    rows_or_refusal(DAMAGED[:position] + damage + DAMAGED[position + len(damage) :])


PARTS = ("xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml")


@settings(max_examples=150)
@given(
    st.sampled_from(PARTS), st.floats(0, 1), st.binary(min_size=1, max_size=4), st.integers(0, 9)
)
def test_a_damaged_part_gives_a_table_or_a_refusal(name, where, damage, dropped):
    whole = part(DAMAGED, name)
    at = int(where * len(whole))
    rows_or_refusal(with_part(DAMAGED, name, whole[:at] + damage + whole[at + dropped :]))


@pytest.mark.parametrize("attribute", [b'uniqueCount="4000000000"', b"count = '4000000000'"])
@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_false_announcement_of_length_reserves_nothing(name, attribute):
    whole = part(DAMAGED, name)
    false = re.sub(rb'(?:c|uniqueC)ount="\d+"', b'a=">"' + attribute, whole)
    assert false != whole
    assert rows_or_refusal(with_part(DAMAGED, name, false)) == [("Anna", "1"), ("Bob", "2")]


def test_a_false_dimension_reserves_nothing():
    false = re.sub(rb'ref="[^"]*"', b'ref="A1:XFD1048576"', part(DAMAGED, SHEET))
    assert rows_or_refusal(with_part(DAMAGED, SHEET, false)) == [("Anna", "1"), ("Bob", "2")]


@given(st.integers(1, 3_000_000), st.integers(1, 3_000_000))
def test_the_pattern_for_numbers_above_a_bound(bound, number):
    assert bool(re.match(_number_above(bound), b"%d" % number)) is (number > bound)


@pytest.mark.parametrize("extra", [b' r="XFD1048576"', b" r='XFD1048576'", b'r="XFD1048576"'])
def test_a_second_reference_on_a_cell_reserves_nothing(extra):
    whole = part(DAMAGED, SHEET)
    for false in (
        whole.replace(b'<c r="B3"', b'<c r="B3"' + extra),
        whole.replace(b'<c r="B3"', b"<c" + extra.rjust(16) + b' r="B3"'),
    ):
        assert false != whole
        rows_or_refusal(with_part(DAMAGED, SHEET, false))
