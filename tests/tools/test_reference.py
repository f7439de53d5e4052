"""The reference of settings is fresh and speaks two languages."""

from __future__ import annotations

import pytest
from tools.reference import DUTCH, ENGLISH, ROOT, page

from draagvlak.config.variables import INTERNAL, VARIABLES

pytestmark = pytest.mark.one_engine("reads files, asks no database")


@pytest.mark.parametrize("words", [ENGLISH, DUTCH], ids=["en", "nl"])
def test_the_page_is_made_from_the_settings(words):
    assert (ROOT / words.path).read_text(encoding="utf-8") == page(words), (
        "run python -m tools.reference"
    )


@pytest.mark.parametrize("words", [ENGLISH, DUTCH], ids=["en", "nl"])
def test_every_setting_is_on_it_with_its_own_words(words):
    text = page(words)
    for variable in (*VARIABLES, *INTERNAL):
        assert text.count(f"`{variable.name}`") == 1
        assert words.about(variable) in text


def test_the_two_languages_differ():
    for variable in (*VARIABLES, *INTERNAL):
        assert variable.about != variable.over
        assert variable.over.strip()


def test_a_page_shows_no_default_of_a_secret():
    assert [v.name for v in VARIABLES if v.secret and v.default] == []
