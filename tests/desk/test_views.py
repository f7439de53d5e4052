"""Vandaag, the golden thread, and the door to one's programmes."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from draagvlak.concerns.commands import set_answer_due, set_owner
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.desk import queries
from draagvlak.programmes.models import Membership, Programme
from tests.factories.concerns import make_concern
from tests.factories.places import make_member, make_programme, make_user, sign_in
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(client):
    actor = make_member()
    sign_in(client, actor)
    return actor


def here(actor, path=""):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/{path}"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def promise(guide, title, day):
    """A concern that the guide owes an answer by a day."""
    concern = make_concern(guide, title=title)
    owner = Membership.objects.get(workspace_id=guide.tenant, user_id=guide.user_id)
    concern = set_owner(by=guide, concern=concern, owner=owner, version=concern.version)
    return set_answer_due(by=guide, concern=concern, due_on=day, version=concern.version)


def test_an_empty_programme_says_so_in_one_sentence(client, guide):
    answer = client.get(here(guide, "today/"))

    assert "Er wacht nog niets op jou. Kijk wat deze fase nog vraagt." in words(answer)
    assert "Er staan nog geen mensen in." in words(answer)
    assert answer.content.decode().count("<h1") == 1


def test_a_guide_is_not_sent_to_the_guide(client, guide):
    assert "Vraag het aan wie Draagvlak voor je beheert." in words(
        client.get(here(guide, "today/"))
    )


def test_who_opens_the_vault_from_here_comes_back_here(client, guide):
    make_vault(guide)
    back = here(guide, "today/")

    assert f'{here(guide, "vault/open/")}?next={back}"' in client.get(back).content.decode()


def test_a_broken_promise_stands_first(client, guide):
    promise(guide, "Wachten op wifi", timezone.localdate() - dt.timedelta(days=1))

    text = words(client.get(here(guide, "today/")))

    assert "Er wacht 1 ding op jou. 1 daarvan is te laat." in text
    assert text.index("Wacht op jou") < text.index("Wachten op wifi")


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_costs_the_same_for_one_and_for_three(
    client, guide, count, django_assert_max_num_queries
):
    for number in range(count):
        promise(guide, f"Zorg {number}", timezone.localdate())
    client.get(here(guide, "today/"))

    with django_assert_max_num_queries(34):
        answer = client.get(here(guide, "today/"))
    assert words(answer).count("Geef antwoord") == count


def test_the_thread_shows_where_it_hangs(client, guide):
    make_concern(guide, title="Zonder oorzaak")

    text = words(client.get(here(guide, "thread/")))

    assert "zonder oorzaak" in text
    assert "Zonder oorzaak" in text


def test_one_walks_from_a_concern(client, guide):
    concern = make_concern(guide, title="Lezen op een scherm")

    text = words(client.get(here(guide, f"thread/concern/{concern.pk}/")))

    assert "Lezen op een scherm" in text
    assert "Nog niemand heeft gezegd waarom." in text


def test_an_unknown_kind_and_a_foreign_thing_are_not_there(client, guide):
    other = make_concern(make_member(), title="Van een ander")

    assert client.get(here(guide, f"thread/concern/{other.pk}/")).status_code == 404
    assert client.get(here(guide, f"thread/geheim/{other.pk}/")).status_code == 404


def test_an_outsider_finds_no_desk(client, guide):
    other = make_member()

    assert client.get(here(other, "today/")).status_code == 404


def test_the_only_programme_opens_at_once(client, guide):
    answer = client.get("/")

    assert answer.status_code == 303
    assert answer["Location"] == here(guide, "today/")


def test_two_programmes_can_be_chosen_from(client, guide):
    second = make_programme(name="Teams voor iedereen")
    Membership.objects.create(
        workspace=second.workspace, programme=second, user_id=guide.user_id, role=Role.CO_GUIDE
    )

    text = words(client.get("/"))

    assert "Papierloos" in text
    assert "Teams voor iedereen" in text


def test_who_has_none_is_asked_one_thing(client):
    client.force_login(make_user())

    assert "Hoe heet je traject?" in words(client.get("/"))
    answer = client.post(
        "/", {"programme": "Werken met iBabs", "workspace": "Voorbeeldstad", "once": "a"}
    )

    programme = Programme.objects.get()
    assert answer["Location"].endswith(f"/p/{programme.slug}/today/")
    assert programme.name == "Werken met iBabs"


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.GUIDE, True), (Role.ADMINISTRATOR, True), (Role.EMPLOYEE, False)]
)
def test_only_who_may_start_another_programme_is_asked_for_its_name(client, role, shown):
    sign_in(client, make_member(role=role))

    assert ("Begin nog een traject" in words(client.get("/?all=1"))) is shown


def test_a_double_click_starts_one_programme(client):
    client.force_login(make_user())
    said = {"programme": "Werken met iBabs", "workspace": "Voorbeeldstad", "once": "a"}

    client.post("/", said)
    client.post("/", said)

    assert Workspace.objects.count() == 1


def test_a_name_is_needed(client):
    client.force_login(make_user())

    answer = client.post("/", {"programme": "", "workspace": ""})

    assert answer.status_code == 422
    assert Programme.objects.count() == 0


@pytest.mark.parametrize(
    ("waiting", "late", "hanging", "text"),
    [
        (0, 0, 0, "Er wacht niets op jou, en de draad is heel."),
        (0, 0, 2, "Er wacht niets op jou. De draad hangt los op 2 plekken."),
        (1, 0, 0, "Er wacht 1 ding op jou. Niets van jou is te laat."),
        (3, 1, 5, "Er wachten 3 dingen op jou. 1 daarvan is te laat."),
    ],
)
def test_the_sentence(waiting, late, hanging, text):
    assert queries.sentence(waiting, late, hanging) == text
