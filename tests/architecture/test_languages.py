"""Dutch and English are complete."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

pytestmark = pytest.mark.one_engine("reads files, asks no database")

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


@pytest.mark.parametrize("path", CATALOGUES, ids=ids)
def test_no_other_catalogue_speaks_for_this_one(path):
    """Equal texts of different apps share one Dutch text: the first catalogue wins."""
    with override("nl"):
        for entry in polib.pofile(str(path)):
            texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
            assert _shown(entry) == texts, entry.msgid


def test_one_english_text_has_one_dutch_text():
    said: dict[tuple[str | None, str], set[str]] = {}
    for path in CATALOGUES:
        for entry in polib.pofile(str(path)):
            texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
            said.setdefault((entry.msgctxt, entry.msgid), set()).add("\n".join(texts))

    assert {text: dutch for text, dutch in said.items() if len(dutch) > 1} == {}


def _shown(entry: polib.POEntry) -> list[str]:
    """What Django says for this text: one, or the singular and the plural."""
    if entry.msgid_plural:
        words = partial(npgettext, entry.msgctxt) if entry.msgctxt else ngettext
        return [words(entry.msgid, entry.msgid_plural, number) for number in (1, 2)]
    return [pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid)]
