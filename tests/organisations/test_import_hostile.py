"""Two hundred hostile files are refused with a sentence that says what to do.

What is small or stopped by a guard is read here; the rest in its own process, as in the product.
`bench/import_hostile.py` reads all of them there, and prints the slowest and the memory.
"""

from __future__ import annotations

import pytest
from django.utils import translation

from draagvlak.lib.people_table import is_header
from draagvlak.lib.people_table.apart import read_apart
from draagvlak.lib.table_file import Limits, TableError, read_table
from draagvlak.organisations.imports import words
from tests.organisations.hostile import books, kinds, texts

LARGE = 2 << 20


def refused(filename, data):
    try:
        if len(data) > LARGE:
            read_apart(data, filename)
        else:
            read_table(data, filename, Limits(), is_header=is_header)
    except TableError as error:
        with translation.override("nl"):
            return words.about_file(error)
    return ""


@pytest.mark.parametrize(
    ("files", "least"), [(kinds, 30), (texts, 25), (books, 140)], ids=["kinds", "texts", "books"]
)
def test_hostile_files_are_refused_in_words(files, least):
    said = {name: refused(filename, data) for name, filename, data in files()}

    assert [name for name, sentence in said.items() if not sentence] == []
    assert len(said) >= least
    assert all(sentence.endswith(".") and "%" not in sentence for sentence in said.values())


def test_a_process_that_stops_halfway_is_a_refusal(monkeypatch):
    monkeypatch.setattr("draagvlak.lib.people_table.apart.WALL_SECONDS", 0.0)

    with pytest.raises(TableError, match="too_heavy"):
        read_apart(b"Naam;E-mail\nJan Bos;jan@x.nl\n", "mensen.csv")
