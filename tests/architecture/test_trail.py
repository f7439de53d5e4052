"""The trail speaks: every verb that a command records has words for its reader."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

from django.conf import settings

from draagvlak.core.audit import VERBS

SRC = Path(settings.PACKAGE)
VERB = re.compile(r"[a-z]+\.[a-z_]+")
RECORDERS = {"record", "record_outside"}


def recorded() -> set[str]:
    """Every verb in the code of the apps, those that a helper passes on included."""
    found = set()
    for path in SRC.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if path.parent.name == "migrations" or not _records(tree):
            continue
        app = path.relative_to(SRC).parts[0]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found |= {verb for each in node.args for verb in _verbs(each, app)}
    return found


def _records(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORDERS
        for node in ast.walk(tree)
    )


def _verbs(node: ast.expr, app: str) -> set[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value} if VERB.fullmatch(node.value) else set()
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        start = str(node.values[0].value)
        if VERB.fullmatch(start):
            states = importlib.import_module(f"draagvlak.{app}.states").State
            return {start + state for state in states.values}
    return set()


def test_every_recorded_verb_has_words_and_no_words_are_left_over():
    assert recorded() == {verb for verb, _ in VERBS.items()}
