from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.fold import fold
from draagvlak.lib.words import STOP_WORDS, index_terms, parts_of, query_terms, stem, tokenise
from draagvlak.lib.words.parts import COMPOUND_PARTS, LEMMA_OF

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")


def hits(query: str, text: str) -> bool:
    """What both databases do: every term of the query must be among those of the text."""
    return set(query_terms(query)) <= set(index_terms(text))


def test_tokenise():
    text = "Zo’n 365 foto's per e-mail: géén MS-Teams_vergadering!"
    assert tokenise(text) == [
        "zo'n",
        "365",
        "foto's",
        "per",
        "e-mail",
        "geen",
        "ms-teams",
        "vergadering",
    ]


@pytest.mark.parametrize(
    "forms",
    [
        "vergadering vergaderingen vergaderen",
        "stuk stukken",
        "werk werken werkt gewerkt",
        "kwijtraken kwijtgeraakt",
        "lid leden",
        "raadslid raadsleden",
        "wachtwoord wachtwoorden",
        "email e-mail e-mails",
        "foto foto's",
        "moeilijk moeilijker moeilijkst",
        "mens mensen",
        "gemeente gemeenten gemeentes",
        "gaan ging gegaan",
        "aanpassen aangepast aanpassing aanpassingen",
    ],
)
def test_forms_of_one_word_have_one_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("gemeente", "mening"), ("gezin", "zin"), ("gezondheid", "zon"), ("papier", "papa")],
)
def test_different_words_stay_apart(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("papierwerk", ("papier", "werk")),
        ("vergaderstukken", ("vergader", "stuk")),
        ("raadsvergaderstukken", ("raad", "vergader", "stuk")),
        ("raadsleden", ("raad", "lid")),
        ("besluitenlijst", ("besluit", "lijst")),
        ("ibabskoppeling", ("ibab", "koppel")),
        ("kantoortuin", ("kantoor", "tuin")),
        ("onderwerp", ()),
        ("oplossingen", ()),
        ("onzekerheid", ()),
        ("wethouders", ()),
        ("papieren", ()),
        ("", ()),
    ],
)
def test_parts_of_compounds(word, parts):
    assert parts_of(word) == parts


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("papier", "Wij blijven het papierwerk doen.", True),
        ("papierwerk", "Ik werk met papier.", False),
        ("stuk", "De vergaderstukken komen laat.", True),
        ("vergaderingen stukken", "Stukken voor de vergadering", True),
        ("teams", "We bellen via MS-Teams", True),
        ("msteams", "We bellen via MS-Teams", True),
        ("adres", "Mijn e-mailadres", True),
        ("Café", "het cafe", True),
        ("papier laptop", "alleen papier", False),
        ("de het een", "iets anders", True),
        ("", "iets", True),
    ],
)
def test_search(query, text, found):
    assert hits(query, text) is found


def test_terms_repeat_in_a_text_and_not_in_a_query():
    assert index_terms("Papier, papier en papierwerk") == [
        "papier",
        "papier",
        "papierwerk",
        "papier",
        "werk",
    ]
    assert query_terms("Papier, papieren en PAPIER") == ["papier"]


def test_the_dictionary_is_folded():
    for word in COMPOUND_PARTS | STOP_WORDS | LEMMA_OF.keys():
        assert word == fold(word)
        assert word.isalnum()
    assert {LEMMA_OF[lemma] for lemma in LEMMA_OF.values()} == set(LEMMA_OF.values())


WORD = st.one_of(
    st.sampled_from(sorted(COMPOUND_PARTS)),
    st.lists(st.sampled_from(sorted(COMPOUND_PARTS)), min_size=2, max_size=3).map("".join),
    st.text(st.sampled_from("abdeghilnorstuvwz'-é9"), min_size=1, max_size=14),
    st.text(min_size=1, max_size=10),
)


@given(st.lists(WORD, min_size=1, max_size=8), st.data())
def test_every_word_of_a_text_finds_the_text(words, data):
    text = " ".join(words)
    assert hits(data.draw(st.sampled_from(words)), text)
    assert hits(text, text)
    assert hits(data.draw(st.sampled_from(words)).upper(), text) or not text.isascii()


@given(WORD)
def test_the_stem_of_a_stem_is_itself(word):
    for token in tokenise(word):
        assert stem(stem(token)) == stem(token)


@given(st.text(max_size=60))
def test_terms_hold_letters_and_digits_only(text):
    for term in index_terms(text) + query_terms(text):
        assert term.isalnum()
        assert len(term) <= 60


@given(st.sampled_from(sorted(COMPOUND_PARTS)), st.sampled_from(sorted(COMPOUND_PARTS)))
def test_the_last_part_of_a_known_compound_finds_it_unless_it_is_cut_elsewhere(one, other):
    whole = one + other
    found = parts_of(whole)
    if found and found[-1] == stem(other):
        assert hits(other, whole) or other in STOP_WORDS
