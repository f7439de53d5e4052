"""One desk for a guide with several workspaces."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from draagvlak.accounts.models import User
from draagvlak.core.policy import Role
from draagvlak.desk.queries import workspaces as queries
from tests.desk.test_views import here, promise, words
from tests.factories.places import make_member, make_programme, make_workspace, sign_in

pytestmark = pytest.mark.django_db
ALL = "/workspaces/"


@pytest.fixture
def guide(client):
    actor = make_member()
    sign_in(client, actor)
    return actor


def also(guide, name, role=Role.GUIDE, programme=""):
    """The same guide, in another workspace."""
    there = make_programme(make_workspace(name), programme or f"Traject in {name}")
    return make_member(there, role, user=User.objects.get(pk=guide.user_id))


def ask(client, actor):
    return client.get(here(actor, "waiting/"), headers={"HX-Request": "true"})


def test_who_guides_one_workspace_does_not_see_it(client, guide):
    also(guide, "Elders", Role.EMPLOYEE)

    answer = client.get(ALL)

    assert (answer.status_code, answer["Location"]) == (303, "/?all=1")
    assert "Bekijk wat er in al je werkruimten wacht" not in words(client.get("/?all=1"))


def test_who_guides_several_finds_them_by_name_from_the_choice_of_programmes(client, guide):
    also(guide, "Anderdorp")
    assert "Bekijk wat er in al je werkruimten wacht" in words(client.get("/?all=1"))

    answer = client.get(ALL)
    text = words(answer)

    assert text.index("Anderdorp") < text.index("Voorbeeldstad")
    assert answer.content.decode().count("<h1") == 1


def test_the_page_itself_holds_no_content_and_its_parts_only_their_own(client, guide):
    there = also(guide, "Anderdorp")
    late = timezone.localdate() - dt.timedelta(days=2)
    promise(guide, "Waar blijft het papier", late)
    promise(there, "Wie helpt ons oefenen", late)

    page, mine, theirs = words(client.get(ALL)), ask(client, guide), ask(client, there)

    assert "papier" not in page
    assert "oefenen" not in page
    assert "Waar blijft het papier" in words(mine)
    assert "oefenen" not in words(mine)
    assert "Wie helpt ons oefenen" in words(theirs)
    assert "papier" not in words(theirs)
    assert "1 te laat" in words(mine)
    assert "<html" not in mine.content.decode()


def test_a_part_names_three_and_counts_the_rest(client, guide):
    for number in range(5):
        promise(guide, f"Zorg nummer {number}", timezone.localdate())

    text = words(ask(client, guide))

    assert text.count("Zorg nummer") == 3
    assert "en nog 2" in text


def test_the_page_takes_as_many_statements_for_four_workspaces_as_for_two(client, guide):
    counts = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            also(guide, name)
        client.get(ALL)
        with CaptureQueriesContext(connection) as seen:
            client.get(ALL)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_part_takes_as_many_statements_for_three_things_as_for_one(client, guide):
    counts = []
    for more in (1, 2):
        for number in range(more):
            promise(guide, f"Zorg {more} {number}", timezone.localdate())
        ask(client, guide)
        with CaptureQueriesContext(connection) as seen:
            ask(client, guide)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_beyond_twelve_programmes_the_others_are_asked_when_followed(client, guide, monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 1)
    also(guide, "Anderdorp")

    assert client.get(ALL).content.decode().count('hx-trigger="load"') == 1


def test_without_script_the_part_is_a_page(client, guide):
    text = client.get(here(guide, "waiting/")).content.decode()

    assert text.count("<h1") == 1
    assert "Er wacht niets op jou" in text


def test_that_page_holds_all_of_it_the_late_first(client, guide):
    for number in range(9):
        promise(guide, f"Zorg {number}", timezone.localdate())
    promise(guide, "Wachten op wifi", timezone.localdate() - dt.timedelta(days=1))

    text = client.get(here(guide, "waiting/")).content.decode()

    assert "Er wachten 10 dingen op jou. Wat het meest dringt, staat bovenaan." in text
    assert text.count("Geef antwoord") == 10
    assert text.index("Wachten op wifi") < text.index("Zorg 0")


def test_today_leads_to_what_it_does_not_show(client, guide):
    for number in range(9):
        promise(guide, f"Zorg {number}", timezone.localdate())

    text = client.get(here(guide, "today/")).content.decode()

    assert f'<a href="{here(guide, "waiting/")}">Bekijk nog 1</a>' in text


def test_looking_at_all_is_no_visit_to_any(client, guide):
    there = also(guide, "Anderdorp")
    client.get(here(guide, "today/"))

    ask(client, there)

    assert f"programme:{there.workspace.slug}" not in client.session


def test_an_outsider_finds_no_part(guide):
    assert ask(sign_in(Client(), make_member()), guide).status_code == 404
