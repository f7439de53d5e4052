"""What changes measures, and the concerns that they are for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from draagvlak.concerns.states import State as ConcernState
from draagvlak.core.command import RepeatedDifferently
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.search import find
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.measures import commands, queries
from draagvlak.measures.commands import DeliveryDraft, Ties
from draagvlak.measures.models import Delivery, Measure, MeasureCause, MeasureConcern
from draagvlak.measures.states import State
from tests.factories.measures import (
    draft,
    give_answer,
    make_delivery,
    make_heard,
    make_measure,
    make_understood,
    make_why,
    membership_of,
)
from tests.factories.places import make_member, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def state_of(concern):
    concern.refresh_from_db()
    return concern.state


def verbs():
    return list(AuditEvent.objects.order_by("at", "pk").values_list("verb", flat=True))


def test_a_new_measure_is_proposed_and_plans_nothing_yet(guide):
    cause = make_why(guide)
    concern = make_understood(guide, cause)
    owner = membership_of(guide)

    measure = commands.add_measure(
        by=guide,
        draft=draft(
            title="  Train het secretariaat ",
            owner=owner.pk,
            due_on=dt.date(2026, 12, 12),
            cost_euros=1250,
            load_hours=Decimal("2.5"),
            load_people=31,
        ),
        ties=Ties((cause.pk,), (concern.pk,)),
    )

    measure.refresh_from_db()
    assert (measure.title, measure.title_key) == (
        "Train het secretariaat",
        "train het secretariaat",
    )
    assert (measure.state, measure.owner_id, measure.cost_euros) == (
        State.PROPOSED,
        owner.pk,
        1250,
    )
    assert [link.cause_id for link in MeasureCause.objects.all()] == [cause.pk]
    assert [link.concern_id for link in MeasureConcern.objects.all()] == [concern.pk]
    assert state_of(concern) == ConcernState.UNDERSTOOD
    assert "measures.added" in verbs()
    assert "measures.linked" in verbs()


def test_agreeing_plans_the_concerns_and_proposing_again_unplans_them(guide):
    concern = make_understood(guide)
    measure = make_measure(guide, concern)
    assert state_of(concern) == ConcernState.UNDERSTOOD

    for target, state in (
        (State.AGREED, ConcernState.PLANNED),
        (State.UNDER_WAY, ConcernState.PLANNED),
        (State.AGREED, ConcernState.PLANNED),
        (State.PROPOSED, ConcernState.UNDERSTOOD),
    ):
        commands.move_measure(by=guide, measure=measure, target=target)
        assert state_of(concern) == state


def test_the_same_key_makes_one_measure(guide):
    words = draft()
    first = commands.add_measure(by=guide, draft=words, once="a")
    assert commands.add_measure(by=guide, draft=words, once="a") == first
    with pytest.raises(RepeatedDifferently):
        commands.add_measure(by=guide, draft=draft(title="Iets anders"), once="a")
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.EMPLOYEE, Role.SUPPLIER, Role.KEY_USER])
def test_only_keepers_add(role):
    actor = make_member(None, role)
    with pytest.raises(Refused):
        commands.add_measure(by=actor, draft=draft())
    assert Measure.objects.count() == 0


def test_nothing_on_purpose_needs_reasons(guide):
    with pytest.raises(Refused):
        commands.add_measure(by=guide, draft=draft(kind="nothing"))
    measure = commands.add_measure(
        by=guide, draft=draft(kind="nothing", reasons="Het gaat om een week per jaar.")
    )
    assert measure.reasons == "Het gaat om een week per jaar."


def test_the_database_refuses_nothing_without_reasons(guide):
    measure = make_measure(guide)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(kind="nothing")
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(state="dropped")
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(load_hours=2)


def test_a_concern_without_a_cause_is_refused_and_nothing_is_stored(guide):
    heard = make_heard(guide)
    with pytest.raises(Refused):
        commands.add_measure(by=guide, draft=draft(), ties=Ties((), (heard.pk,)))
    assert Measure.objects.count() == 0
    assert state_of(heard) == ConcernState.HEARD


def test_ties_outside_the_programme_do_not_count(guide):
    elsewhere = make_member(make_programme())
    concern = make_understood(elsewhere)

    measure = commands.add_measure(by=guide, draft=draft(), ties=Ties((), (concern.pk,)))

    assert queries.concerns_of(guide, measure) == []
    assert state_of(concern) == ConcernState.UNDERSTOOD


def test_edit_raises_the_version_and_meets_another(guide):
    measure = make_measure(guide)
    edited = commands.edit_measure(
        by=guide, measure=measure, draft=draft(title="Nieuw"), version=measure.version
    )
    assert (edited.title, edited.version) == ("Nieuw", 2)
    with pytest.raises(EditConflict) as met:
        commands.edit_measure(by=guide, measure=measure, draft=draft(title="Mijn"), version=1)
    assert met.value.theirs.title == "Nieuw"
    measure.refresh_from_db()
    assert measure.title == "Nieuw"


def test_a_measure_goes_its_way(guide):
    measure = make_measure(guide)
    for target in (State.AGREED, State.UNDER_WAY):
        commands.move_measure(by=guide, measure=measure, target=target)
    with pytest.raises(Refused):
        commands.move_measure(by=guide, measure=measure, target=State.DELIVERED)
    make_delivery(guide, measure)
    commands.move_measure(by=guide, measure=measure, target=State.DELIVERED)
    commands.move_measure(by=guide, measure=measure, target=State.UNDER_WAY)
    measure.refresh_from_db()
    assert measure.state == State.UNDER_WAY


def test_a_way_that_is_not_in_the_table_is_refused(guide):
    measure = make_measure(guide)
    with pytest.raises(Refused):
        commands.move_measure(by=guide, measure=measure, target=State.UNDER_WAY)


def test_two_who_move_at_once_meet(guide):
    measure = make_measure(guide)
    stale = Measure.objects.get(pk=measure.pk)
    commands.move_measure(by=guide, measure=measure, target=State.AGREED)
    with pytest.raises(EditConflict):
        commands.move_measure(by=guide, measure=stale, target=State.AGREED)


def test_dropping_needs_reasons_and_unplans_what_no_other_measure_carries(guide):
    alone, shared = make_understood(guide), make_understood(guide)
    measure = make_measure(guide, alone, shared, state=State.AGREED)
    make_measure(guide, shared, state=State.AGREED)

    with pytest.raises(Refused):
        commands.move_measure(by=guide, measure=measure, target=State.DROPPED, because="  ")
    assert state_of(alone) == ConcernState.PLANNED

    commands.move_measure(by=guide, measure=measure, target=State.DROPPED, because="Te duur")
    assert (state_of(alone), state_of(shared)) == (ConcernState.UNDERSTOOD, ConcernState.PLANNED)
    measure.refresh_from_db()
    assert measure.dropped_because == "Te duur"

    commands.move_measure(by=guide, measure=measure, target=State.AGREED)
    assert state_of(alone) == ConcernState.PLANNED


def test_archiving_unplans_and_restoring_plans_again(guide):
    concern = make_understood(guide)
    measure = make_measure(guide, concern, state=State.AGREED, title="Oefenlokaal inrichten")

    commands.archive_measure(by=guide, measure=measure)
    assert state_of(concern) == ConcernState.UNDERSTOOD
    assert find(guide, "oefenlokaal") == []
    with pytest.raises(Refused):
        commands.archive_measure(by=guide, measure=measure)

    commands.restore_measure(by=guide, measure=measure)
    assert state_of(concern) == ConcernState.PLANNED
    assert [hit.title for hit in find(guide, "oefenlokaal")] == ["Oefenlokaal inrichten"]
    with pytest.raises(Refused):
        commands.restore_measure(by=guide, measure=measure)


def test_linking_a_cause_plans_the_chosen_concerns_only(guide):
    cause = make_why(guide)
    one, other = make_understood(guide, cause), make_understood(guide, cause)
    measure = make_measure(guide, state=State.AGREED)

    commands.link_cause(by=guide, measure=measure, cause=cause, concerns=[one.pk])

    assert (state_of(one), state_of(other)) == (ConcernState.PLANNED, ConcernState.UNDERSTOOD)
    commands.link_cause(by=guide, measure=measure, cause=cause)
    assert MeasureCause.objects.count() == 1

    commands.unlink_cause(by=guide, measure=measure, cause=cause)
    assert MeasureCause.objects.count() == 0
    assert state_of(one) == ConcernState.PLANNED


def test_unlinking_a_concern_unplans_it(guide):
    concern = make_understood(guide)
    measure = make_measure(guide, concern, state=State.AGREED)
    commands.unlink_concern(by=guide, measure=measure, concern=concern)
    assert state_of(concern) == ConcernState.UNDERSTOOD
    commands.link_concerns(by=guide, measure=measure, concerns=[concern.pk])
    assert state_of(concern) == ConcernState.PLANNED


def test_an_answered_concern_keeps_its_answer(guide):
    concern = give_answer(guide, make_understood(guide))
    measure = make_measure(guide, concern)
    commands.move_measure(by=guide, measure=measure, target=State.DROPPED, because="Anders")
    assert state_of(concern) == ConcernState.ANSWERED


def test_a_delivered_measure_keeps_its_concern_planned_until_the_answer(guide):
    concern = make_understood(guide)
    make_measure(guide, concern, state=State.DELIVERED)
    other = make_measure(guide, concern)
    commands.archive_measure(by=guide, measure=other)
    assert state_of(concern) == ConcernState.PLANNED


def test_a_first_delivery_begins_the_measure(guide):
    measure = make_measure(guide, state=State.AGREED)
    delivery = make_delivery(guide, measure, " Proefsessie ")
    measure.refresh_from_db()
    assert (measure.state, delivery.what) == (State.UNDER_WAY, "Proefsessie")


def test_a_last_delivery_completes_the_measure(guide):
    measure = make_measure(guide, state=State.AGREED)
    make_delivery(guide, measure, complete=True)
    measure.refresh_from_db()
    assert measure.state == State.DELIVERED


def test_a_delivery_is_stored_once(guide):
    measure = make_measure(guide, state=State.UNDER_WAY)
    words = DeliveryDraft("Sessie", dt.date(2026, 11, 2))
    for _time in range(2):
        commands.add_delivery(by=guide, measure=measure, draft=words, once="b")
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("state", [State.PROPOSED, State.DROPPED])
def test_no_delivery_before_it_is_agreed_or_after_it_is_dropped(guide, state):
    measure = make_measure(guide, state=state)
    with pytest.raises(Refused):
        make_delivery(guide, measure)
    assert Delivery.objects.count() == 0


def test_a_delivery_says_what(guide):
    measure = make_measure(guide, state=State.UNDER_WAY)
    with pytest.raises(Refused):
        make_delivery(guide, measure, "  ")


def test_a_delivery_is_changed_and_meets_another(guide):
    measure = make_measure(guide, state=State.UNDER_WAY)
    delivery = make_delivery(guide, measure)
    words = DeliveryDraft("Twee groepen", dt.date(2026, 11, 3))
    changed = commands.edit_delivery(
        by=guide, measure=measure, delivery=delivery, draft=words, version=1
    )
    assert (changed.what, changed.delivered_on) == ("Twee groepen", dt.date(2026, 11, 3))
    with pytest.raises(EditConflict):
        commands.edit_delivery(by=guide, measure=measure, delivery=delivery, draft=words, version=1)


def test_a_removed_delivery_comes_back(guide):
    measure = make_measure(guide, state=State.UNDER_WAY)
    delivery = make_delivery(guide, measure)
    commands.remove_delivery(by=guide, measure=measure, delivery=delivery)
    assert queries.deliveries_of(guide, measure) == []
    commands.restore_delivery(by=guide, measure=measure, delivery=delivery)
    assert queries.deliveries_of(guide, measure) == [delivery]


def test_what_is_delivered_keeps_one_delivery(guide):
    measure = make_measure(guide, state=State.DELIVERED)
    (delivery,) = queries.deliveries_of(guide, measure)
    with pytest.raises(Refused):
        commands.remove_delivery(by=guide, measure=measure, delivery=delivery)


def test_the_owner_reports_but_does_not_decide():
    programme = make_programme()
    guide, supplier = make_member(programme), make_member(programme, Role.SUPPLIER)
    measure = make_measure(guide, state=State.AGREED, owner=membership_of(supplier).pk)
    mine = queries.access_measure(supplier, measure.pk)

    commands.move_measure(by=supplier, measure=mine, target=State.UNDER_WAY)
    make_delivery(supplier, mine, complete=True)

    assert mine.state == State.DELIVERED
    with pytest.raises(Refused):
        commands.move_measure(by=supplier, measure=mine, target=State.DROPPED, because="Nee")
    with pytest.raises(Refused):
        commands.edit_measure(by=supplier, measure=mine, draft=draft(), version=mine.version)
    with pytest.raises(Refused):
        commands.archive_measure(by=supplier, measure=mine)
