"""Thirty lists of people, each a mess of its own kind as real systems make them.

Every list holds the same three people; `lack` names what it cannot say about them.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import xlsxwriter

from tests.lib.workbooks import workbook

NR, NAME, JOB, UNIT, MAIL = "Personeelsnummer", "Naam", "Functie", "Afdeling", "E-mail"
HEADER = [NR, NAME, JOB, UNIT, MAIL]
ROWS = [
    ["1", "Joke van Dam", "Secretaresse", "Directie", "joke@stad.example"],
    ["2", "Achmed el Idrissi", "Adviseur", "Ruimte", "achmed@stad.example"],
    ["3", "Zoë Bos", "Beheerder", "ICT", "zoe@stad.example"],
]
WHO = [tuple(row) for row in ROWS]
NAMES = ["Dam, J. van", "Idrissi, A. el", "Bos, Z."]
SHORT = ["J. van Dam", "A. el Idrissi", "Z. Bos"]


@dataclass(frozen=True)
class Mess:
    """A file, and who should come in: (number, name, function, unit path, address)."""

    name: str
    data: bytes
    filename: str
    people: list[tuple[str, str, str, str, str]]


def text(rows, delimiter=";", end="\r\n"):
    return end.join(delimiter.join(row) for row in rows) + end


def csv(name, rows, people=None, *, coding="utf-8", delimiter=";", end="\r\n", before=b""):
    data = before + text(rows, delimiter, end).encode(coding)
    return Mess(name, data, "mensen.csv", people or WHO)


def xlsx(name, rows, people=None, **others):
    return Mess(name, workbook(Mensen=rows, **others), "mensen.xlsx", people or WHO)


def column(at, values, header=None, rows=None):
    """The rows with another column at this place."""
    new = [[*row] for row in (rows or ROWS)]
    for row, value in zip(new, values, strict=True):
        row[at] = value
    head = [*HEADER]
    head[at] = header or head[at]
    return [head, *new]


def added(header, values, rows=None):
    return [[*HEADER, header], *([*row, v] for row, v in zip(rows or ROWS, values, strict=True))]


def people(at, values):
    """Who come in when one of the fields differs."""
    return [
        tuple(value if i == at else field for i, field in enumerate(row))
        for row, value in zip(WHO, values, strict=True)
    ]


def merged():
    """The unit stands in one cell beside all of its people; a title lies over the whole width."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Export")
        sheet.merge_range("A1:E1", "Personeelsoverzicht gemeente Voorbeeldstad")
        sheet.write_row("A3", HEADER)
        for at, row in enumerate(ROWS):
            sheet.write_row(3 + at, 0, [*row[:3], "", row[4]])
        sheet.merge_range("D4:D5", "Directie")
        sheet.write("D6", "ICT")
    return target.getvalue()


def two_level_header():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Export")
        sheet.merge_range("A1:B1", "Wie")
        sheet.merge_range("C1:E1", "Waar en wat")
        for at, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(1 + at, 0, row)
    return target.getvalue()


def as_numbers():
    return [HEADER, *([float(row[0]), *row[1:]] for row in ROWS)]


LEAVER = ["9", "Kees Weg", "Bode", "Directie", "kees@stad.example"]
CODES = [["Code", "Omschrijving", "Bovenliggende code"]]
CODES += [["0100", "Stad", ""], ["0110", "Directie", "0100"], ["0120", "Ruimte", "0100"]]
CODES += [["0130", "ICT", "0110"]]
BY_CODE = ["Stad / Directie", "Stad / Ruimte", "Stad / Directie / ICT"]
PATHS = ["Stad / Directie", "Stad / Ruimte", "Stad / Directie / ICT"]
TITLE = [["Overzicht medewerkers"], ["Peildatum", "1 november 2026"], []]
ENGLISH = ["Employee ID", "Full name", "Job title", "Department", "Email address"]
PARTS = ["Personeelsnummer", "Voorletters", "Tussenvoegsel", "Achternaam", UNIT, MAIL]
SPLIT = [
    ["1", "J.", "van", "Dam", "Directie", "joke@stad.example"],
    ["2", "A.", "el", "Idrissi", "Ruimte", "achmed@stad.example"],
    ["3", "Z.", "", "Bos", "ICT", "zoe@stad.example"],
]
WITHOUT_JOB = [(n, s, "", u, m) for (n, _, _, u, m), s in zip(WHO, SHORT, strict=True)]
HOME = ["joke@gmail.com", "achmed@hotmail.com", "zoe@ziggo.nl"]
LEVELS = [
    ["Personeelsnr.", NAME, JOB, "Team", "Directie", MAIL],
    *([n, w, j, "Balie", u, m] for n, w, j, u, m in ROWS),
]

