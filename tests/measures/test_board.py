"""The board: columns by state, and cards that go along the ways of the table."""

from __future__ import annotations

import pytest

from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.measures import queries
from draagvlak.measures.models import Measure
from draagvlak.measures.states import State
from draagvlak.programmes.models import Programme
from tests.factories.measures import make_delivery, make_measure, membership_of
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def shift(client, actor, measure, target, **more):
    address = to(actor, "measures:measure_shift", measure_id=measure.pk)
    return sign_in(client, actor).post(address, {"target": target}, **more)


def test_columns_have_counts_and_first_cards_and_the_rest_in_the_list(guide, monkeypatch):
    monkeypatch.setattr("draagvlak.measures.queries.board.CARDS", 2)
    for _ in range(3):
        make_measure(guide)
    make_measure(guide, state=State.AGREED)

    proposed, agreed, *rest = queries.board_columns(guide)

    assert (proposed.count, len(proposed.cards), proposed.more) == (3, 2, 1)
    assert "state=proposed" in proposed.href
    assert (agreed.count, agreed.more, agreed.dot) == (1, 0, "planned")
    assert [column.count for column in rest] == [0, 0, 0]


@pytest.mark.parametrize(
    ("state", "target"),
    [
        (State.PROPOSED, "agreed"),
        (State.AGREED, "under_way"),
        (State.AGREED, "proposed"),
        (State.UNDER_WAY, "agreed"),
        (State.DELIVERED, "under_way"),
        (State.DROPPED, "proposed"),
        (State.DROPPED, "under_way"),
    ],
)
def test_a_move_that_asks_nothing_is_done_at_once(guide, client, state, target):
    measure = make_measure(guide, state=state)
    answer = shift(client, guide, measure, target, follow=True)
    assert "data-undo" in answer.text
    assert Measure.objects.get().state == target


@pytest.mark.parametrize(
    ("state", "target", "page"),
    [
        (State.PROPOSED, "dropped", "measure_drop"),
        (State.UNDER_WAY, "delivered", "delivery_add"),
    ],
)
def test_a_move_asks_first_what_it_needs(guide, client, state, target, page):
    measure = make_measure(guide, state=state)
    answer = shift(client, guide, measure, target)
    assert answer.status_code == 303
    assert answer["Location"] == to(guide, f"measures:{page}", measure_id=measure.pk)
    assert Measure.objects.get().state == state


def test_what_brought_something_is_delivered_at_once(guide, client):
    measure = make_measure(guide, state=State.UNDER_WAY)
    make_delivery(guide, measure)
    assert shift(client, guide, measure, "delivered").status_code == 303
    assert Measure.objects.get().state == "delivered"


@pytest.mark.parametrize(
    ("state", "target", "why"),
    [
        (State.PROPOSED, "under_way", "Spreek deze maatregel eerst af."),
        (State.PROPOSED, "delivered", "Alleen wat loopt, kan worden opgeleverd."),
        (State.DELIVERED, "dropped", "Wat is opgeleverd, kan niet meer vervallen."),
        (State.UNDER_WAY, "proposed", "Zet hem eerst terug naar"),
        (State.AGREED, "agreed", "Het staat daar al."),
        (State.AGREED, "onzin", "Zet hem eerst terug naar"),
    ],
)
def test_a_refused_move_says_why(guide, client, state, target, why):
    answer = shift(client, guide, make_measure(guide, state=state), target)
    assert answer.status_code == 409
    assert why in answer.text


def test_nothing_on_purpose_never_begins(guide, client):
    measure = make_measure(guide, kind="nothing", reasons="Te klein.", state=State.AGREED)
    assert shift(client, guide, measure, "under_way").status_code == 409
    ways = queries.ways_from(State.AGREED, "nothing")
    assert [way.target for way in ways] == ["dropped", "proposed"]


def test_who_sees_to_it_moves_it_and_others_read_why(guide, client):
    programme = Programme.objects.get(pk=guide.programme_id)
    employee = make_member(programme, Role.EMPLOYEE)
    measure = make_measure(guide, owner=membership_of(employee).pk, state=State.AGREED)
    assert shift(client, employee, measure, "under_way").status_code == 303
    other = make_measure(guide, state=State.AGREED)
    answer = shift(client, employee, other, "under_way")
    assert answer.status_code == 409
    assert "Wie hiervoor zorgt" in answer.text or "zorgt" in answer.text


def test_an_outsider_finds_nothing(guide, client):
    measure = make_measure(guide)
    address = to(guide, "measures:measure_shift", measure_id=measure.pk)
    assert sign_in(client, make_member()).post(address).status_code == 404


def test_the_board_asks_the_same_for_one_and_for_three(guide, django_assert_max_num_queries):
    make_measure(guide)
    with django_assert_max_num_queries(7):
        queries.board_columns(guide)
    make_measure(guide, state=State.AGREED)
    make_measure(guide, state=State.UNDER_WAY)
    with django_assert_max_num_queries(7):
        queries.board_columns(guide)
