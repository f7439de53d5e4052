"""The difference between two models: every kind of change, also when no id is left."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.process_diff import Reason, Stage, compare, correction
from draagvlak.lib.process_diff.assignment import assigned
from tests.lib.process_kinds import KINDS, drawn, mixed
from tests.lib.process_pairs import CONTRACT, PAPERS, anew, case, cases, drop, model, name, put

pytestmark = pytest.mark.one_engine("asks no database")

AMBIGUOUS = {"no names, one removed", "a name that another step takes over"}
"""Without ids nobody can know these; the doubt is shown, and a hand can correct it."""


def told(one, new_ids=None):
    back = {fresh: key for key, fresh in (new_ids or {}).items()}
    changes = compare(one.before, one.after).changes
    return {(c.kind.value, c.old or back.get(c.new, c.new)) for c in changes if c.subject != "way"}


@pytest.mark.parametrize("one", cases(), ids=lambda one: one.name)
def test_the_changes_of_a_pair(one):
    assert told(one) == one.expected


@pytest.mark.parametrize(
    "one", [one for one in cases() if one.name not in AMBIGUOUS], ids=lambda one: one.name
)
def test_the_changes_of_a_pair_when_every_id_is_new(one):
    after, ids = anew(one.after)
    assert told(replace(one, after=after), ids) == one.expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_change_is_found_at_every_size_with_and_without_ids(kind):
    for size in (2, 12, 40):
        one = drawn(kind, size)
        after, ids = anew(one.after)
        assert told(one) == one.expected, one.name
        assert told(replace(one, after=after), ids) == one.expected, one.name


def test_every_kind_of_change_at_once_is_found_with_and_without_ids():
    one = mixed(120)
    after, ids = anew(one.after)
    assert told(one) == one.expected
    assert told(replace(one, after=after), ids) == one.expected


def test_layout_is_no_change():
    before = model(PAPERS)
    assert compare(before, replace(before, diagrams=())).changes == ()


def test_every_pair_says_how_it_was_found():
    before = model(PAPERS)
    after = anew(name(before, "b", "Stukken digitaal bundelen"))[0]
    difference = compare(before, after)
    assert dict(difference.stages) == {
        Stage.HAND: 0,
        Stage.ID: 0,
        Stage.NAME: 8,
        Stage.LIKENESS: 1,
    }
    (pair,) = [one for one in difference.pairs if one.stage is Stage.LIKENESS]
    assert pair.old == "b"
    assert dict(pair.evidence)[Reason.NEIGHBOURS] == 1.0
    assert dict(pair.evidence)[Reason.ROLE] == 1.0


def test_a_changed_word_at_a_way_and_a_route_name_their_ends():
    before = model(CONTRACT)
    flows = [replace(f, name="Nee, terug") if f.name == "nee" else f for f in before.flows]
    (change,) = compare(before, replace(before, flows=tuple(flows))).changes
    assert (change.kind, change.subject, change.before, change.after) == (
        "renamed",
        "way",
        "nee",
        "Nee, terug",
    )


def test_a_correction_by_hand_parts_and_joins_and_holds_for_a_next_version():
    before = model(PAPERS)
    after, ids = anew(put(drop(before, "c"), "n", "Melding op tablet", "Collegelid", ("b", "d")))
    hand = correction(before, after, ("c", ids["n"]), together=True)
    parted = correction(before, after, ("a", ids["a"]), together=False)
    first = compare(before, after, (hand, parted))
    assert {(p.old, p.new) for p in first.pairs if p.stage is Stage.HAND} == {("c", ids["n"])}
    assert "a" not in {pair.old for pair in first.pairs}
    assert [(c.kind.value, c.old) for c in first.changes if c.old == "c"] == [
        ("renamed", "c"),
        ("moved", "c"),
    ]
    third, again = anew(after, 5)
    second = compare(before, third, (hand, parted))
    assert {(p.old, p.new) for p in second.pairs if p.stage is Stage.HAND} == {
        ("c", again[ids["n"]])
    }
    assert second.lost_corrections == ()
    gone = compare(before, drop(third, again[ids["n"]]), (hand,))
    assert gone.lost_corrections == (hand,)


def test_the_later_of_two_corrections_wins():
    before = model(PAPERS)
    apart = correction(before, before, ("a", "a"), together=False)
    both = correction(before, before, ("a", "a"), together=True)
    assert compare(before, before, (apart, both)).changes == ()
    assert len(compare(before, before, (both, apart)).changes) == 2


def test_a_model_beside_itself_has_no_changes_whatever_its_ids():
    for one in cases():
        assert compare(one.before, one.before).changes == ()


def test_the_way_back_mirrors_the_way_on():
    one = case("", PAPERS, drop(model(PAPERS), "c"))
    assert [c.kind.value for c in compare(one.after, one.before).changes] == ["added"]


scores = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.floats(0.01, 1), max_size=16
)


@given(scores)
def test_the_pairing_has_the_highest_sum(scores):
    pairs = assigned(scores)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    best = max(
        sum(scores.get(pair, 0.0) for pair in zip("abcd", order, strict=True))
        for order in itertools.permutations("wxyz")
    )
    assert sum(scores[pair] for pair in pairs) == pytest.approx(best)
