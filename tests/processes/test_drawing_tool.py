"""The drawing tool as it was built: its words are ours, its licence and its sign go along."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.utils.translation import override

import draagvlak.core
from draagvlak.processes import queries

pytestmark = pytest.mark.one_engine("reads what was built, asks no database")
DIST = Path(draagvlak.core.__file__).parent / "static/core/dist"


def test_every_word_of_the_tool_has_ours():
    words = json.loads((DIST / "draw-tool.words.json").read_text("utf-8"))
    with override("nl"):
        ours = queries.tool_words()
    sides = ("left", "center", "right", "top", "middle", "bottom")
    aligned = {f"Align elements {side}" for side in sides}
    assert set(ours) == set(words) | aligned
    assert [word for word, said in ours.items() if word == said] == []
    assert ours["Append task"] == "Stap toevoegen"
    with override("en"):
        assert queries.tool_words()["Append task"] == "Append task"


def test_the_tool_is_shipped_with_its_licence_and_its_sign():
    legal = (DIST / "draw-tool.js.LEGAL.txt").read_text("utf-8")
    assert "the watermark must stay fully visible" in legal
    assert "SIL OPEN FONT LICENSE" in legal
    tool = (DIST / "draw-tool.js").read_text("utf-8")
    assert "bjs-powered-by" in tool
    style = (DIST / "draw.css").read_text("utf-8")
    assert not re.search(r"bjs-powered-by[^{]*\{[^}]*(display:none|visibility|opacity)", style)
