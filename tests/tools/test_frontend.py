"""When the packages of the front end are fetched again."""

from __future__ import annotations

import json

import pytest
from tools.frontend import has_what_is_locked

pytestmark = pytest.mark.one_engine("reads files")


def lay(folder, name, packages):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"packages": packages}), encoding="utf-8")


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        ({"node_modules/a": {"version": "1.0.0"}}, True),
        ({"node_modules/a": {"version": "0.9.0"}}, False),
        ({}, False),
        ({"node_modules/a": {"version": "1.0.0"}, "node_modules/b": {"version": "1"}}, False),
    ],
)
def test_packages_are_those_of_the_lock_or_are_fetched_again(tmp_path, here, expected):
    lay(
        tmp_path,
        "package-lock.json",
        {
            "": {"name": "front"},
            "node_modules/a": {"version": "1.0.0"},
            "node_modules/b": {"version": "2.0.0", "optional": True},
        },
    )
    lay(tmp_path, "node_modules/.package-lock.json", here)

    assert has_what_is_locked(tmp_path) is expected


def test_without_packages_they_are_fetched(tmp_path):
    lay(tmp_path, "package-lock.json", {})

    assert not has_what_is_locked(tmp_path)