MESSES = [
    csv("bom and semicolons", [HEADER, *ROWS], coding="utf-8-sig"),
    csv("windows 1252", [HEADER, *ROWS], coding="cp1252"),
    csv("utf-16 and tabs", [HEADER, *ROWS], coding="utf-16", delimiter="\t"),
    csv("utf-16 without a mark", [HEADER, *ROWS], coding="utf-16-le"),
    csv("commas and lone returns", [HEADER, *ROWS], delimiter=",", end="\r"),
    csv("bars", [HEADER, *ROWS], delimiter="|", end="\n"),
    csv("sep line", [HEADER, *ROWS], before=b"sep=;\r\n"),
    csv("title block", [*TITLE, HEADER, *ROWS]),
    csv("totals and blank lines", [HEADER, [], ROWS[0], ["", "", "", "", ""], *ROWS[1:], []]),
    csv("header again on every page", [HEADER, ROWS[0], HEADER, *ROWS[1:]]),
    csv("no header", ROWS, [("", row[1], "", "", row[4]) for row in (WHO[2], WHO[0], WHO[1])]),
    csv("english", [ENGLISH, *ROWS]),
    csv("shouting header", [[word.upper() + ": " for word in HEADER], *ROWS]),
    csv("mistyped header", [["Personeelnr", "Naaam", "Funktie", "Afdelling", "Emial"], *ROWS]),
    csv("name in reverse", column(1, NAMES), people(1, SHORT)),
    csv("parts of a name", [PARTS, *SPLIT], WITHOUT_JOB),
    csv("titles", column(1, ["mw. Joke van Dam", "drs. Achmed el Idrissi", "Zoë Bos MSc"])),
    csv(
        "address from home first",
        [
            [NR, NAME, JOB, UNIT, "Mail", "E-mail werk"],
            *([*row[:4], home, row[4]] for row, home in zip(ROWS, HOME, strict=True)),
        ],
    ),
    csv(
        "second address",
        added(
            "E-mail 2",
            ["", "", "zoe@stad.example"],
            [
                *ROWS[:2],
                [*ROWS[2][:4], ""],
            ],
        ),
    ),
    csv(
        "two addresses in a cell",
        column(
            4,
            [
                "joke@stad.example; j@x.nl",
                "Achmed <achmed@stad.example>",
                "mailto:ZOE@stad.example",
            ],
        ),
    ),
    csv("manager", added("Leidinggevende", ["Els Kok", "Els Kok", "Els Kok"])),
    csv(
        "unit path",
        column(3, ["Stad > Directie", "Stad\\Ruimte", "Stad / Directie / ICT"]),
        people(3, PATHS),
    ),
    csv("levels of units", LEVELS, people(3, [f"{row[3]} / Balie" for row in ROWS])),
    csv(
        "unit above it",
        [
            [*HEADER, "Bovenliggende afdeling"],
            [*ROWS[0], "Stad"],
            [*ROWS[1], "Stad"],
            [*ROWS[2], "Directie"],
        ],
        people(3, PATHS),
    ),
    xlsx(
        "unit codes on another sheet",
        column(3, ["110", "120", "130"], "Kostenplaats"),
        people(3, BY_CODE),
        Kostenplaatsen=CODES,
    ),
    csv(
        "leavers by day",
        added("Datum uit dienst", ["", "31-12-2999", "9999-12-31", "1-2-2020"], [*ROWS, LEAVER]),
    ),
    csv(
        "leavers by word",
        added("Status", ["Actief", "Ziek", "In dienst", "Uit dienst"], [*ROWS, LEAVER]),
    ),
    Mess("merged cells", merged(), "export.xlsx", people(3, ["Directie", "Directie", "ICT"])),
    Mess("header in two levels", two_level_header(), "export.xlsx", WHO),
    xlsx("numbers as numbers", as_numbers()),
    Mess("workbook called csv", workbook(Mensen=[HEADER, *ROWS]), "mensen.csv", WHO),
    Mess("csv called workbook", text([HEADER, *ROWS]).encode(), "mensen.xlsx", WHO),
]
