from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draagvlak.lib.people_table import (
    FIELD_LIMITS,
    Column,
    Mapping,
    Problem,
    ProblemCode,
    Severity,
    is_header,
    iter_people,
    parse_people,
    recognise,
)
from draagvlak.lib.people_table.words import COLUMN_OF, NOT_OURS
from draagvlak.lib.table_file import open_table, read_table
from tests.lib.workbooks import workbook

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")

C = Column


def people(text: str):
    table = read_table(text.encode(), "people.csv", is_header=is_header)
    return parse_people(table, recognise(table.header, table.rows))


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (
            ["Naam", "E-mail", "Functie", "Afdeling"],
            [C.NAME, C.EMAIL, C.FUNCTION, C.UNIT],
        ),
        (
            ["Voornaam", "Tussenvoegsel", "Achternaam", "E-mailadres (werk)", "Team"],
            [C.GIVEN_NAME, C.INFIX, C.FAMILY_NAME, C.EMAIL, C.UNIT],
        ),
        (
            ["First name", "Last Name", "Email address", "Job title", "Department", "Company"],
            [C.GIVEN_NAME, C.FAMILY_NAME, C.EMAIL, C.FUNCTION, C.UNIT, C.ORGANISATION],
        ),
        (
            ["PERS.NR.", "Roepnaam", "Tussenv.", "Naam", "Leidinggevende", "Afdelingscode"],
            [C.PERSONNEL_NUMBER, C.GIVEN_NAME, C.INFIX, C.FAMILY_NAME, C.MANAGER, None],
        ),
        (
            ["Naam medewerker", "Naam leidinggevende", "Gebruikersnaam", "Geboortedatum"],
            [C.NAME, C.MANAGER, None, None],
        ),
        (
            ["Afdeling", "Bovenliggende afdeling", "Naam", "Directie 2026"],
            [C.UNIT, C.PARENT_UNIT, C.NAME, C.UNIT],
        ),
        (
            ["Achtrnaam", "Voornam", "Tussenvoegsl", "E-mial", "Organistie"],
            [C.FAMILY_NAME, C.GIVEN_NAME, C.INFIX, C.EMAIL, C.ORGANISATION],
        ),
        (["Naam", "Volledige naam", "Kleur"], [C.NAME, None, None]),
        (["Naam", "Afd.", "Tel"], [C.NAME, C.UNIT, None]),
        (["", "1", "?"], [None, None, None]),
    ],
)
def test_headers_are_recognised(header, columns):
    mapping = recognise(header, [])
    assert mapping.columns == tuple(columns)


def test_a_guess_is_told():
    mapping = recognise(["Naam", "E-mailadres (kantoor)", "Achtrnaam"], [])
    assert mapping.columns == (C.NAME, C.EMAIL, C.FAMILY_NAME)
    assert mapping.sure == (True, False, False)


def test_content_helps_where_headers_do_not():
    rows = [("ICT", "anna@stad.nl", "Anna de Vries"), ("", "bob@stad.nl", "Bos, P. van der")]
    mapping = recognise(["A", "B", "C"], rows)
    assert mapping.columns == (None, C.EMAIL, C.NAME)
    assert mapping.sure == (False, False, False)


def test_a_private_address_is_never_taken():
    rows = [("Anna de Vries", "anna@thuis.nl")]
    assert recognise(["Naam", "E-mail privé"], rows).columns == (C.NAME, None)


def test_naam_beside_voornaam_is_the_family_name_unless_it_repeats_it():
    header = ["Voornaam", "Naam"]
    assert recognise(header, [("Anna", "Bos"), ("Jan", "Smit")]).columns[1] == C.FAMILY_NAME
    whole = [("Anna", "Anna Bos"), ("Jan", "Jan Smit")]
    assert recognise(header, whole).columns[1] == C.NAME


def test_a_mapping_that_a_person_chose():
    mapping = Mapping.chosen([C.EMAIL, C.UNIT, C.EMAIL, C.UNIT, None])
    assert mapping.sure == (True,) * 5
    assert mapping.repeated == (C.EMAIL,)
    assert mapping.index(C.EMAIL) == 0
    assert mapping.index(C.NAME) is None
    assert not mapping.has_name
    assert Mapping.chosen([C.GIVEN_NAME]).has_name
    assert mapping.unit_indexes(["E-mail", "Team", "mail", "Directie", "x"]) == (3, 1)


