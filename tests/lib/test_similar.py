from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.similar import cosines, most_similar, piece_features, word_features

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")

PARAPHRASES = Path(__file__).parent / "data" / "paraphrases_nl.json"


def test_the_same_concern_in_other_words_comes_first():
    concerns = [
        "De wifi in de raadzaal valt uit",
        "Mijn aantekeningen gaan verloren als stukken digitaal worden",
        "De printer staat te ver weg",
    ]
    found = most_similar("Ik schrijf aantekeningen op mijn papieren stukken", concerns)
    assert [index for index, _ in found] == [1, 2]
    assert 0.2 < found[0][1] < 0.6
    assert found[1][1] < 0.05


def test_equal_texts_score_one_and_strangers_do_not_appear():
    found = most_similar("Papieren stukken", ["xyz", "Papieren stukken!", "de het een"])
    assert [index for index, _ in found] == [1]
    assert found[0][1] == pytest.approx(1.0)


def test_limit_and_order_of_equals():
    assert [index for index, _ in most_similar("stuk", ["stuk", "stuk", "stuk"], 2)] == [0, 1]
    assert most_similar("stuk", []) == []
    assert most_similar("", ["stuk"]) == []
    assert most_similar("de het een", ["stuk"]) == []


def test_features():
    assert list(word_features("Het papierwerk")) == ["papierwerk", "papier", "werk"]
    assert piece_features("De wet") == [" we", "wet", "et ", " wet", "wet ", " wet "]


def test_cosine_by_hand():
    """Two texts and the question: N = 3, ln(4 / (1 + df)) + 1; a in 3, b in 2, c in 1 of them."""
    (first, second) = cosines("a b", ["a b", "a c"], str.split)
    assert first == pytest.approx(1.0)
    squares = {"a": 1.0, "b": 1.28768207245178**2, "c": 1.69314718055995**2}
    own, other = squares["a"] + squares["b"], squares["a"] + squares["c"]
    assert second == pytest.approx(1.0 / (own * other) ** 0.5)


def test_recall_on_dutch_paraphrases():
    """The target of the design: R@5 of at least .80."""
    content = json.loads(PARAPHRASES.read_text(encoding="utf-8"))
    pairs = content["pairs"]
    texts = [pair["concern"] for pair in pairs] + content["distractors"]
    assert len(pairs) >= 60
    assert len(set(texts)) == len(texts)
    hits = sum(
        place in [index for index, _ in most_similar(pair["said"], texts)]
        for place, pair in enumerate(pairs)
    )
    assert hits / len(pairs) >= 0.80


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=6), st.integers(0, 4))
def test_scores_are_shares_in_descending_order(text, texts, limit):
    found = most_similar(text, texts, limit)
    scores = [score for _, score in found]
    assert len(found) <= limit
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 + 1e-9 for score in scores)
    assert len({index for index, _ in found}) == len(found)
