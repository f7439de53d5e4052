"""One account acts at a pace that a person never reaches; then it waits and loses nothing."""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches
from django.test import Client

from draagvlak.concerns.models import Concern
from draagvlak.core import pace
from draagvlak.core.web import to
from tests.factories.places import make_member, make_programme, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _slow(settings, monkeypatch):
    settings.ACTS_PER_MINUTE = settings.SEARCHES_PER_MINUTE = 20
    for each in caches.all(initialized_only=True):
        each.clear()
    monkeypatch.setattr(pace, "_now", lambda: 1_000_000.0)  # in the middle of a window
    yield
    for each in caches.all(initialized_only=True):
        each.clear()


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_twenty_first_act_waits_and_its_form_can_be_sent_again(monkeypatch):
    guide = make_member(make_programme())
    client = sign_in(Client(), guide)
    add = to(guide, "concerns:concern_add")
    for number in range(20):
        sent = {"title": "", "text": f"{number}"}
        assert client.post(add, sent).status_code == 422

    refused = client.post(add, {"title": "Zoekt\nnaar <b>", "kind": ["worry", "wish"]})

    assert (refused.status_code, refused["Retry-After"]) == (429, "20")
    assert "Wacht 20 seconden. Er is niets verloren." in words(refused)
    page = refused.content.decode()
    assert '<textarea name="title" hidden>\nZoekt\nnaar &lt;b&gt;</textarea>' in page
    assert page.count('name="kind"') == 2
    assert not Concern.objects.exists()
    another = sign_in(Client(), make_member())
    assert another.get("/").status_code == 303
    assert client.get(to(guide, "concerns:concern_list")).status_code == 200
    monkeypatch.setattr(pace, "_now", lambda: 1_000_080.0)
    assert client.post(add, {"title": ""}).status_code == 422


def test_web_processes_count_together():
    guide = make_member(make_programme())
    client = sign_in(Client(), guide)
    add = to(guide, "concerns:concern_add")
    seen = []
    for _process in range(3):
        caches["local"].clear()  # as another process
        seen += [client.post(add, {"title": ""}).status_code for _act in range(10)]
    assert seen.count(429) >= 1
    assert seen[:19] == [422] * 19


def test_searching_is_counted_and_reading_is_not():
    guide = make_member(make_programme())
    client = sign_in(Client(), guide)
    today, search = to(guide, "desk:today"), to(guide, "desk:search")
    assert {client.get(search, {"q": "x"}).status_code for _each in range(20)} == {200}
    assert client.get(search, {"q": "x"}).status_code == 429
    assert client.get(today).status_code == 200


def test_a_part_of_a_page_is_not_replaced_and_nothing_of_an_account_is_repeated():
    guide = make_member(make_programme())
    client = sign_in(Client(), guide)
    for _each in range(20):
        client.post("/accounts/profile/", {})
    refused = client.post(
        "/accounts/password/change/", {"oldpassword": "geheim"}, headers={"HX-Request": "true"}
    )
    assert (refused.status_code, refused["HX-Reswap"]) == (429, "none")
    assert "geheim" not in refused.content.decode()
