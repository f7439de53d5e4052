"""What was done with measures is taken back from the activity page, as far as nothing changed."""

from __future__ import annotations

import datetime as dt

import pytest

from draagvlak.core import undo
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.measures import commands
from draagvlak.measures.models import Delivery, Measure, MeasureCause, MeasureConcern
from draagvlak.measures.states import State
from draagvlak.programmes.models import Programme
from tests.factories.measures import (
    draft,
    make_delivery,
    make_measure,
    make_understood,
    make_why,
    membership_of,
)
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def left(kind):
    return UndoRecord.objects.get(kind=f"measures.{kind}")


def take_back(by, kind):
    return undo.take_back(by=by, undo=left(kind))


def test_an_edit_goes_back_but_for_what_changed_since(guide):
    measure = make_measure(guide, title="Eerst", due_on=dt.date(2027, 1, 1), load_hours=None)
    edited = draft(title="Later", due_on=None, load_hours=2, load_people=3)
    measure = commands.edit_measure(by=guide, measure=measure, draft=edited, version=1)
    again = draft(title="Nog later", due_on=None, load_hours=2, load_people=3)
    commands.edit_measure(by=guide, measure=measure, draft=again, version=2)
    first = UndoRecord.objects.order_by("pk").filter(kind="measures.edited")
    first = next(each for each in first if undo.outlook(guide, each).stays)

    assert undo.outlook(guide, first).stays == ["“Nog later”: de titel is sindsdien gewijzigd."]
    undo.take_back(by=guide, undo=first)
    row = Measure.objects.get()
    assert (row.title, row.due_on) == ("Nog later", dt.date(2027, 1, 1))
    assert (row.load_hours, row.load_people) == (None, None)


def test_a_title_goes_back_and_is_found_again(guide):
    measure = make_measure(guide, title="Éérst")
    commands.edit_measure(by=guide, measure=measure, draft=draft(title="Later"), version=1)
    assert take_back(guide, "edited") == to(guide, "measures:measure_detail", measure_id=measure.pk)
    row = Measure.objects.get()
    assert (row.title, row.title_key) == ("Éérst", "eerst")
    outlook = undo.outlook(guide, left("edited"))
    assert str(outlook.verdict.reason) == "Dit is al ongedaan gemaakt."


def test_a_move_goes_back_along_the_table(guide):
    concern = make_understood(guide)
    measure = make_measure(guide, concern)
    commands.move_measure(by=guide, measure=measure, target=State.AGREED)
    take_back(guide, "moved_agreed")
    concern.refresh_from_db()
    assert (Measure.objects.get().state, concern.state) == ("proposed", "understood")


def test_a_dropped_measure_comes_back_and_its_return_goes_back_too(guide):
    measure = make_measure(guide)
    commands.move_measure(by=guide, measure=measure, target=State.DROPPED, because="Te duur")
    take_back(guide, "moved_dropped")
    assert Measure.objects.get().state == "proposed"
    measure.refresh_from_db()
    commands.move_measure(by=guide, measure=measure, target=State.DROPPED, because="Te duur")
    commands.move_measure(by=guide, measure=measure, target=State.AGREED)
    take_back(guide, "moved_agreed")
    row = Measure.objects.get()
    assert (row.state, row.dropped_because) == ("dropped", "Te duur")


def test_delivered_again_only_with_a_delivery(guide):
    measure = make_measure(guide, state=State.UNDER_WAY)
    delivery = make_delivery(guide, measure, complete=True)
    UndoRecord.objects.all().delete()
    commands.move_measure(by=guide, measure=measure, target=State.UNDER_WAY)
    reopened = left("moved_under_way")
    commands.remove_delivery(by=guide, measure=measure, delivery=delivery)
    assert not undo.outlook(guide, reopened).verdict
    take_back(guide, "delivery_removed")
    assert undo.outlook(guide, reopened).verdict
    undo.take_back(by=guide, undo=reopened)
    assert Measure.objects.get().state == "delivered"


def test_out_of_the_archive(guide):
    measure = make_measure(guide)
    commands.archive_measure(by=guide, measure=measure)
    take_back(guide, "archived")
    assert Measure.objects.get().archived_at is None


def test_not_twice_out_of_the_archive(guide):
    measure = make_measure(guide)
    commands.archive_measure(by=guide, measure=measure)
    commands.restore_measure(by=guide, measure=measure)
    outlook = undo.outlook(guide, left("archived"))
    assert str(outlook.verdict.reason) == (
        "Dit is daarna veranderd. Daarom kun je het hier niet terugdraaien."
    )


def test_a_delivery_says_again_what_it_said(guide):
    measure = make_measure(guide, state=State.AGREED)
    delivery = make_delivery(guide, measure, "Groep 1")
    words = commands.DeliveryDraft("Groep 2", delivery.delivered_on)
    commands.edit_delivery(by=guide, measure=measure, delivery=delivery, draft=words, version=1)
    take_back(guide, "delivery_edited")
    assert Delivery.objects.get().what == "Groep 1"


def test_causes_and_concerns_are_tied_again(guide):
    cause = make_why(guide)
    concern = make_understood(guide, cause)
    measure = make_measure(guide, concern, cause=cause, state=State.AGREED)
    commands.unlink_cause(by=guide, measure=measure, cause=cause)
    commands.unlink_concern(by=guide, measure=measure, concern=concern)
    take_back(guide, "cause_unlinked")
    take_back(guide, "concern_unlinked")
    concern.refresh_from_db()
    assert (MeasureCause.objects.count(), MeasureConcern.objects.count()) == (1, 1)
    assert concern.state == "planned"


def test_a_concern_in_the_archive_is_not_tied_again(guide):
    concern = make_understood(guide)
    measure = make_measure(guide, concern)
    commands.unlink_concern(by=guide, measure=measure, concern=concern)
    from draagvlak.concerns.commands import archive_concern  # noqa: PLC0415

    archive_concern(by=guide, concern=concern)
    assert not undo.outlook(guide, left("concern_unlinked")).verdict


def test_the_owner_takes_their_own_move_back_and_others_do_not(guide, client):
    programme = Programme.objects.get(pk=guide.programme_id)
    owner, other = (make_member(programme, Role.EMPLOYEE) for _ in range(2))
    measure = make_measure(guide, owner=membership_of(owner).pk, state=State.UNDER_WAY)
    make_delivery(guide, measure)
    measure.refresh_from_db()
    commands.move_measure(by=owner, measure=measure, target=State.DELIVERED)
    record = left("moved_delivered")
    assert not undo.outlook(other, record).verdict
    assert undo.outlook(owner, record).verdict
    address = to(guide, "core:undo_take", undo_id=record.pk)
    assert sign_in(client, make_member()).post(address).status_code == 404


def test_looking_asks_the_same_for_one_and_for_three(guide, django_assert_num_queries):
    for number in range(3):
        measure = make_measure(guide, title=f"Stap {number}")
        commands.move_measure(by=guide, measure=measure, target=State.AGREED)
    records = list(UndoRecord.objects.filter(kind="measures.moved_agreed"))
    undo.outlooks(guide, records[:1])
    with django_assert_num_queries(3):
        undo.outlooks(guide, records[:1])
    with django_assert_num_queries(3):
        undo.outlooks(guide, records)
