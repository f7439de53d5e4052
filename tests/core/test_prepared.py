"""Statements built once give what the queryset gives, on both engines."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from draagvlak.concerns.models import Concern, SavedFilter
from draagvlak.core import pulse
from draagvlak.core.prepared import prepared, prepared_change
from draagvlak.programmes.models import Membership
from tests.factories.concerns import make_concern
from tests.factories.places import make_member

pytestmark = pytest.mark.django_db


@prepared
def titles(tenant, keys):
    rows = Concern.objects.filter(workspace_id=tenant, pk__in=keys).order_by("number")
    return rows.values_list("pk", "title", "answer_due_on")


@prepared
def newest(tenant, count):
    return Concern.objects.filter(workspace_id=tenant).order_by("-number")[:count]


@prepared
def numbers(tenant, title, since, day):
    rows = Concern.objects.filter(workspace_id=tenant, title=title)
    rows = rows.filter(programme__created_at__gt=since)
    return rows.exclude(answer_due_on__lt=day).values_list("number", flat=True)


@prepared
def moments(tenant):
    rows = Membership.objects.filter(workspace_id=tenant)
    return rows.values_list("programme__created_at", "ended_at")


@prepared
def members(tenant):
    return Membership.objects.filter(workspace_id=tenant).select_related("user", "programme")


@prepared
def alike(tenant, word):
    return SavedFilter.objects.filter(workspace_id=tenant, name__icontains=word)


@prepared_change
def retitled(tenant, keys, title, *, voices):
    rows = Concern.objects.filter(workspace_id=tenant, pk__in=keys)
    return rows, {"title": title, "voices": F("voices") + voices}


@pytest.fixture
def guide():
    return make_member()


def test_rows_are_those_of_the_queryset(guide):
    made = [make_concern(guide, title=f"Zorg {at}") for at in range(5)]
    for count in (1, 2, 3, 5):
        keys = [each.pk for each in made[:count]]
        rows = Concern.objects.filter(workspace_id=guide.tenant, pk__in=keys).order_by("number")
        expected = rows.values_list("pk", "title", "answer_due_on")
        assert titles(guide.tenant, keys) == list(expected)


def test_a_second_call_has_its_own_values(guide):
    first, second = make_concern(guide, title="De eerste"), make_concern(guide, title="De tweede")
    assert [row[1] for row in titles(guide.tenant, [first.pk])] == ["De eerste"]
    assert [row[1] for row in titles(guide.tenant, [second.pk])] == ["De tweede"]
    assert titles(uuid4(), [first.pk]) == []


def test_nothing_asked_for_is_no_statement(guide):
    with CaptureQueriesContext(connection) as asked:
        assert titles(guide.tenant, []) == []
    assert len(asked) == 0


def test_whole_objects_come_back_as_ever(guide):
    made = [make_concern(guide, title=f"Zorg {at}") for at in range(3)]
    assert newest(guide.tenant, 2) == [made[2], made[1]]
    found = newest(guide.tenant, 1)[0]
    assert vars(found).keys() == vars(Concern.objects.get(pk=found.pk)).keys()
    found.title = "Anders"
    found.save()
    assert Concern.objects.get(pk=found.pk).title == "Anders"


def test_a_number_is_part_of_the_shape(guide):
    for at in range(3):
        make_concern(guide, title=f"Zorg {at}")
    assert [len(newest(guide.tenant, count)) for count in (1, 3, 2)] == [1, 3, 2]


def test_objects_bring_what_they_are_tied_to_in_one_statement(guide):
    with CaptureQueriesContext(connection) as asked:
        found = [(row.user.name, row.programme.slug) for row in members(guide.tenant)]
    assert found == [(guide.name, guide.programme.slug)]
    assert len(asked) == 1


def test_words_days_and_moments_are_filled_in(guide):
    concern = make_concern(guide, title="50% van “ons” _doet_ mee")
    Concern.objects.filter(pk=concern.pk).update(answer_due_on=dt.date(2026, 3, 1))
    before = timezone.now() - dt.timedelta(hours=1)
    early, late = dt.date(2026, 1, 1), dt.date(2026, 4, 1)
    assert numbers(guide.tenant, concern.title, before, early) == [concern.number]
    assert numbers(guide.tenant, concern.title, before, late) == []
    assert numbers(guide.tenant, concern.title, timezone.now(), early) == []
    assert numbers(guide.tenant, "iets anders", before, early) == []


def test_moments_come_back_as_moments(guide):
    programme = Membership.objects.get(workspace_id=guide.tenant).programme
    assert moments(guide.tenant) == [(programme.created_at, None)]


def test_a_value_that_does_not_come_back_as_it_is_is_an_error(guide):
    with pytest.raises(TypeError, match="is not in"):
        alike(guide.tenant, "zorg")


def test_a_list_holds_only_what_can_be_filled_in(guide):
    with pytest.raises(TypeError, match="takes no int in a list"):
        titles(guide.tenant, [1, 2, 3])


def test_shapes_are_bounded(guide, monkeypatch):
    monkeypatch.setattr("draagvlak.core.prepared.SHAPES_AT_MOST", 3)
    make_concern(guide, title="Zorg")
    assert [len(newest(guide.tenant, count)) for count in range(1, 9)] == [1] * 8


def test_named_arguments_are_as_good(guide):
    concern = make_concern(guide, title="Zorg")
    assert [row[0] for row in titles(keys=[concern.pk], tenant=guide.tenant)] == [concern.pk]
    assert isinstance(concern.pk, UUID)


def test_a_change_gives_how_many_rows_it_met(guide):
    first, second = make_concern(guide, title="Eén"), make_concern(guide, title="Twee")
    other = make_concern(guide, title="Drie")
    before = other.voices
    with pulse.moving():
        pulse.touch(guide.tenant)
        assert retitled(guide.tenant, [first.pk, second.pk], "Samen", voices=2) == 2
        assert retitled(guide.tenant, [other.pk, first.pk], "Anders", voices=1) == 2
        assert retitled(uuid4(), [other.pk, first.pk], "Niets", voices=1) == 0
        assert retitled(guide.tenant, [], "Niets", voices=1) == 0
    rows = Concern.objects.filter(workspace_id=guide.tenant).order_by("number")
    assert list(rows.values_list("title", "voices")) == [
        ("Anders", before + 3),
        ("Samen", before + 2),
        ("Anders", before + 1),
    ]
