"""What the desk remembers: the same for who looks again, at once another after any change."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.http import Http404

from draagvlak.concerns.commands import archive_concern
from draagvlak.core.policy import Role
from draagvlak.core.remembered import forget_all
from draagvlak.core.thread import Side, neighbours_of
from draagvlak.desk.queries import shared
from draagvlak.desk.queries.walking import walk
from draagvlak.measures.states import State
from draagvlak.programmes.models import Programme
from tests.factories import concerns, measures
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(client):
    actor = make_member()
    sign_in(client, actor)
    return actor


@pytest.fixture
def thread(guide):
    """A concern with a cause and a delivered measure, answered."""
    cause = measures.make_why(guide)
    concern = measures.make_understood(guide, cause)
    measures.make_measure(guide, concern, cause=cause, state=State.DELIVERED)
    measures.give_answer(guide, concern)
    return concern


def here(actor, path):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/{path}"


def counts(actor):
    return {gap.key: gap.count for gap in shared.gaps(actor, 3)}


def kinds(found):
    return [(stop.kind, len(stop.stops)) for stop in found.stations]


def test_who_looks_at_the_day_again_asks_little(client, guide, django_assert_max_num_queries):
    make_vault(guide)
    concerns.make_concern(guide)
    client.get(here(guide, "today/"))

    with django_assert_max_num_queries(12):
        client.get(here(guide, "today/"))


def test_a_walk_takes_few_statements_and_next_time_one(
    guide, thread, django_assert_max_num_queries
):
    forget_all()
    with django_assert_max_num_queries(12):
        first = walk(guide, "concern", thread.pk)
    with django_assert_max_num_queries(1):
        assert walk(guide, "concern", thread.pk) == first


def test_what_hangs_is_told_anew_after_every_change(guide):
    other = make_member(Programme.objects.get(pk=guide.programme_id))
    assert counts(guide) == {}

    concern = concerns.make_concern(other)
    assert counts(guide) == {"concern_without_cause": 1}

    archive_concern(by=other, concern=concern)
    assert counts(guide) == {}


def test_what_waits_is_of_one_user(guide):
    other = make_member(Programme.objects.get(pk=guide.programme_id))
    concern = concerns.make_understood(guide)
    concern.owner = measures.membership_of(other)
    concern.answer_due_on = "2026-01-01"
    concern.save()

    assert [item.title for item in shared.waiting(other, 3)[0]] == [concern.title]
    assert shared.waiting(guide, 3) == ([], 0)


def test_a_walk_shows_who_may_act_what_misses_and_others_nothing(guide):
    concern = concerns.make_concern(guide)
    reader = make_member(Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE)

    assert [step.label for step in walk(guide, "concern", concern.pk).gaps] == ["Voeg oorzaak toe"]
    assert walk(reader, "concern", concern.pk).gaps == []


def test_a_walk_reaches_both_ways_from_wherever_it_begins(guide, thread):
    whole = [("concern", 1), ("cause", 1), ("measure", 1), ("delivery", 1), ("answer", 1)]
    found = walk(guide, "concern", thread.pk)
    assert [each for each in kinds(found) if each[1]] == whole

    for kind in ("cause", "measure", "delivery"):
        station = next(each for each in found.stations if each.kind == kind)
        key = station.stops[0].walk.rstrip("/").rpartition("/")[2]
        again = walk(guide, kind, UUID(key))
        assert [each for each in kinds(again) if each[1]][: len(whole)] == whole


def test_what_is_not_there_is_not_remembered(guide):
    foreign = concerns.make_concern(make_member())
    for _again in "ab":
        with pytest.raises(Http404):
            walk(guide, "concern", foreign.pk)


@pytest.mark.parametrize("kind", ["concern", "cause", "measure", "delivery", "quote"])
def test_one_side_is_part_of_all_sides(guide, thread, kind):
    found = walk(guide, "concern", thread.pk)
    station = next((each for each in found.stations if each.kind == kind), None)
    ids = [UUID(stop.walk.rstrip("/").rpartition("/")[2]) for stop in station.stops if stop.walk]
    ids = [thread.pk] if kind == "concern" else ids
    whole = neighbours_of(guide, kind, ids)
    for pk in ids:
        assert neighbours_of(guide, kind, ids, Side.BEFORE)[pk].before == whole[pk].before
        assert neighbours_of(guide, kind, ids, Side.BEHIND)[pk].behind == whole[pk].behind
        assert neighbours_of(guide, kind, ids, Side.GAPS)[pk].gaps == whole[pk].gaps
