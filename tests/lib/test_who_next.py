"""Whom to hear next, and why."""

from __future__ import annotations

import pytest

from draagvlak.lib.who_next import Part, Reason, enough, reason_for, who_next

pytestmark = pytest.mark.one_engine("computes in memory, asks no database")


def part(people, heard, early=0, days=None, *, kind="group", name="Balie"):
    return Part(kind, name, name, people, heard, early, days)


@pytest.mark.parametrize(("people", "needed"), [(0, 0), (1, 1), (4, 2), (14, 4), (100, 10)])
def test_the_square_root_is_enough(people, needed):
    assert enough(people) == needed


@pytest.mark.parametrize(
    ("one", "chosen", "reason"),
    [
        (part(0, 0), False, None),
        (part(14, 0), False, Reason.NOBODY),
        (part(14, 3), False, Reason.FEW),
        (part(14, 4), False, None),
        (part(14, 4), True, Reason.AFTER_CHOICE),
        (part(14, 4, 1), True, None),
        (part(14, 4, 1, 121), True, Reason.LONG_AGO),
        (part(14, 4, 1, 120), True, None),
    ],
)
def test_each_reason(one, chosen, reason):
    assert reason_for(one, chosen=chosen) is reason


def test_nobody_heard_comes_first_and_there_the_largest():
    parts = [
        part(90, 1, name="Directie"),
        part(14, 0, name="Balie"),
        part(30, 0, name="Secretariaat"),
    ]
    found = who_next(parts, chosen=False)
    assert [(p.part.name, p.reason, p.wanted) for p in found] == [
        ("Secretariaat", Reason.NOBODY, 6),
        ("Balie", Reason.NOBODY, 4),
        ("Directie", Reason.FEW, 9),
    ]


def test_the_same_people_under_two_kinds_are_proposed_once_and_the_list_is_short():
    parts = [part(14, 0), part(14, 0, kind="unit", name="balie")]
    assert [p.part.kind for p in who_next(parts, chosen=False)] == ["group"]
    many = [part(9, 0, name=str(number)) for number in range(9)]
    assert len(who_next(many, chosen=False)) == 5


def test_a_part_heard_late_still_asks_for_one_conversation():
    assert [p.wanted for p in who_next([part(4, 4)], chosen=True)] == [1]
