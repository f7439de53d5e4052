from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.fold import fold, fold_key
from draagvlak.lib.person_name import PersonName, compose_name, parse_name

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Jansen, P. van der", ("P.", "van der", "Jansen")),
        ("van der Jansen, P.", ("P.", "van der", "Jansen")),
        ("Jansen, van der, P.", ("P.", "van der", "Jansen")),
        ("P. van der Jansen", ("P.", "van der", "Jansen")),
        ("Pieter van der Jansen", ("Pieter", "van der", "Jansen")),
        ("  Pieter  van der\tJansen ", ("Pieter", "van der", "Jansen")),
        ("Jansen P. van der", ("P.", "van der", "Jansen")),
        ("Jansen P.J.", ("P.J.", "", "Jansen")),
        ("Berg Truus van den", ("Truus", "van den", "Berg")),
        ("van der Berg", ("", "van der", "Berg")),
        ("De Vries", ("", "De", "Vries")),
        ("De Jong, Kees", ("Kees", "de", "Jong")),
        ("Mia Van Den Broeck", ("Mia", "Van Den", "Broeck")),
        ("Truus v.d. Berg", ("Truus", "v.d.", "Berg")),
        ("Johan in 't Veld", ("Johan", "in 't", "Veld")),
        ("Johan in ’t Veld", ("Johan", "in ’t", "Veld")),
        ("Veld, J. in 't", ("J.", "in 't", "Veld")),
        ("Hedy d'Ancona", ("Hedy", "d'", "Ancona")),
        ("Ancona, Hedy d'", ("Hedy", "d'", "Ancona")),
        ("A.B. 's-Gravesande", ("A.B.", "", "'s-Gravesande")),
        ("Anna Maria Jansen", ("Anna Maria", "", "Jansen")),
        ("Anna Jansen-de Vries", ("Anna", "", "Jansen-de Vries")),
        ("A.M. Jansen - de Vries", ("A.M.", "", "Jansen-de Vries")),
        ("van Dijk-de Vries, A.", ("A.", "van", "Dijk-de Vries")),
        ("Anna van Dijk-de Vries", ("Anna", "van", "Dijk-de Vries")),
        ("Mohamed El Amrani", ("Mohamed", "El", "Amrani")),
        ("Youssef ben Ali", ("Youssef", "ben", "Ali")),
        ("Ben Jansen", ("Ben", "", "Jansen")),
        ("Van Anh Nguyen", ("Van Anh", "", "Nguyen")),
        ("Yusuf Al-Amin", ("Yusuf", "", "Al-Amin")),
        ("Jansen, P. (Piet) van der", ("Piet", "van der", "Jansen")),
        ("Boer, de, J.J. (Jan)", ("Jan", "de", "Boer")),
        ("Jansen (extern), Piet", ("Piet", "", "Jansen (extern)")),
        ("Dhr. Bos", ("", "", "Bos")),
        ("de heer P. Bos", ("P.", "", "Bos")),
        ("Anna Bos MSc", ("Anna", "", "Bos")),
        ("Li Ma", ("Li", "", "Ma")),
        ("JANSEN, PIET", ("PIET", "", "JANSEN")),
        ("Anna", ("", "", "Anna")),
        (", P.", ("P.", "", "")),
        ("", ("", "", "")),
        (" , ", ("", "", "")),
    ],
)
def test_names_from_the_field(text, parts):
    name = parse_name(text)
    assert (name.given, name.infix, name.family) == parts


def test_a_title_is_kept_apart():
    assert parse_name("mw. prof.dr. E. Smit") == PersonName("E.", "", "Smit", "prof. dr.")


def test_how_a_name_is_shown_listed_and_sorted():
    name = parse_name("Jansen, Pieter van der")
    assert name.display == "Pieter van der Jansen"
    assert name.listed == "Jansen, Pieter van der"
    assert name.sort_key == "jansen pieter van der"
    assert parse_name("Hedy d'Ancona").display == "Hedy d'Ancona"
    assert not PersonName()
    assert PersonName("Anna")


def test_the_sort_key_ignores_infix_case_and_accents():
    names = ["Zoë de Wit", "Ad Éénhoorn", "A. 's-Gravesande", "Jan van Aalst", "Bo van den Berg"]
    keys = sorted(names, key=lambda name: parse_name(name).sort_key)
    assert keys == [
        "Jan van Aalst",
        "Bo van den Berg",
        "Ad Éénhoorn",
        "A. 's-Gravesande",
        "Zoë de Wit",
    ]


@pytest.mark.parametrize(
    ("given_", "infix", "family", "parts"),
    [
        ("Piet", "van der", "Jansen", ("Piet", "van der", "Jansen")),
        ("Piet", "", "van der Jansen", ("Piet", "van der", "Jansen")),
        ("Piet", "van der", "van der Jansen", ("Piet", "van der", "Jansen")),
        ("Piet", "", "Jansen, van der", ("Piet", "van der", "Jansen")),
        ("Piet", "", "De Boer", ("Piet", "de", "Boer")),
        ("", "", "Jansen, Piet", ("Piet", "", "Jansen")),
        ("", "", "de Boer", ("", "de", "Boer")),
        ("Anna", "van", "Dijk-de Vries", ("Anna", "van", "Dijk-de Vries")),
        ("Anna", "", "", ("Anna", "", "")),
        ("", "", "", ("", "", "")),
    ],
)
def test_names_from_columns(given_, infix, family, parts):
    name = compose_name(given=given_, infix=infix, family=family)
    assert (name.given, name.infix, name.family) == parts


GIVEN = st.sampled_from(["Anna", "P.", "J.J.", "Jan-Willem", "Zoë", "Ben", "Anna Maria", "Éva"])
INFIX = st.sampled_from(["", "de", "van", "van der", "van den", "in 't", "van 't", "ter", "v.d."])
FAMILY = st.sampled_from(["Jansen", "Berg", "Dijk-de Vries", "Ĳssel", "Ó Brien", "Bos", "Vlist"])


@given(GIVEN, INFIX, FAMILY.filter(lambda name: " " not in name))
def test_shown_and_listed_names_are_read_back(given_, infix, family):
    name = PersonName(given_, infix, family)
    assert parse_name(name.display) == name
    assert parse_name(name.listed) == name
    assert compose_name(given=given_, infix=infix, family=family) == name


@given(st.text(max_size=40))
def test_any_text_is_read_and_keeps_its_letters(text):
    name = parse_name(text)
    if name and not name.title and "(" not in text and not {",", "-", "–"} & set(text):
        assert set(fold_key(name.display)) <= set(fold(text)) | {" "}


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
    assert fold_key(fold_key(text)) == fold_key(text)


def test_folding():
    assert fold("ÉÉN Øre ’s-Straße ĲSSEL n\u00adaam") == "een ore 's-strasse ijssel naam"
