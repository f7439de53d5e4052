"""What was done: to who may read it, by whom where that may be told, with a way back."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from draagvlak.concerns import commands
from draagvlak.core.audit import record_many
from draagvlak.core.command import command
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.desk.queries.activity import Asked, activity
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_cause_for, make_concern
from tests.factories.places import make_member, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member(user=make_user("Noor Veldhuis"))


def other(guide, role):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


def acts(actor, **asked):
    return [act for day in activity(actor, Asked(**asked)).days for act in day.acts]


def archive(guide, title="Te weinig tijd"):
    return commands.archive_concern(by=guide, concern=make_concern(guide, title))


def test_the_guide_reads_what_they_did_and_takes_it_back_from_there(guide, client):
    archive(guide)
    web = sign_in(client, guide)

    text = web.get(to(guide, "desk:activity_list")).text
    assert "Noor Veldhuis" in text
    assert "zette een zorg of wens in het archief" in text
    undo = UndoRecord.objects.get()
    address = to(guide, "core:undo_take", undo_id=undo.pk)
    assert address in text
    assert web.post(address).status_code == 303
    text = web.get(to(guide, "desk:activity_list")).text
    assert address not in text
    assert "Dit is al ongedaan gemaakt." in text


def test_raising_names_nobody_and_no_hour(guide):
    make_concern(guide)

    (act,) = acts(guide)
    assert (act.who, act.time, act.undo) == ("", "", "")


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.SUPPLIER, Role.SPONSOR, Role.PROJECT_LEAD])
def test_who_does_not_see_the_trail_reads_only_what_they_did(guide, role):
    archive(guide)

    assert acts(other(guide, role)) == []


def test_a_colleague_does_not_read_what_the_guide_did(guide):
    archive(guide)

    assert [act.who for act in acts(other(guide, Role.CO_GUIDE))] == [""]


@pytest.mark.parametrize("role", [Role.WORKS_COUNCIL, Role.ADMINISTRATOR])
def test_who_sees_the_whole_trail_reads_all_and_filters(guide, role):
    concern = archive(guide)
    reader = other(guide, role)

    assert len(acts(reader)) == 2
    assert len(acts(reader, person=str(guide.user_id))) == 1
    assert acts(reader, kind="measures") == []
    assert len(acts(reader, object=str(concern.pk))) == 2


def test_one_act_on_many_things_is_one_line(guide):

    concerns = [make_concern(guide, f"Zorg {n}") for n in range(5)]

    @command
    def together(*, by):
        record_many("concerns.changed_together", by=by, on=concerns)

    together(by=guide)
    first = acts(guide)[0]
    assert (len(first.things), first.more) == (3, 2)


def test_the_page_asks_the_same_for_one_act_and_for_three_and_goes_on(guide, client):
    web = sign_in(client, guide)
    archive(guide)

    def statements():
        with CaptureQueriesContext(
            connection,
        ) as found:
            web.get(to(guide, "desk:activity_list"))
        return len(found)

    statements()
    one = statements()
    archive(guide)
    archive(guide)
    assert statements() == one


def test_pages_go_on_where_the_one_before_ended(guide):
    cause = make_cause_for(guide)
    concern = make_concern(guide)
    for _ in range(30):
        commands.add_cause(by=guide, concern=concern, cause=cause)
        commands.remove_cause(by=guide, concern=concern, cause=cause)
    first = activity(guide, Asked())
    assert first.older
    after = dict(pair.split("=") for pair in first.older[1:].split("&"))["after"]
    rest = acts(guide, after=unquote(after))
    assert rest
    assert sum(len(day.acts) for day in first.days) == 50


def test_an_outsider_finds_nothing(guide, client):
    assert sign_in(client, make_member()).get(to(guide, "desk:activity_list")).status_code == 404
