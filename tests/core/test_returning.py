"""What the ways back share: texts of columns, what stands together, and what was put away."""

from __future__ import annotations

import datetime as dt

from draagvlak.core.returning import (
    Earlier,
    Edited,
    keep_key,
    kept_key,
    look_at,
    read_earlier,
    texts_of,
    write_earlier,
)
from draagvlak.measures.models import Measure

NAMES = {"title": "de titel", "due_on": "de dag", "kind": "de soort", "reasons": "de redenen"}


def edited():
    return Edited(
        lambda _actor: Measure.objects.none(),
        NAMES,
        together=[frozenset({"kind", "reasons"})],
    )


def test_columns_become_texts_and_empty_stays_empty():
    row = Measure(title="Oefenen", due_on=dt.date(2027, 1, 2), cost_euros=None)
    assert texts_of(row, ["title", "due_on", "cost_euros", "owner"]) == {
        "title": "Oefenen",
        "due_on": "2027-01-02",
        "cost_euros": None,
        "owner": None,
    }


def test_only_what_changed_is_kept_with_what_stands_together():
    row = Measure(title="Eerst", kind="train", reasons="")
    before = edited().before(row)
    row.kind = "coach"
    assert edited().changed(before, row) == Earlier(
        row.pk, {"kind": "train", "reasons": ""}, {"kind": "coach", "reasons": ""}
    )


def test_what_is_written_is_read():
    row = Measure(title="Eerst")
    rows = [Earlier(row.pk, {"title": "a", "due_on": None}, {"title": "b", "due_on": "2027-01-02"})]
    assert read_earlier(write_earlier(rows)) == rows
    assert kept_key(keep_key(row)) == row.pk


def test_what_is_no_longer_away_does_not_come_back():
    first, second = look_at(["a", "b"], {"a"})
    assert bool(first.verdict) is True
    assert str(second.verdict.reason) == (
        "Dit is daarna veranderd. Daarom kun je het hier niet terugdraaien."
    )