def test_is_header():
    assert is_header("E-mail adres: ")
    assert is_header("Geboortedatum")
    assert not is_header("Anna de Vries")


def test_every_header_word_is_in_its_own_form():
    for word in COLUMN_OF.keys() | NOT_OURS:
        assert word.isalnum()
        assert word == word.lower()
    assert not COLUMN_OF.keys() & NOT_OURS


def test_a_row_becomes_a_person():
    (person,) = people(
        "Naam;E-mail;Functie;Afdeling;Organisatie;Leidinggevende;Personeelsnummer\n"
        "Jansen, P. van der;Piet@Stad.NL;Adviseur;Bedrijfsvoering / ICT;Stad;A. Bos;00042\n"
    )
    assert person.number == 2
    assert person.name.display == "P. van der Jansen"
    assert person.email == "piet@stad.nl"
    assert person.function == "Adviseur"
    assert person.unit_path == ("Bedrijfsvoering", "ICT")
    assert (person.organisation, person.manager) == ("Stad", "A. Bos")
    assert person.personnel_number == "00042"
    assert person.problems == ()
    assert person.ok


def test_names_from_separate_columns_and_initials():
    found = people(
        "Voornaam;Voorletters;Tussenvoegsel;Achternaam\nPiet;P.;van der;Jansen\n;A.B.;;Bos\n"
    )
    assert [person.name.display for person in found] == ["Piet van der Jansen", "A.B. Bos"]


@pytest.mark.parametrize(
    ("written", "email"),
    [
        ("Anna <Anna@Stad.nl>", "anna@stad.nl"),
        ("mailto:anna@stad.nl", "anna@stad.nl"),
        (" anna.de-vries+x@post.stad.nl ", "anna.de-vries+x@post.stad.nl"),
    ],
)
def test_addresses_are_unwrapped(written, email):
    (person,) = people(f"Naam;E-mail\nAnna;{written}\n")
    assert (person.email, person.problems) == (email, ())


@pytest.mark.parametrize(
    "written",
    [
        "anna",
        "anna@",
        "anna@stad",
        "anna@@stad.nl",
        "anna@stad..nl",
        "anna.@stad.nl",
        "an na@stad.nl",
        "anna@-stad.nl",
        "anna@stad.nl.",
    ],
)
def test_bad_addresses(written):
    (person,) = people(f'Naam;E-mail\nAnna;"{written}"\n')
    assert person.problems == (Problem(ProblemCode.BAD_EMAIL, C.EMAIL, written),)
    assert not person.ok


def test_the_second_row_with_an_address_or_number_is_the_wrong_one():
    found = people("Naam;E-mail;Persnr\nA;x@y.nl;1\nB;X@Y.nl;2\nC;;1\nD;;\nE;;\n")
    assert [person.problems for person in found] == [
        (),
        (Problem(ProblemCode.DUPLICATE_EMAIL, C.EMAIL, "x@y.nl", 2),),
        (Problem(ProblemCode.DUPLICATE_NUMBER, C.PERSONNEL_NUMBER, "1", 2),),
        (),
        (),
    ]


def test_a_missing_name_a_formula_and_a_long_text():
    long = "f" * 151
    found = people(f"Naam;E-mail;Functie\n;a@b.nl;x\n=1+1;c@d.nl;x\nAnna;e@f.nl;{long}\n")
    assert [person.problems for person in found] == [
        (Problem(ProblemCode.MISSING_NAME, C.NAME),),
        (Problem(ProblemCode.FORMULA_IN_CELL, C.NAME, "=1+1"),),
        (Problem(ProblemCode.TOO_LONG, C.FUNCTION, "f" * 80, 150),),
    ]
    assert not any(person.ok for person in found)


def test_a_formula_outside_the_mapped_columns_is_no_problem():
    (person,) = people("Naam;Kleur\nAnna;=1+1\n")
    assert person.problems == ()


def test_warnings_leave_a_row_good():
    found = people("Naam;Afdeling\nJosÃ© Bos;ICT\nZo\ufffd;ICT\nAnna;\n")
    assert [person.problems for person in found] == [
        (Problem(ProblemCode.BROKEN_CHARACTER, C.NAME, "JosÃ© Bos"),),
        (Problem(ProblemCode.BROKEN_CHARACTER, C.NAME, "Zo\ufffd"),),
        (Problem(ProblemCode.UNIT_MISSING, C.UNIT),),
    ]
    assert all(person.ok for person in found)
    assert found[0].problems[0].severity == Severity.WARNING


