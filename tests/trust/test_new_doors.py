"""Attacks on searching, lists, views of one's own, activity and undo."""

from __future__ import annotations

import pytest
from django.forms import BaseForm, PasswordInput
from django.http import Http404
from django.test import Client

from draagvlak.accounts.forms import ProviderForm
from draagvlak.concerns import commands
from draagvlak.concerns.models import SavedFilter
from draagvlak.core import pace, undo
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from draagvlak.vault import forms as vault_forms
from tests.factories.concerns import make_concern
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db
KEY = "01a200e8-f0d1-7a03-b537-9be26d8a2227"


@pytest.fixture
def guide():
    return make_member()


def colleague(guide, role):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


@pytest.mark.parametrize("role", [Role.WORKS_COUNCIL, Role.ADMINISTRATOR, Role.GUIDE])
def test_nobody_takes_back_or_reads_the_forgotten_view_of_somebody_else(guide, client, role):
    saved = commands.save_filter(
        by=guide, page="concerns", name="Over Zandhoos", query="q=zandhoos", is_shared=False
    )
    commands.remove_filter(by=guide, saved=saved)
    left = UndoRecord.objects.get()
    other = colleague(guide, role)
    web = sign_in(client, other)

    page = web.get(to(other, "desk:activity_list"))

    assert str(left.pk) not in page.text
    answer = web.post(to(other, "core:undo_take", undo_id=left.pk))
    assert answer.status_code in {403, 404, 409}
    assert "andhoos" not in answer.text
    assert not SavedFilter.objects.exists()
    with pytest.raises((Refused, Http404)):
        undo.take_back(by=other, undo=left)
    undo.take_back(by=guide, undo=UndoRecord.objects.get())
    assert SavedFilter.objects.get().user_id == guide.user_id


@pytest.mark.parametrize(
    "mark",
    [
        f"{'9' * 30}~{KEY}",
        f"-{'9' * 30}~{KEY}",
        f"a%00b~{KEY}",
        f"9999-12-31T23:59:59-14:00~{KEY}",
        f"0001-01-01T00:00:00%2B14:00~{KEY}",
        "9999-12-31T23:59:59-14:00~concerns.raised",
        "~",
        "%00",
    ],
)
def test_a_mark_in_an_address_that_is_none_of_ours_breaks_no_list(guide, client, mark):
    make_concern(guide)
    web = sign_in(client, guide)
    lists = {
        "concerns:concern_list": ["", "&sort=title", "&sort=severity", "&sort=due", "&sort=voices"],
        "conversations:conversation_list": [""],
        "desk:activity_list": [""],
        "measures:measure_list": ["", "&sort=title"],
        "organisations:person_list": [""],
        "intake:document_list": [""],
        "intake:term_list": [""],
    }
    for route, sortings in lists.items():
        for sorting in sortings:
            address = f"{to(guide, route)}?all=1{sorting}&after={mark}"
            assert web.get(address).status_code in {200, 302, 303, 404}, address


@pytest.mark.parametrize("query", ["a%00b", "%25", "'", '"', "*" * 200, "a" * 5000, "%F0%9F%8C%B1"])
def test_no_question_breaks_the_search_or_the_palette(guide, client, query):
    make_concern(guide)
    web = sign_in(client, guide)
    address = f"{to(guide, 'desk:search')}?q={query}"
    assert web.get(address).status_code == 200
    palette = {"HX-Request": "true", "HX-Target": "div#palette-found"}
    assert web.get(address, headers=palette).status_code == 200


def test_an_outsider_finds_none_of_the_new_doors(guide):
    stranger = sign_in(Client(), make_member())
    for route in ("desk:search", "desk:activity_list", "intake:term_list", "intake:term_export"):
        assert stranger.get(to(guide, route)).status_code == 404, route
    page = stranger.get("/workspaces/")
    assert guide.workspace.slug not in page.text


def test_what_is_secret_is_typed_again_and_never_repeated():
    found = [
        form
        for form in (*vars(vault_forms).values(), ProviderForm)
        if isinstance(form, type) and issubclass(form, BaseForm)
    ]
    assert len(found) > 3
    for form in found:
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field.widget, PasswordInput) or name == "code":
                assert name in pace.UNSAID, name
