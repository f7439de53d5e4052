"""What is remembered between requests: every place is known, and none of them touches the vault."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_engine("reads files, asks no database")

SRC = Path(settings.PACKAGE)
REMEMBERED = {
    "concerns.causes": "the causes of a programme with their counts, for who sees every concern",
    "concerns.facets": "counts per kind and state beside the list, for who sees every concern",
    "concerns.list": "columns of the first fifty for who sees every concern, without names",
    "concerns.insight": "counts of concerns, and sums of voices that stand on their pages",
    "coverage.page": "how many people a part has, and how many of them were heard",
    "coverage.whole": "the same of the whole programme",
    "coverage.next": "groups, layers and units of which few or nobody were heard",
    "coverage.bounds": "per group a lower bound that tells of nobody in particular",
    "desk.told": "what waits for a user, where the thread hangs, what the phase lacks; of all apps "
    "but conversations",
    "desk.walk": "the thread through a thing that is no conversation, as this user sees it",
    "organisations.counted": "how many people are present, up to a thousand",
    "organisations.groups": "the names, words and sizes of all groups, for who sees everyone",
    "organisations.tree": "the units of an organisation and how many work there, for who sees all",
    "organisations.places": "the names of organisations and units, for who sees everyone",
    "processes.impact": "per group how many steps change and how many minutes: counts only",
    "solutions.fits": "how many worries or wishes each solution meets, and how: counts only",
    "processes.unconfirmed": "how many processes miss the confirmation of a group",
}
"""Each name with what it keeps: counts and rows that everybody with these roles may see."""
OPENS = {
    "draagvlak.vault",
    "draagvlak.core.crypto",
    "draagvlak.core.envelope",
    "draagvlak.core.storage",
}
SECRET = {"RawQuote", "Participant", "sealed", "sealed_reason", "open_reason", "speaker"}
"""Models and columns of what is told in confidence."""


def calls() -> dict[str, Path]:
    """The name under which each place keeps something, with its file."""
    found = {}
    for path in SRC.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "from draagvlak.core.remembered import" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "remembered":
                name = node.args[1]
                assert isinstance(name, ast.Constant), f"{path}: the name stands in the call"
                assert name.value not in found, f"{path}: {name.value} is taken"
                found[name.value] = path
    return found


def imported(tree: ast.AST) -> set[str]:
    """The modules and names that a file takes from elsewhere."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def test_every_place_that_remembers_says_here_what_it_keeps():
    assert sorted(calls()) == sorted(REMEMBERED)


def test_a_place_that_remembers_opens_nothing_and_names_nothing_of_the_vault():
    for name, path in calls().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        opened = [m for m in imported(tree) for o in OPENS if m == o or m.startswith(f"{o}.")]
        assert not opened, f"{name}: {path} imports {opened}"
        words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        words |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not words & SECRET, f"{name}: {path} names {words & SECRET}"