def test_levels_of_units_form_one_path():
    found = people(
        "Naam;Team;Directie;Afdeling\n"
        "Anna;Beheer;Middelen;ICT\n"
        "Bob;;Middelen;ICT\n"
        "Cas;ICT;Middelen;ict\n"
        "Dirk;;Middelen;Zorg / Wmo\n"
    )
    assert [person.unit_path for person in found] == [
        ("Middelen", "ICT", "Beheer"),
        ("Middelen", "ICT"),
        ("Middelen", "ict"),
        ("Middelen", "Zorg", "Wmo"),
    ]


def test_every_level_of_units_is_judged():
    long = "t" * 151
    (person,) = people(f"Naam;Team;Afdeling\nAnna;{long};ICÃ©T\n")
    assert person.problems == (
        Problem(ProblemCode.TOO_LONG, C.UNIT, "t" * 80, 150),
        Problem(ProblemCode.BROKEN_CHARACTER, C.UNIT, f"ICÃ©T / {'t' * 72}"),
    )


def test_a_long_path_of_short_names_is_no_problem():
    path = " / ".join(f"{letter * 50}" for letter in "abcd")
    (person,) = people(f"Naam;Afdeling\nAnna;{path}\n")
    assert (len(person.unit_path), person.problems) == (4, ())


def test_units_with_the_unit_above_them():
    found = people(
        "Naam;Afdeling;Valt onder\n"
        "Anna;ICT;Bedrijfsvoering\n"
        "Bob;Beheer;ICT\n"
        "Cas;beheer;\n"
        "Dirk;Beheer;Zorg\n"
    )
    assert [person.unit_path for person in found] == [
        ("Bedrijfsvoering", "ICT"),
        *[("Bedrijfsvoering", "ICT", "Beheer")] * 3,
    ]
    two = Problem(ProblemCode.UNIT_TWO_PARENTS, C.PARENT_UNIT, "ICT, Zorg")
    assert [person.problems for person in found] == [(), (two,), (two,), (two,)]


def test_a_cycle_of_units_is_named_in_each_of_its_rows():
    found = people("Naam;Afdeling;Valt onder\nAnna;ICT;Beheer\nBob;Beheer;ICT\nCas;Griffie;Stad\n")
    cycle = Problem(ProblemCode.UNIT_CYCLE, C.PARENT_UNIT, "ICT > Beheer > ICT")
    assert [person.problems for person in found] == [(cycle,), (cycle,), ()]
    assert [person.unit_path for person in found] == [(), (), ("Stad", "Griffie")]


def test_a_workbook_with_a_title_block():
    data = workbook(
        P=[
            ["Personeelsoverzicht Voorbeeldstad", None, None],
            ["Peildatum", "2026-01-01", "v3"],
            [],
            ["Medewerker", "E-mail", "Organisatieonderdeel"],
            ["Jansen, P. van der", "p@stad.nl", "Griffie"],
        ]
    )
    source = open_table(data, "x.xlsx", is_header=is_header)
    mapping = recognise(source.header, [row.cells for row in source.numbered()])
    assert mapping.columns == (C.NAME, C.EMAIL, C.UNIT)
    (person,) = iter_people(source, mapping)
    assert (person.number, person.name.sort_key) == (5, "jansen p. van der")


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=15).map(
    lambda text: text.replace('"', "")
)


@settings(max_examples=80)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8),
    st.permutations([*Column][:12]),
)
def test_any_content_under_any_mapping_gives_one_person_per_row(rows, columns):
    lines = "".join(";".join(f'"x{cell}"' for cell in row) + "\n" for row in rows)
    table = read_table(f"a;b;c;d\n{lines}".encode(errors="replace"), "x.csv")
    mapping = Mapping.chosen(list(columns[: len(table.header)]))
    found = parse_people(table, mapping)
    assert [person.number for person in found] == table.row_numbers
    addresses = [person.email for person in found if person.ok and person.email]
    assert len(set(addresses)) == len(addresses)
    for person in found:
        if person.ok:
            assert person.name
            assert len(person.function) <= FIELD_LIMITS[C.FUNCTION]
