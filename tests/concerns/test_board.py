"""The board: columns by state, and cards that go along the ways of the table."""

from __future__ import annotations

import pytest

from draagvlak.concerns import queries
from draagvlak.concerns.models import Concern
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from tests.factories.concerns import (
    make_answered,
    make_concern,
    make_delivered,
    make_planned,
    make_understood,
)
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def move(client, guide, concern, target):
    address = to(guide, "concerns:concern_move", concern_id=concern.pk)
    return sign_in(client, guide).post(address, {"target": target})


def test_columns_have_counts_and_first_cards_and_the_rest_in_the_list(guide, monkeypatch):
    monkeypatch.setattr("draagvlak.concerns.queries.board.CARDS", 2)
    for _ in range(3):
        make_concern(guide)
    make_understood(guide)

    heard, understood, *rest = queries.board_columns(guide)

    assert (heard.count, len(heard.cards), heard.more) == (3, 2, 1)
    assert "state=heard" in heard.href
    assert (understood.count, understood.more) == (1, 0)
    assert [column.count for column in rest] == [0, 0, 0]


@pytest.mark.parametrize(
    ("make", "target", "page"),
    [
        (make_concern, "understood", "concern_cause_add"),
        (make_understood, "answered", "concern_answer"),
        (make_planned, "answered", "concern_answer"),
        (make_answered, "delivered", "concern_tell"),
    ],
)
def test_a_move_asks_first_what_it_needs(guide, client, make, target, page):
    concern = make(guide)

    answer = move(client, guide, concern, target)
    assert answer.status_code == 303
    assert answer["Location"] == to(guide, f"concerns:{page}", concern_id=concern.pk)
    assert Concern.objects.get().state == concern.state


def test_planning_goes_to_a_new_measure(guide, client):
    answer = move(client, guide, make_understood(guide), "planned")
    assert answer.status_code == 303
    assert "/measures/add/" in answer["Location"]


@pytest.mark.parametrize("make", [make_answered, make_delivered])
def test_opening_again_is_done_at_once(guide, client, make):
    concern = make(guide)

    assert move(client, guide, concern, "understood").status_code == 303
    assert Concern.objects.get().state == "understood"


@pytest.mark.parametrize(
    ("make", "target", "why"),
    [
        (make_concern, "planned", "Schrijf eerst een oorzaak op."),
        (make_concern, "answered", "Schrijf eerst een oorzaak op."),
        (make_concern, "delivered", "Er is nog geen antwoord om terug te koppelen."),
        (make_understood, "heard", "wordt niet weer alleen gehoord"),
        (make_planned, "understood", "Haal die maatregel eerst weg."),
        (make_answered, "planned", "Er is al een antwoord."),
        (make_delivered, "answered", "Het antwoord is teruggekoppeld."),
        (make_concern, "heard", "Het staat daar al."),
        (make_concern, "onzin", "wordt niet weer alleen gehoord"),
    ],
)
def test_a_refused_move_says_why(guide, client, make, target, why):
    answer = move(client, guide, make(guide), target)

    assert answer.status_code == 409
    assert why in answer.text


def test_who_may_not_reads_why(guide, client):
    concern = make_answered(guide)
    employee = make_member(Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE)

    answer = move(client, employee, concern, "understood")
    assert answer.status_code == 409
    assert "houden dit bij" in answer.text


def test_an_outsider_finds_nothing(guide, client):
    concern = make_concern(guide)
    address = to(guide, "concerns:concern_move", concern_id=concern.pk)
    assert sign_in(client, make_member()).post(address).status_code == 404


def test_the_board_asks_the_same_for_one_and_for_three(guide, django_assert_max_num_queries):
    make_concern(guide)
    with django_assert_max_num_queries(9):
        queries.board_columns(guide)
    make_understood(guide)
    make_answered(guide)
    with django_assert_max_num_queries(9):
        queries.board_columns(guide)
