"""Dutch and English are complete."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.conf import settings

SRC = Path(settings.PACKAGE)
CATALOGUES = sorted(SRC.glob("*/locale/nl/LC_MESSAGES/django.po"))


def ids(path: Path) -> str:
    return path.relative_to(SRC).parts[0]


@pytest.mark.parametrize("path", CATALOGUES, ids=ids)
def test_no_dutch_text_is_missing_or_guessed(path):
    catalogue = polib.pofile(str(path))

    assert [e.msgid for e in catalogue.untranslated_entries()] == []
    assert [e.msgid for e in catalogue.fuzzy_entries()] == []
    assert [e.msgid for e in catalogue.obsolete_entries()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=ids)
def test_the_compiled_catalogue_is_current(path):
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    written = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.pofile(str(path))}

    assert {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in compiled} == written


@pytest.mark.parametrize("path", CATALOGUES, ids=ids)
def test_placeholders_survive_translation(path):
    for entry in polib.pofile(str(path)):
        if "python-format" in entry.flags:
            wanted = sorted(p for p in _placeholders(entry.msgid_plural or entry.msgid))
            for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
                assert set(_placeholders(text)) <= set(wanted) | set(_placeholders(entry.msgid))


def _placeholders(text: str) -> list[str]:
    return [part.split(")")[0] for part in text.split("%(")[1:]]
