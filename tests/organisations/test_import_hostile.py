"""Hostile files are refused with a sentence that says what to do.

Here are those that are quickly made and read. `bench/import_hostile.py` reads all two hundred as
the product does, each in a process of its own, and prints the slowest and the memory.
"""

from __future__ import annotations

import pytest
from django.utils import translation

from draagvlak.lib.people_table import is_header
from draagvlak.lib.people_table.apart import read_apart
from draagvlak.lib.table_file import Limits, TableError, read_table
from draagvlak.organisations.imports import words
from tests.organisations.hostile import bomb, books, kinds, many_sheets, texts


def refused(filename, data, read=read_table, **options):
    try:
        read(data, filename, Limits(), **options)
    except TableError as error:
        with translation.override("nl"):
            return words.about_file(error)
    return ""


@pytest.mark.parametrize(
    ("files", "least"), [(kinds, 30), (texts, 25), (books, 120)], ids=["kinds", "texts", "books"]
)
def test_hostile_files_are_refused_in_words(files, least):
    said = {name: refused(filename, data, is_header=is_header) for name, filename, data in files()}

    assert [name for name, sentence in said.items() if not sentence] == []
    assert len(said) >= least
    assert all(sentence.endswith(".") and "%" not in sentence for sentence in said.values())


def test_a_process_of_its_own_refuses_in_the_same_words():
    data = bomb(12 << 20)

    assert refused("mensen.xlsx", data, read_apart) == refused("mensen.xlsx", data) != ""


def test_a_hundred_sheets_come_in():
    table = read_table(many_sheets(100), "mensen.xlsx", Limits(), is_header=is_header)

    assert (len(table.rows), len(table.sheets)) == (1, 100)


def test_a_process_that_stops_halfway_is_a_refusal(monkeypatch):
    monkeypatch.setattr("draagvlak.lib.people_table.apart.WALL_SECONDS", 0.0)

    with pytest.raises(TableError, match="too_heavy"):
        read_apart(b"Naam;E-mail\nJan Bos;jan@x.nl\n", "mensen.csv")
