"""Default deny, and what an outsider finds: nothing."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from draagvlak.config.urls import urlpatterns as product
from draagvlak.core.policy import SIGHT, Data, Door, Role, Route, Sight, readers, sees
from tests.factories.places import make_member, make_programme, sign_in

pytestmark = pytest.mark.django_db
urlpatterns = [*product, path("open-by-mistake/", lambda _request: HttpResponse("hallo"), name="x")]


@override_settings(ROOT_URLCONF="tests.core.test_gate")
def test_a_route_that_nobody_put_in_the_table_is_not_there(client):
    sign_in(client, make_member())

    assert client.get("/open-by-mistake/").status_code == 404


def test_who_is_not_signed_in_is_asked_to(client):
    answer = client.get("/w/x/p/y/concerns/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/w/x/p/y/concerns/")


def test_an_outsider_cannot_tell_a_programme_from_nothing(client):
    sign_in(client, make_member())
    other = make_programme()
    address = f"/w/{other.workspace.slug}/p/{other.slug}/vault/"

    assert client.get(address).status_code == 404
    assert client.get("/w/bestaat-niet/p/ook-niet/vault/").status_code == 404


def test_a_member_of_one_programme_is_an_outsider_in_the_next(client):
    mine = make_programme()
    sign_in(client, make_member(mine))
    other = make_programme(mine.workspace)

    assert client.get(f"/w/{mine.workspace.slug}/p/{other.slug}/vault/").status_code == 404


def test_a_page_of_a_signed_in_user_is_kept_nowhere(client):
    guide = make_member()
    sign_in(client, guide)

    answer = client.get(f"/w/{guide.workspace.slug}/p/{guide.programme.slug}/vault/make/")

    assert "no-store" in answer["Cache-Control"]


def test_raw_things_are_for_guides_alone():
    for data in (Data.RAW_NOTE, Data.RAW_QUOTE, Data.RAISED_BY):
        assert {r for r in Role if sees(data, frozenset({r}))} == {Role.GUIDE, Role.CO_GUIDE}
        assert SIGHT[data][Role.ADMINISTRATOR] is Sight.CIPHERTEXT


def test_a_label_beside_an_input_is_made_from_the_same_table():
    assert readers(Data.RAW_NOTE) == ["begeleider", "medebegeleider"]


def test_acting_is_never_wider_than_seeing():
    route = Route(Door.PROGRAMME, Data.RAW_NOTE, frozenset(Role))

    assert route.roles() == {Role.GUIDE, Role.CO_GUIDE}
