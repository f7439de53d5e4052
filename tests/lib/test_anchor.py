from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.anchor import CONTEXT, Anchor, cut, find_passage, locate, sentences

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")

NOTE = (
    "Anna werkt al 20 jaar met papier. “Ik ben bang dat ik stukken kwijtraak”, zegt ze.\n"
    "Bob zegt: “Ik wil mijn aantekeningen houden.” Dat zegt Anna ook."
)


def at(text: str, passage: str) -> tuple[int, int]:
    start = text.index(passage)
    return start, start + len(passage)


def texts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_cut_keeps_context_and_drops_white_space_at_the_ends():
    text = "a" * 40 + "  hallo wereld \n" + "b" * 40
    anchor = cut(text, 41, 56)
    assert anchor == Anchor(42, 54, "hallo wereld", "a" * 30 + "  ", " \n" + "b" * (CONTEXT - 2))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 9), (3, 5)])
def test_cut_refuses_an_empty_or_foreign_range(start, end):
    with pytest.raises(ValueError, match="passage"):
        cut("abc   d", start, end)


def test_offsets_are_code_points():
    text = "👩‍💻 zegt: 𝒽oi daar"
    anchor = cut(text, *at(text, "𝒽oi"))
    assert text[anchor.start : anchor.end] == "𝒽oi"
    assert locate("🙂 " + text, anchor) == (anchor.start + 2, anchor.end + 2)


def test_located_after_edits_around_it():
    anchor = cut(NOTE, *at(NOTE, "Ik ben bang dat ik stukken kwijtraak"))
    assert locate(NOTE, anchor) == (anchor.start, anchor.end)
    edited = "Gesprek van 12 november.\n" + NOTE.replace("20 jaar", "vele jaren")
    assert locate(edited, anchor) == at(edited, anchor.exact)
    assert locate("Iets heel anders.", anchor) is None
    assert locate("", anchor) is None


def test_of_equal_passages_the_one_with_its_context_is_taken():
    text = "Ja, zei Anna. Ja, zei Bob. Ja, zei Cas."
    second = cut(text, 14, 16)
    assert locate("Ja, zei Dirk. " + text, second) == (28, 30)
    assert locate(text.replace("zei Anna", "zei Ann"), second) == (13, 15)


def test_located_after_changes_in_white_space_and_quotation_marks():
    text = "Hij zei: “Dat is  niet\nmijn werk” en ging."
    anchor = cut(text, *at(text, "“Dat is  niet\nmijn werk”"))
    edited = "Hij zei: 'Dat is niet mijn werk' en ging."
    found = locate(edited, anchor)
    assert found is not None
    assert edited[slice(*found)] == "Dat is niet mijn werk"


@pytest.mark.parametrize(
    "pasted",
    [
        "Ik ben bang dat ik stukken kwijtraak",
        '"Ik ben bang dat ik stukken kwijtraak"',
        "  Ik ben\n bang  dat ik\u00a0stukken kwijtraak ",
        "‘Ik ben bang dat ik stuk\u00adken kwijtraak’",
    ],
)
def test_find_passage(pasted):
    assert find_passage(NOTE, pasted) == [at(NOTE, "Ik ben bang dat ik stukken kwijtraak")]


def test_find_passage_everywhere_and_nowhere():
    assert find_passage("ja  ja\nja", "ja ja") == [(0, 6)]
    assert find_passage("ja nee ja", "ja") == [(0, 2), (7, 9)]
    assert find_passage("ja nee", "nooit") == []
    assert find_passage("ja nee", " “” ") == []


def test_find_passage_with_accents_dashes_and_dots_written_otherwise():
    text = "Ze zei… de zoe\u0308-map – ‘t is wat"
    assert find_passage(text, "zei... de zoë‑map - 't is") == [at(text, text[3:27])]
    assert find_passage("cafe\u0301.", "café") == [(0, 5)]


def test_sentences():
    assert texts(NOTE) == [
        "Anna werkt al 20 jaar met papier.",
        "“Ik ben bang dat ik stukken kwijtraak”, zegt ze.",
        "Bob zegt: “Ik wil mijn aantekeningen houden.”",
        "Dat zegt Anna ook.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vraag dhr. Bos, bijv. morgen. Of mw. De Wit.", 2),
        ("P.J. Bos en A. de Wit o.a. Anna komen. Bob niet.", 2),
        ("Het kost 1.250 euro. Dat is 3.5 keer meer.", 2),
        ("1. Eerst dit. 2. Dan dat.", 2),
        ("Echt? vroeg hij. Ja! Nee…  Toch wel.", 4),
        ("(Dat weet ik niet.) Vraag het Bob.", 2),
        ("- punt een\n- punt twee\n\n\nDrie", 3),
        ("zonder punt", 1),
        ("", 0),
        (" \n ", 0),
        ("Op 12 nov. 2026 begint het. Klaar.", 2),
    ],
)
def test_number_of_sentences(text, expected):
    assert len(sentences(text)) == expected


TEXT = st.text(st.sampled_from("ab. \n“”'A!é"), max_size=60)


@given(TEXT)
def test_sentences_are_ordered_and_hold_everything_but_white_space(text):
    spans = sentences(text)
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(part.split()) for part in texts(text)) == "".join(text.split())
    assert all(part == part.strip() != "" for part in texts(text))


@given(TEXT, TEXT.filter(str.strip), TEXT, TEXT, TEXT)
def test_what_was_cut_is_located_and_found(left, passage, right, before, after):
    text = left + passage + right
    start, end = len(left), len(left) + len(passage)
    anchor = cut(text, start, end)
    assert locate(text, anchor) == (anchor.start, anchor.end)
    around = before + text + after
    found = locate(around, anchor)
    assert found is not None
    assert around[slice(*found)] == anchor.exact
    if anchor.exact.strip("“”'"):
        assert find_passage(text, anchor.exact)


@given(TEXT, TEXT)
def test_found_passages_lie_in_order_inside_the_text(text, pasted):
    last = 0
    for start, end in find_passage(text, pasted):
        assert last <= start < end <= len(text)
        last = end
