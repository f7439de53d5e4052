"""Taking back: sealed, for thirty days, once, by who may, and gone when it is erased."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404
from django.utils import timezone

from draagvlak.concerns import commands
from draagvlak.concerns.models import Concern
from draagvlak.core import undo
from draagvlak.core.models import AuditEvent, UndoRecord, UndoTouch
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_cause_for, make_concern
from tests.factories.places import make_member, make_programme, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def archived(guide):
    return commands.archive_concern(by=guide, concern=make_concern(guide, "Te weinig tijd"))


def test_an_act_leaves_an_undo_that_tells_nothing(guide, archived):
    record = UndoRecord.objects.get()

    assert record.kind == "concerns.archived"
    assert record.until == timezone.localdate() + dt.timedelta(days=30)
    assert str(archived.pk).encode() not in bytes(record.sealed)
    assert UndoTouch.objects.get().object_id == archived.pk


def test_taking_back_goes_by_a_command_is_on_the_trail_and_happens_once(guide, archived):
    record = UndoRecord.objects.get()

    address = undo.take_back(by=guide, undo=record)

    assert address == to(guide, "concerns:concern_detail", concern_id=archived.pk)
    assert Concern.objects.get().archived_at is None
    line = AuditEvent.objects.get(verb="core.taken_back")
    assert (line.subject_id, line.actor_id) == (archived.pk, guide.user_id)
    record.refresh_from_db()
    with pytest.raises(Refused, match="al ongedaan gemaakt"):
        undo.take_back(by=guide, undo=record)


def test_after_thirty_days_it_says_so_and_at_night_it_is_gone(guide, archived):
    UndoRecord.objects.update(until=timezone.localdate() - dt.timedelta(days=1))
    record = UndoRecord.objects.get()

    with pytest.raises(Refused, match="langer dan 30 dagen"):
        undo.take_back(by=guide, undo=record)
    undo.clear_old()
    assert not UndoRecord.objects.exists()
    assert not UndoTouch.objects.exists()


def test_erasing_overrides_undo(guide, archived):
    undo.forget(guide.tenant, [archived.pk])

    assert not UndoRecord.objects.exists()


def test_the_last_day_still_counts(guide, archived):
    UndoRecord.objects.update(until=timezone.localdate())

    undo.clear_old()
    assert undo.take_back(by=guide, undo=UndoRecord.objects.get())


def test_another_role_reads_why_not_and_an_outsider_finds_nothing(guide, archived, client):

    record = UndoRecord.objects.get()
    programme = Programme.objects.get(pk=guide.programme_id)
    employee = make_member(programme, Role.EMPLOYEE)

    with pytest.raises(Refused, match="Vraag de begeleider"):
        undo.take_back(by=employee, undo=record)
    with pytest.raises(Http404):
        undo.access_undo(make_member(make_programme()), record.pk)
    answer = sign_in(client, make_member()).post(to(guide, "core:undo_take", undo_id=record.pk))
    assert answer.status_code == 404


def test_what_changed_since_is_told_and_the_rest_is_taken_back(guide, client):
    concern = make_concern(guide, "Te weinig tijd")
    concern = commands.edit_concern(
        by=guide,
        concern=concern,
        kind="worry",
        title="Veel te weinig tijd",
        description="Vooral in juni.",
        severity=3,
        version=concern.version,
    )
    record = UndoRecord.objects.get()
    commands.set_severity(by=guide, concern=concern, severity=4, version=concern.version)
    web = sign_in(client, guide)
    address = to(guide, "core:undo_take", undo_id=record.pk)

    told = web.post(address)
    assert told.status_code == 409
    assert "“Veel te weinig tijd”: de ernst is sindsdien gewijzigd." in told.text
    done = web.post(address, {"rest": "1"})
    assert done.status_code == 303
    concern.refresh_from_db()
    assert (concern.title, concern.severity) == ("Te weinig tijd", 4)


def test_when_everything_changed_nothing_is_left_to_take_back(guide):
    concern = make_concern(guide)
    for severity in (3, 4):
        concern = commands.set_severity(
            by=guide, concern=concern, severity=severity, version=concern.version
        )
    first = next(r for r in UndoRecord.objects.all() if not undo.outlook(guide, r).verdict)

    with pytest.raises(Refused, match="Alles hiervan is sindsdien gewijzigd"):
        undo.take_back(by=guide, undo=first)


def test_outlooks_ask_the_same_for_one_act_and_for_three(
    guide, archived, django_assert_num_queries
):
    for _ in range(2):
        commands.archive_concern(by=guide, concern=make_concern(guide))
    records = list(UndoRecord.objects.all())

    with django_assert_num_queries(2):
        undo.outlooks(guide, records[:1])
    with django_assert_num_queries(2):
        undo.outlooks(guide, records)


def test_a_message_offers_the_undo_of_its_own_act_only(guide, archived):
    address = undo.undo_url(guide)
    record = UndoRecord.objects.get()

    assert address == to(guide, "core:undo_take", undo_id=record.pk)
    assert undo.undo_url(guide) == ""
    commands.archive_concern(by=guide, concern=make_concern(guide))
    commands.make_cause(by=guide, title="Geen oefentijd", about="skill", where="can")
    assert undo.undo_url(guide) == ""


def test_a_removed_cause_comes_back(guide):
    concern = make_concern(guide)
    cause = make_cause_for(guide)
    commands.add_cause(by=guide, concern=concern, cause=cause)
    commands.remove_cause(by=guide, concern=concern, cause=cause)

    undo.take_back(by=guide, undo=UndoRecord.objects.get(kind="concerns.cause_removed"))

    concern.refresh_from_db()
    assert concern.state == "understood"
