from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.unit_tree import (
    UnitNode,
    build_tree,
    find_cycle,
    join_path,
    path_key,
    resolve,
    split_path,
)

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Bedrijfsvoering / ICT", ("Bedrijfsvoering", "ICT")),
        ("Bedrijfsvoering>ICT > Beheer", ("Bedrijfsvoering", "ICT", "Beheer")),
        ("Stad\\Zorg|Wmo", ("Stad", "Zorg", "Wmo")),
        ("Stad » Zorg → Wmo", ("Stad", "Zorg", "Wmo")),
        ("Verkeer/Vervoer", ("Verkeer/Vervoer",)),
        ("/Stad/ICT/", ("Stad", "ICT")),
        ("  ICT  beheer ", ("ICT beheer",)),
        (" > ICT / ", ("ICT",)),
        ("", ()),
        (" / ", ()),
    ],
)
def test_split_path(text, path):
    assert split_path(text) == path


def test_join_and_key():
    assert join_path(("Bedrijfsvoering", "ICT")) == "Bedrijfsvoering / ICT"
    assert path_key(("Bedrijfs  voering", "ÍCT")) == ("bedrijfs voering", "ict")


def test_build_tree_keeps_first_spelling_and_order_and_makes_what_lies_above():
    paths = [("Stad", "Zorg", "Wmo"), ("STAD", "ICT"), ("Griffie",), ("stad",), ("Stad", "ict")]
    assert build_tree(paths) == (
        UnitNode(
            "Stad",
            ("Stad",),
            (
                UnitNode("Zorg", ("Stad", "Zorg"), (UnitNode("Wmo", ("Stad", "Zorg", "Wmo"), ()),)),
                UnitNode("ICT", ("Stad", "ICT"), ()),
            ),
        ),
        UnitNode("Griffie", ("Griffie",), ()),
    )
    assert build_tree([]) == ()


def test_find_cycle():
    parents = {1: 2, 2: 3, 3: 2, 4: None, 5: 4, 6: 6}
    assert find_cycle(parents, 1) == [2, 3, 2]
    assert find_cycle(parents, 3) == [3, 2, 3]
    assert find_cycle(parents, 6) == [6, 6]
    assert find_cycle(parents, 5) == []
    assert find_cycle(parents, 99) == []


def test_resolve_paths():
    units = resolve([("ICT", "Bedrijfsvoering"), ("Beheer", "ict"), ("Griffie", ""), ("", "x")])
    assert units.paths == {
        "ict": ("Bedrijfsvoering", "ICT"),
        "bedrijfsvoering": ("Bedrijfsvoering",),
        "beheer": ("Bedrijfsvoering", "ICT", "Beheer"),
        "griffie": ("Griffie",),
    }
    assert (units.cycles, units.parents) == ({}, {})


def test_resolve_names_the_cycle_for_everything_in_and_under_it():
    units = resolve([("A", "B"), ("B", "C"), ("C", "A"), ("D", "A"), ("E", "D"), ("F", "F")])
    ring = units.cycles["a"]
    assert ring == ("A", "B", "C", "A")
    assert units.cycles == dict.fromkeys(["a", "b", "c", "d", "e"], ring) | {"f": ("F", "F")}
    assert units.paths == {}


def test_resolve_tells_two_parents_and_takes_the_first():
    units = resolve([("Team", "Noord"), ("Team", "Zuid"), ("Team", "noord")])
    assert units.parents == {"team": ("Noord", "Zuid")}
    assert units.paths["team"] == ("Noord", "Team")


NAMES = st.sampled_from("ABCDEF")


@given(st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_every_unit_has_a_path_or_a_cycle(links):
    units = resolve(links)
    named = {name.lower() for link in links for name in link}
    assert set(units.paths) | set(units.cycles) == named
    assert not set(units.paths) & set(units.cycles)
    for path in units.paths.values():
        assert len(set(path)) == len(path)
    for ring in units.cycles.values():
        assert ring[0] == ring[-1]
        assert len(set(ring[1:])) == len(ring) - 1


@given(st.lists(st.lists(NAMES, min_size=1, max_size=4).map(tuple), max_size=10))
def test_the_tree_holds_every_path_and_what_lies_above_it(paths):
    def walk(nodes):
        for node in nodes:
            yield node.path
            yield from walk(node.children)

    found = list(walk(build_tree(paths)))
    assert len(set(found)) == len(found)
    assert set(found) == {path[:size] for path in paths for size in range(1, len(path) + 1)}
