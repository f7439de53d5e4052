"""The starter lists, as far as a machine can check them."""

from __future__ import annotations

import pytest

from draagvlak.solutions import queries
from draagvlak.solutions.models import How
from draagvlak.solutions.queries.shipped import SYSTEMS

pytestmark = pytest.mark.one_engine("reads the shipped texts")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_shipped_list_is_whole(system):
    shelf = queries.starter_lists()[system]
    keys, titles = ({getattr(one, name) for one in shelf.starters} for name in ("key", "name"))
    assert len(shelf.starters) >= 15
    assert len(keys) == len(titles) == len(shelf.starters)
    for one in shelf.starters:
        assert one.how in How.values
        assert 0 < len(one.name) <= 160
        assert 0 < len(one.what) <= 600
        assert 0 < len(one.area) <= 80
        assert one.what.endswith(".")
        assert not one.name.endswith(".")
        assert len(one.key) <= 80
    assert shelf.written
    assert len(shelf.source) <= 200


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("iBabs", "ibabs"),
        ("Microsoft 365", "microsoft365"),
        ("Microsoft 365 met Teams", "teams"),
        ("SharePoint Online", "sharepoint"),
        ("Iets van onszelf", ""),
    ],
)
def test_a_solution_is_known_by_its_name(name, expected):
    assert queries.list_for(name) == expected
