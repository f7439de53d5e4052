"""The trail speaks: every verb that a command records has words for its reader."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.conf import settings

from draagvlak.core.audit import VERBS

pytestmark = pytest.mark.one_engine("reads files, asks no database")

SRC = Path(settings.PACKAGE)
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
REGISTERS = re.compile(r"^Registry$|\.register$")
RECORDERS = {"record", "record_many", "record_on", "record_outside"}


def recorded() -> set[str]:
    """Every verb in the code of the apps, those that a helper passes on included."""
    found = set()
    for path in SRC.rglob("*.py"):
        calls = _calls(path)
        if any(_records(call) for call in calls):
            name = ".".join(("draagvlak", *path.relative_to(SRC).with_suffix("").parts))
            found |= {
                verb
                for call in calls
                if not REGISTERS.search(ast.unparse(call.func))
                for each in call.args
                for verb in _verbs(each, name, named=_records(call))
            }
    return found


def _calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _records(call: ast.Call) -> bool:
    name = call.func
    called = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
    return called in RECORDERS


def _verbs(node: ast.expr, module: str, *, named: bool) -> set[str]:
    """The verbs that an argument says: itself, by the name of a constant, or one per state."""
    said: object = node.value if isinstance(node, ast.Constant) else ""
    if isinstance(node, ast.Name) and named:
        said = getattr(importlib.import_module(module), node.id, "")
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        start = str(node.values[0].value)
        if VERB.fullmatch(start):
            app = ".".join(module.split(".")[:2])
            return {start + each for each in importlib.import_module(f"{app}.states").State.values}
    return {said} if isinstance(said, str) and VERB.fullmatch(said) else set()


def test_every_recorded_verb_has_words_and_no_words_are_left_over():
    assert recorded() == {verb for verb, _ in VERBS.items()}
