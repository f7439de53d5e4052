"""The security page of a workspace: who, when, how; never content."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from draagvlak.accounts.models import User
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from tests.factories.factors import give_app
from tests.factories.places import make_member, make_programme, make_user, sign_in
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page_of(actor, more=""):
    return f"/accounts/w/{actor.workspace.slug}/security/{more}"


def test_the_administrator_sees_who_has_a_second_proof_and_what_happened():
    programme = make_programme()
    guide = make_member(programme, user=make_user("Noor Veldhuis"))
    make_member(programme, Role.EMPLOYEE, user=make_user("Joke van Dam"))
    keeper = make_member(programme, Role.ADMINISTRATOR, user=make_user("Rob Kok"))
    give_app(User.objects.get(pk=guide.user_id))
    make_vault(guide)

    said = words(sign_in(Client(), keeper).get(page_of(keeper)))

    assert "Noor Veldhuis" in said
    assert "ingesteld" in said
    assert "1 persoon met een zware rol heeft nog geen tweede bewijs" in said
    assert "maakte een kluis" in said
    assert "Joke van Dam" not in said


def test_the_example_does_not_say_that_who_is_in_cannot_come_in():
    programme = make_programme()
    keeper = make_member(programme, Role.ADMINISTRATOR, user=make_user("Rob Kok"))
    Workspace.objects.update(is_demo=True)

    said = words(sign_in(Client(), keeper).get(page_of(keeper)))

    assert "Dit is een voorbeeld: hier vragen we niemand om een tweede bewijs." in said
    assert "komen er dus niet in" not in said


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_as_many_queries_however_many_there_are(count, django_assert_max_num_queries):
    programme = make_programme()
    keeper = make_member(programme, Role.ADMINISTRATOR)
    for _number in range(count):
        make_member(programme)
    client = sign_in(Client(), keeper)

    with django_assert_max_num_queries(10):
        assert client.get(page_of(keeper)).status_code == 200


@pytest.mark.parametrize("role", [Role.GUIDE, Role.SPONSOR, Role.WORKS_COUNCIL])
def test_nobody_else_does(role):
    actor = make_member(role=role)

    assert sign_in(Client(), actor).get(page_of(actor)).status_code == 403


def test_an_outsider_finds_nothing():
    theirs = make_member(role=Role.ADMINISTRATOR)
    mine = make_member(role=Role.ADMINISTRATOR)

    assert sign_in(Client(), mine).get(page_of(theirs)).status_code == 404


def test_the_sign_in_of_the_organisation_is_set_and_its_secret_not_shown_again():
    keeper = make_member(role=Role.ADMINISTRATOR)
    client = sign_in(Client(), keeper)
    given = {
        "name": "Gemeente Voorbeeldstad", "issuer": "https://login.voorbeeldstad.example",
        "client_id": "draagvlak", "proof": "secret", "secret": "heel-geheim", "is_on": "on",
    }  # fmt: skip

    answer = client.post(page_of(keeper, "provider/"), given)

    assert answer.status_code == 303
    page = client.get(page_of(keeper, "provider/"))
    assert "heel-geheim" not in page.content.decode()
    assert "https://login.voorbeeldstad.example" in page.content.decode()
    given["issuer"] = "http://login.voorbeeldstad.example"
    assert client.post(page_of(keeper, "provider/"), given).status_code == 422
    assert "Gemeente Voorbeeldstad; nog niet gebruikt." in words(client.get(page_of(keeper)))


def test_a_lost_second_proof_is_taken_away_on_a_page_that_says_what_happens():
    programme = make_programme()
    guide = make_member(programme, user=make_user("Noor Veldhuis"))
    keeper = make_member(programme, Role.ADMINISTRATOR)
    give_app(User.objects.get(pk=guide.user_id))
    client = sign_in(Client(), keeper)
    address = page_of(keeper, f"factor/{guide.user_id}/reset/")

    assert "Noor Veldhuis krijgt een mail." in words(client.get(address))
    client.post(address)

    assert not User.objects.get(pk=guide.user_id).authenticator_set.exists()
