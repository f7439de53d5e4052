"""What was done with conversations and rounds is taken back from the activity page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from draagvlak.conversations import commands
from draagvlak.conversations.commands.planning import plan_of
from draagvlak.conversations.models import (
    ChoiceDay,
    Conversation,
    GroupLayer,
    Participant,
    Question,
    Round,
    RoundPlace,
)
from draagvlak.core import undo
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from tests.factories.conversations import make_conversation, make_person
from tests.factories.places import make_member, sign_in
from tests.factories.programmes import make_group

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 1, 4)
DRAFT = commands.RoundDraft(
    title="Ronde", purpose="Horen", phase="explore", starts_on=DAY, ends_on=DAY
)


@pytest.fixture
def guide():
    return make_member()


def left(kind):
    return UndoRecord.objects.get(kind=f"conversations.{kind}")


def take_back(by, kind):
    return undo.take_back(by=by, undo=left(kind))


def test_a_conversation_is_when_and_where_it_was(guide):
    one = make_conversation(guide)
    was = (one.title, one.planned_at, one.location)
    later = one.planned_at + dt.timedelta(days=1)
    plan = replace(plan_of(one), title="Anders", planned_at=later, location="Hal")
    commands.edit_conversation(by=guide, conversation=one, plan=plan, version=one.version)
    take_back(guide, "edited")
    row = Conversation.objects.get()
    assert (row.title, row.planned_at, row.location) == was


def test_what_was_cancelled_takes_place_after_all(guide):
    one = make_conversation(guide)
    commands.cancel_conversation(by=guide, conversation=one)
    take_back(guide, "cancelled")
    assert Conversation.objects.get().state == "planned"


def test_what_was_held_is_planned_again(guide):
    person = make_person(guide)
    one = make_conversation(guide, [person])
    commands.mark_held(by=guide, conversation=one, present=frozenset({person.pk}))
    take_back(guide, "held")
    assert Conversation.objects.get().state == "planned"
    assert Participant.objects.get().was_there is None


def test_what_changed_since_stays(guide):
    one = make_conversation(guide)
    commands.cancel_conversation(by=guide, conversation=one)
    one.refresh_from_db()
    commands.restore_conversation(by=guide, conversation=one)
    assert not undo.outlook(guide, left("cancelled")).verdict


def test_questions_come_back_with_their_words(guide):
    question = commands.add_questions(by=guide, phase="explore", texts=["Eerst?"])
    commands.edit_question(by=guide, question=question, text="Later?")
    commands.remove_question(by=guide, question=question)
    assert not undo.outlook(guide, left("question_edited")).verdict
    take_back(guide, "question_removed")
    take_back(guide, "question_edited")
    row = Question.objects.get()
    assert (row.text, row.removed_on) == ("Eerst?", None)


def test_a_round_and_its_places_come_back(guide):
    person = make_person(guide)
    this_round = commands.open_round(by=guide, draft=DRAFT, people=[person.pk])
    changed = commands.edit_round(
        by=guide, this_round=this_round, draft=replace(DRAFT, title="Anders", minutes=30), version=1
    )
    commands.drop_place(by=guide, place=RoundPlace.objects.select_related("round").get())
    take_back(guide, "place_dropped")
    address = take_back(guide, "round_edited")
    assert address == to(guide, "conversations:round_detail", round_id=changed.pk)
    assert RoundPlace.objects.get().dropped_on is None
    row = Round.objects.get()
    assert (row.title, row.minutes) == ("Ronde", 45)


def test_another_guide_does_not_take_back_a_round(guide):
    commands.edit_round(
        by=guide,
        this_round=commands.open_round(by=guide, draft=DRAFT),
        draft=replace(DRAFT, title="Anders"),
        version=1,
    )
    other = make_member(Programme.objects.get(pk=guide.programme_id), Role.CO_GUIDE)
    assert not undo.outlook(other, left("round_edited")).verdict


def test_the_layers_of_groups_come_back_but_for_what_was_said_since(guide):
    one, two = make_group(guide, "Een"), make_group(guide, "Twee")
    commands.set_layers(by=guide, layers={one.pk: "management", two.pk: "management"})
    record = left("layers_set")
    commands.set_layers(by=guide, layers={two.pk: "board"})
    undo.take_back(by=guide, undo=record)
    assert list(GroupLayer.objects.values_list("group_id", "layer")) == [(two.pk, "board")]


def test_the_day_of_the_choice_comes_back(guide):
    commands.set_choice_day(by=guide, chosen_on=DAY)
    first = left("choice_day_set")
    commands.set_choice_day(by=guide, chosen_on=None)
    assert not undo.outlook(guide, first).verdict
    latest = UndoRecord.objects.exclude(pk=first.pk).get(kind="conversations.choice_day_set")
    undo.take_back(by=guide, undo=latest)
    assert ChoiceDay.objects.get().chosen_on == DAY


def test_only_guides_take_back_and_others_find_nothing(guide, client):
    commands.cancel_conversation(by=guide, conversation=make_conversation(guide))
    address = to(guide, "core:undo_take", undo_id=left("cancelled").pk)
    lead = make_member(Programme.objects.get(pk=guide.programme_id), Role.PROJECT_LEAD)
    assert sign_in(client, lead).post(address).status_code == 404
    assert sign_in(client, make_member()).post(address).status_code == 404
    assert Conversation.objects.get().state == "cancelled"


def test_looking_asks_the_same_for_one_and_for_three(guide, django_assert_num_queries):
    for _ in range(3):
        commands.cancel_conversation(by=guide, conversation=make_conversation(guide))
    records = list(UndoRecord.objects.filter(kind="conversations.cancelled"))
    undo.outlooks(guide, records[:1])
    with django_assert_num_queries(2):
        undo.outlooks(guide, records[:1])
    with django_assert_num_queries(2):
        undo.outlooks(guide, records)
