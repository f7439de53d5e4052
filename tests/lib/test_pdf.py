"""A document as PDF: what a screen reader and a search find in it."""

from __future__ import annotations

import re
import zlib

import pytest

from draagvlak.lib.pdf import (
    Address,
    Document,
    Heading,
    Items,
    Picture,
    Quote,
    Table,
    Words,
    as_pdf,
)

pytestmark = pytest.mark.one_engine("asks no database")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h1v1z"/></svg>'


def letters(made):
    """How many different letters can be copied: what the maps from glyphs to letters name."""
    found = set()
    for stream in re.findall(rb"stream\n(.*?)\nendstream", made, re.DOTALL):
        try:
            plain = zlib.decompress(stream)
        except zlib.error:
            continue
        if b"beginbfchar" in plain or b"beginbfrange" in plain:
            found |= {int(code, 16) for code in re.findall(rb"<[0-9A-F]+> <([0-9A-F]{4})>", plain)}
    return {chr(code) for code in found}


def test_it_has_a_title_a_language_and_conforms_to_pdf_ua():
    made = as_pdf(Document("U zei, wij deden", [Heading("U zei, wij deden", 1)], author="Stad"))

    assert made.startswith(b"%PDF-1.7")
    assert b"/Lang(nl)" in made
    assert b"/Title(U zei, wij deden)" in made
    assert b"/Author(Stad)" in made
    assert b"/DisplayDocTitle true" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_headings_lists_tables_and_pictures_are_tagged():
    made = as_pdf(
        Document(
            "Alles",
            [
                Heading("Alles", 1),
                Heading("Deel", 2),
                Words("Rust.", "Waarom"),
                Items(["een", "twee"]),
                Quote("“Ik lees liever papier”"),
                Table(["Stap", "Wijzigt"], [["Lezen", "ja"], ["Tekenen", "nee"]]),
                Picture(SVG, "Een driehoek"),
                Address("https://stad.example/"),
            ],
        )
    )
    tags = set(re.findall(rb"/S/(\w+)", made))
    assert {b"H1", b"H2", b"P", b"L", b"LI", b"BlockQuote", b"Table", b"TH", b"TD"} <= tags
    assert {b"Figure", b"Link"} <= tags
    assert b"/Alt(Een driehoek)" in made


def test_its_letters_can_be_copied_and_searched():
    made = as_pdf(Document("Één", [Heading("Één ijs café", 1)]))
    assert set("Ééncaf ijs") <= letters(made)


def test_words_are_never_read_as_markup():
    hard = '#panic("x") [y] $z$ *ster* @iets <hier> \\ ` _ "'
    made = as_pdf(Document(hard, [Heading(hard, 1), Words(hard, hard), Items([hard])]))
    assert set('#$*@<\\`_"') <= letters(made)


def test_a_sign_that_no_font_draws_spoils_nothing():
    made = as_pdf(Document("Lach 😀", [Heading("Lach 😀 en \x07 huil", 1)]))
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid:part" not in made
    assert set("Lachenhuil") <= letters(made)


def test_other_scripts_are_drawn():
    made = as_pdf(Document("שלום", [Heading("שלום Привет Ελλάδα Łódź", 1)]))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_a_poster_is_one_page_with_nothing_at_its_foot():
    words = [Heading("Wat wil je zeggen?", 1), Picture(SVG, "Code", 92), Words("Altijd antwoord.")]
    made = as_pdf(Document("Poster", words, author="Stad", layout="poster"))
    assert re.findall(rb"/Count (\d+)/Kids", made) == [b"1"]
