"""Views with a name: one's own, by default, shared by who may."""

from __future__ import annotations

import pytest

from draagvlak.concerns import commands
from draagvlak.concerns.models import SavedFilter
from draagvlak.core import undo
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_concern
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def colleague(guide, role=Role.EMPLOYEE):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


def save(by, **more):
    return commands.save_filter(by=by, page="concerns", name="Laat", query="due=late", **more)


def test_the_journey_keep_open_with_it_and_forget(guide, client):
    make_concern(guide)
    web = sign_in(client, guide)
    lists = to(guide, "concerns:concern_list")

    kept = web.post(
        to(guide, "concerns:filter_save", page="concerns"),
        {"name": "Zware zorgen", "query": "kind=worry&severity=4&after=3~x"},
    )
    assert kept["Location"] == f"{lists}?kind=worry&severity=4"
    text = web.get(kept["Location"]).text
    assert "Mijn weergaven: Zware zorgen" in text
    saved = SavedFilter.objects.get()
    web.post(to(guide, "concerns:filter_default", page="concerns"), {"filter": str(saved.pk)})
    assert web.get(lists)["Location"] == f"{lists}?kind=worry&severity=4"
    assert web.get(f"{lists}?all=1").status_code == 200
    web.post(to(guide, "concerns:filter_default", page="concerns"))
    assert web.get(lists).status_code == 200
    web.post(to(guide, "concerns:filter_remove", filter_id=saved.pk))
    assert not SavedFilter.objects.exists()
    undo.take_back(by=guide, undo=UndoRecord.objects.get())
    assert SavedFilter.objects.get().name == "Zware zorgen"


def test_the_same_name_replaces_the_view(guide):
    save(guide)
    commands.save_filter(by=guide, page="concerns", name="Laat", query="kind=wish")

    assert SavedFilter.objects.get().query == "kind=wish"


def test_a_shared_view_is_seen_by_all_and_changed_by_its_maker(guide, client):
    saved = save(guide, is_shared=True)
    other = colleague(guide)
    web = sign_in(client, other)

    text = web.get(to(other, "concerns:concern_list")).text
    assert "Van een collega" in text or "Laat" not in text
    gone = web.post(to(other, "concerns:filter_remove", filter_id=saved.pk))
    assert gone.status_code == 404
    with pytest.raises(Refused, match="Begeleiders en de projectleider delen"):
        save(other, is_shared=True)


def test_ones_own_view_is_ones_own(guide, client):
    save(guide)
    make_concern(guide)

    assert (
        "Laat</a>"
        not in sign_in(client, colleague(guide)).get(to(guide, "concerns:concern_list")).text
    )


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_is_asked(guide, name):
    with pytest.raises(Refused, match="hoogstens 60 tekens"):
        commands.save_filter(by=guide, page="concerns", name=name, query="")
