"""A round of conversations: planned, asked by mail, followed until everybody was heard."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from draagvlak.conversations import commands
from draagvlak.conversations.commands import Plan, RoundDraft
from draagvlak.conversations.commands.planning import plan_of
from draagvlak.conversations.models import Conversation, Participant, Round, RoundPlace
from draagvlak.conversations.queries import rounds as queries
from draagvlak.conversations.states import Progress
from draagvlak.core.models import AuditEvent, OutboxMessage
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.programmes.models import Programme
from tests.factories.conversations import make_person
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db
SECRET = "Els is boos op haar chef"


@pytest.fixture
def guide():
    return make_member()


def people(guide, many):
    found = []
    for number in range(many):
        person = make_person(guide, f"Els Bos{number:02d}")
        person.email = f"els{number:02d}.{guide.tenant.hex[-6:]}@voorbeeldstad.example"
        person.save(update_fields=["email"])
        found.append(person)
    return found


def draft(**changes):
    start = timezone.localdate() + dt.timedelta(days=7)
    words = {
        "title": "Ronde langs de balie",
        "purpose": "Horen hoe jij nu werkt aan de balie.",
        "phase": "explore",
        "starts_on": start,
        "ends_on": start + dt.timedelta(days=20),
        "location": "Kamer 2.14",
    }
    return RoundDraft(**words | changes)


def begin(guide, many=3, **changes):
    seated = people(guide, many)
    return commands.open_round(
        by=guide, draft=draft(**changes), people=[p.pk for p in seated]
    ), seated


def invited(guide, many=1, **changes):
    this_round, seated = begin(guide, many, **changes)
    commands.plan_places(by=guide, this_round=this_round)
    commands.invite_places(by=guide, this_round=this_round)
    deliver_all()
    return this_round, seated


def progress(guide, this_round):
    return dict(queries.round_progress(guide, this_round).counts)


def calendars(message):
    """The appointment in a mail: as a form of the mail and as an attachment, which are the same."""
    text = next(part.content for part in message.alternatives if "calendar" in part.mimetype)
    attached = message.attachments[0].get_payload(decode=True).decode()
    assert attached.replace("\r\n", "\n") == text.replace("\r\n", "\n")
    calendar = Calendar.from_ical(text)
    return calendar, calendar.walk("VEVENT")[0]


def test_a_round_goes_from_open_to_planned_to_invited_to_held(guide):
    this_round, seated = begin(guide)
    assert progress(guide, this_round) == {Progress.OPEN: 3}
    assert commands.plan_places(by=guide, this_round=this_round) == (3, 0)
    assert progress(guide, this_round) == {Progress.PLANNED: 3}
    assert commands.invite_places(by=guide, this_round=this_round) == 3
    assert commands.invite_places(by=guide, this_round=this_round) == 0
    assert progress(guide, this_round) == {Progress.INVITED: 3}
    deliver_all()
    assert sorted(m.to[0] for m in mail.outbox) == sorted(p.email for p in seated)

    talk = Conversation.objects.order_by("planned_at").first()
    Conversation.objects.filter(pk=talk.pk).update(
        planned_at=timezone.now() + dt.timedelta(minutes=1)
    )
    Round.objects.filter(pk=this_round.pk).update(starts_on=timezone.localdate())
    talk.refresh_from_db()
    there = frozenset(talk.participants.values_list("person_id", flat=True))
    commands.mark_held(by=guide, conversation=talk, present=there)

    assert progress(guide, this_round) == {Progress.INVITED: 2, Progress.HELD: 1}
    assert queries.round_progress(guide, this_round).load == 135
    assert queries.round_list(guide)[0].held == 1


def test_a_talk_that_nobody_planned_here_closes_the_place_as_well(guide):
    this_round, seated = begin(
        guide, 2, starts_on=timezone.localdate(), ends_on=timezone.localdate()
    )
    plan = Plan(
        "Inloop", "walk_in", "explore", timezone.now(), people=tuple(p.pk for p in seated[:1])
    )
    talk = commands.plan_conversation(by=guide, plan=plan)
    commands.mark_held(by=guide, conversation=talk, present=frozenset([seated[0].pk]))
    assert progress(guide, this_round) == {Progress.OPEN: 1, Progress.HELD: 1}


def test_conversations_lie_on_working_days_and_meet_nobody_twice(guide):
    this_round, _seated = begin(guide, 9)
    commands.plan_places(by=guide, this_round=this_round)
    moments = [timezone.localtime(c.planned_at) for c in Conversation.objects.all()]
    assert len(set(moments)) == 9
    assert all(at.isoweekday() <= 5 and 9 <= at.hour < 17 for at in moments)
    assert all(this_round.starts_on <= at.date() <= this_round.ends_on for at in moments)


def test_people_at_one_table_share_a_conversation_and_learn_of_each_other_nothing(guide):
    this_round, seated = invited(guide, 5, together=3)
    assert Conversation.objects.count() == 2
    assert sorted(c.participants.count() for c in Conversation.objects.all()) == [2, 3]
    assert queries.round_progress(guide, this_round).guide_load == 90
    for message in mail.outbox:
        text = str(message.message())
        calendar, event = calendars(message)
        others = [p for p in seated if p.email != message.to[0]]
        for other in others:
            assert other.name not in text + calendar.to_ical().decode()
            assert other.email not in text + calendar.to_ical().decode()
        assert event["attendee"] == f"mailto:{message.to[0]}"


def test_when_there_is_no_room_it_says_for_how_many(guide):
    day = timezone.localdate() + dt.timedelta(days=7)
    while day.isoweekday() != 1:
        day += dt.timedelta(days=1)
    this_round, _seated = begin(guide, 6, starts_on=day, ends_on=day)
    assert commands.plan_places(by=guide, this_round=this_round) == (4, 2)


def test_the_invitation_is_one_that_calendars_keep(guide):
    this_round, seated = invited(guide)
    (message,) = mail.outbox
    place = RoundPlace.objects.get()
    talk = place.conversation

    assert message.subject == "Joke van Dam vraagt je voor een gesprek"
    assert "Horen hoe jij nu werkt aan de balie." in message.body
    assert "Wat je zegt, blijft tussen jou en Joke van Dam." in message.body
    calendar, event = calendars(message)
    assert calendar["method"] == "REQUEST"
    assert event["uid"].startswith(f"{place.pk}@")
    assert event["sequence"] == 0
    assert event.decoded("dtstart") == talk.planned_at
    assert event["location"] == "Kamer 2.14"
    assert event["summary"] == "Gesprek"
    parts = [p.get_content_type() for p in message.message().walk() if not p.is_multipart()]
    assert parts == ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert 'method="REQUEST"' in str(message.message())
    for hidden in (this_round.title, this_round.purpose, "/cannot/", "Papierloos"):
        assert hidden not in calendar.to_ical().decode()
    assert [p.email for p in seated] == message.to


def test_the_outbox_keeps_no_address_and_no_words(guide):
    _round, seated = begin(guide, 1)
    this_round = Round.objects.get()
    commands.plan_places(by=guide, this_round=this_round)
    commands.invite_places(by=guide, this_round=this_round)
    row = OutboxMessage.objects.get(topic="conversations.mail_place")
    assert set(row.payload) == {"workspace", "place", "kind"}
    assert seated[0].email not in str(row.payload) + str(row.key)


def test_another_time_raises_the_sequence_and_keeps_the_uid(guide):
    invited(guide)
    talk = Conversation.objects.get()
    before = calendars(mail.outbox[0])[1]
    later = talk.planned_at + dt.timedelta(days=1)
    person = talk.participants.get().person_id
    plan = Plan(talk.title, talk.form, talk.phase, later, 60, "Kamer 3", (person,))
    changed = commands.edit_conversation(
        by=guide, conversation=talk, plan=plan, version=talk.version
    )
    deliver_all()
    calendar, event = calendars(mail.outbox[1])
    assert mail.outbox[1].subject == "Gewijzigd: gesprek met Joke van Dam"
    assert (calendar["method"], event["sequence"]) == ("REQUEST", 1)
    assert event["uid"] == before["uid"]
    assert event.decoded("dtstart") == later

    same = Plan("Andere titel", changed.form, changed.phase, later, 60, "Kamer 3", (person,))
    commands.edit_conversation(by=guide, conversation=changed, plan=same, version=changed.version)
    deliver_all()
    assert len(mail.outbox) == 2


def test_calling_off_and_planning_again_reach_the_calendar(guide):
    invited(guide)
    talk = Conversation.objects.get()
    off = commands.cancel_conversation(by=guide, conversation=talk)
    deliver_all()
    calendar, event = calendars(mail.outbox[1])
    assert mail.outbox[1].subject == "Afgezegd: gesprek met Joke van Dam"
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert "/cannot/" not in mail.outbox[1].body

    commands.restore_conversation(by=guide, conversation=off)
    deliver_all()
    calendar, event = calendars(mail.outbox[2])
    assert (calendar["method"], event["sequence"]) == ("REQUEST", 2)


def test_who_is_taken_out_of_a_conversation_is_told(guide):
    this_round, _seated = invited(guide)
    talk = Conversation.objects.get()
    plan = plan_of(talk)
    commands.edit_conversation(by=guide, conversation=talk, plan=plan, version=talk.version)
    deliver_all()
    assert calendars(mail.outbox[1])[0]["method"] == "CANCEL"
    assert progress(guide, this_round) == {}


def test_a_person_without_an_address_is_counted_and_not_mailed(guide):
    this_round = commands.open_round(
        by=guide, draft=draft(), people=[make_person(guide, "Jan Vos").pk]
    )
    commands.plan_places(by=guide, this_round=this_round)
    assert commands.invite_places(by=guide, this_round=this_round) == 0
    assert queries.round_progress(guide, this_round).unreachable == 1


def answer_link(message):
    return re.search(r"https?://[^/\s]+(/cannot/\S+)", message.body)[1]


def test_cannot_come_without_an_account_and_without_a_trace(guide):
    this_round, _seated = invited(guide)
    link, visitor = answer_link(mail.outbox[0]), Client(headers={"sec-fetch-site": "same-origin"})

    page = visitor.get(link)
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert "Kun je niet?" in page.content.decode()
    assert progress(guide, this_round) == {Progress.INVITED: 1}

    page = visitor.post(link, REMOTE_ADDR="203.0.113.7")
    assert "Dank je wel. De afspraak is afgezegd." in page.content.decode()
    assert progress(guide, this_round) == {Progress.CANNOT: 1}
    assert Conversation.objects.get().state == Conversation.State.CANCELLED
    assert not Participant.objects.exists()
    deliver_all()
    calendar, event = calendars(mail.outbox[1])
    assert (calendar["method"], event["sequence"]) == ("CANCEL", 1)
    line = AuditEvent.objects.get(verb="conversations.place_answered")
    assert line.actor_id is None
    assert timezone.localtime(line.at).time() == dt.time()
    assert set(visitor.cookies) <= {"csrf", "__Host-csrf"}  # of the choice of language
    assert "Deze afspraak is al afgezegd." in visitor.post(link).content.decode()
    deliver_all()
    assert len(mail.outbox) == 2


def test_a_link_from_elsewhere_or_made_up_does_nothing(guide):
    this_round, _seated = invited(guide)
    link = answer_link(mail.outbox[0])
    assert Client(headers={"sec-fetch-site": "cross-site"}).post(link).status_code == 200
    assert progress(guide, this_round) == {Progress.INVITED: 1}
    answer = Client().get(link[:-4] + "abc/")
    assert answer.status_code == 404
    assert "Deze link kennen we niet" in answer.content.decode()


def test_who_cannot_come_gets_a_new_time_with_a_higher_number(guide):
    this_round, _seated = invited(guide)
    place = queries.place_by_token(guide.workspace.slug, answer_link(mail.outbox[0]).split("/")[-2])
    commands.answer_cannot(by=guide, place=place)
    commands.restore_place(by=guide, place=RoundPlace.objects.select_related("round").get())
    assert progress(guide, this_round) == {Progress.OPEN: 1}
    commands.plan_places(by=guide, this_round=this_round)
    commands.invite_places(by=guide, this_round=this_round)
    deliver_all()
    events = [calendars(message)[1] for message in mail.outbox]
    numbers = [int(event["sequence"]) for event in events]
    assert numbers == sorted(set(numbers))
    assert {event["uid"] for event in events} == {events[0]["uid"]}


def test_a_reminder_goes_once_a_day_to_who_is_still_to_come(guide):
    this_round, _seated = invited(guide, 2)
    assert commands.remind_places(by=guide, this_round=this_round) == 0
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    RoundPlace.objects.update(invited_on=yesterday)
    assert commands.remind_places(by=guide, this_round=this_round) == 2
    assert commands.remind_places(by=guide, this_round=this_round) == 0
    deliver_all()
    assert mail.outbox[2].subject == "Herinnering: gesprek met Joke van Dam"
    assert not mail.outbox[2].attachments


def test_dropped_and_put_back(guide):
    this_round, _seated = invited(guide)
    place = queries.access_place(guide, this_round, RoundPlace.objects.get().pk)
    commands.drop_place(by=guide, place=place)
    deliver_all()
    assert progress(guide, this_round) == {}
    assert calendars(mail.outbox[1])[0]["method"] == "CANCEL"
    commands.seat_people(by=guide, this_round=this_round, people=[place.person_id])
    assert progress(guide, this_round) == {Progress.OPEN: 1}


def test_rules(guide):
    this_round, _seated = begin(guide, 1)
    other = make_member(Programme.objects.get(pk=guide.programme_id))
    lead = make_member(Programme.objects.get(pk=guide.programme_id), Role.PROJECT_LEAD)
    with pytest.raises(Refused, match="van een andere begeleider"):
        commands.plan_places(by=other, this_round=this_round)
    with pytest.raises(Refused, match="Alleen begeleiders"):
        commands.open_round(by=lead, draft=draft())
    with pytest.raises(Refused, match="hooguit 500 mensen"):
        commands.seat_people(
            by=guide, this_round=this_round, people=[timezone_key(n) for n in range(501)]
        )
    changed = commands.edit_round(
        by=guide, this_round=this_round, draft=draft(title="Anders"), version=1
    )
    assert changed.title == "Anders"
    with pytest.raises(EditConflict):
        commands.edit_round(by=guide, this_round=this_round, draft=draft(), version=1)


def timezone_key(number):
    return f"01a1ff67-0000-7000-8000-{number:012d}"


def address(actor, tail=""):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/conversations/rounds/{tail}"


def test_the_pages_of_a_round(guide, client):
    sign_in(client, guide)
    assert "Nog geen ronde" in client.get(address(guide)).content.decode()
    fields = {name: str(value) for name, value in draft().columns().items()}
    assert client.post(address(guide, "open/"), fields | {"title": ""}).status_code == 422
    backwards = fields | {"ends_on": "2026-01-01"}
    page = client.post(address(guide, "open/"), backwards)
    assert "De laatste dag ligt voor de eerste." in page.content.decode()
    seated = people(guide, 2)
    answer = client.post(
        address(guide, "open/"), fields | {"people": [p.pk for p in seated], "once": "k"}
    )
    assert answer.status_code == 303
    here = answer["Location"]
    page = client.get(here).content.decode()
    assert "Gehoord: 0 van de 2 mensen." in page
    assert "Verdeel over de dagen" in page
    assert client.post(f"{here}plan/").status_code == 303
    assert "Verstuur de uitnodigingen" in client.get(here).content.decode()
    assert client.post(f"{here}invite/").status_code == 303
    assert "90 minuten" in client.get(here).content.decode()
    assert client.get(f"{here}edit/").status_code == 200
    stale = client.post(f"{here}edit/", fields | {"version": "9"})
    assert stale.status_code == 409
    assert client.get(f"{here}?progress=invited&after=nonsense~x").status_code == 404
    place = RoundPlace.objects.first()
    assert client.post(f"{here}places/{place.pk}/drop/").status_code == 303
    assert client.post(f"{here}places/{place.pk}/restore/").status_code == 303
    outsider = make_member()
    assert sign_in(Client(), outsider).get(here).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_does_not_grow(guide, many, django_assert_num_queries):
    this_round, _seated = begin(guide, many)
    commands.plan_places(by=guide, this_round=this_round)
    with django_assert_num_queries(5):
        queries.round_list(guide)
        queries.round_progress(guide, this_round)
        queries.round_places(guide, this_round)
