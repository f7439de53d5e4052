"""Who speaks up often is involved: seen by guides alone, asked to join, and yes or no is theirs."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail
from django.test import Client

from draagvlak.concerns.commands import join_voice
from draagvlak.contributions import commands
from draagvlak.contributions.models import Contribution
from draagvlak.contributions.queries.beside import coverage_beside
from draagvlak.contributions.queries.following import thread_of
from draagvlak.contributions.queries.involved import involved
from draagvlak.contributions.queries.threads import Part
from draagvlak.conversations.models import Conversation, Participant
from draagvlak.core.ids import uuid4
from draagvlak.core.models import AuditEvent
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.organisations.models import Group, GroupMember, Person
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_concern, make_group
from tests.factories.contributions import make_entrance, speak, tie
from tests.factories.conversations import make_conversation, make_person
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db
MAIL = "els.bos@voorbeeldstad.example"


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def door(guide, vault):
    return make_entrance(guide)


@pytest.fixture
def web(guide, vault, client):
    return open_in_browser(sign_in(client, guide), vault)


def words(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def here(guide, name, **keys):
    return to(guide, f"contributions:{name}", **keys)


def make_held(guide, people):
    talk = make_conversation(guide, people)
    Conversation.objects.filter(pk=talk.pk).update(state=Conversation.State.HELD)
    Participant.objects.filter(conversation_id=talk.pk).update(was_there=True)


def ask(guide, vault, spoken, key=None, part=Part.SOUNDING_BOARD):
    return commands.ask_along(
        by=guide,
        vault=vault,
        contribution=Contribution.objects.get(pk=spoken.contribution.pk),
        part=part,
        text="Wil je meedenken?",
        key=key or uuid4(),
    )


# who is involved


def test_who_speaks_twice_is_involved_and_who_is_anonymous_never(guide, vault, door):
    for _each in range(2):
        speak(door, way="confidential", name="Els Bos", address=MAIL)
    for _each in range(3):
        speak(door, name="Els Bos", address=MAIL)
    speak(door, way="named", name="Jan Bos")
    found = involved(guide, vault)
    assert [(row.name, row.times, row.carries) for row in found] == [("Els Bos", 2, 0)]


def test_the_address_tells_who_it_is_before_the_name_does(guide, vault, door):
    speak(door, way="confidential", name="Els Bos", address=MAIL)
    speak(door, way="confidential", name="E. Bos", address=MAIL.upper())
    speak(door, way="confidential", name="Els Bos", address="ander@voorbeeldstad.example")
    assert [row.times for row in involved(guide, vault)] == [2]


def test_who_carries_five_concerns_is_involved(guide, vault, door):
    spoken = speak(door, way="named", name="Els Bos")
    for _each in range(5):
        tie(guide, vault, Contribution.objects.get(pk=spoken.contribution.pk))
    assert [(row.times, row.carries) for row in involved(guide, vault)] == [(1, 5)]


def test_who_carries_much_in_conversations_is_known_from_the_register(guide, vault):
    person = make_person(guide, name="Piet Kok")
    for _each in range(5):
        join_voice(by=guide, concern=make_concern(guide), person=person.pk)
    found = involved(guide, vault)
    assert [(row.name, row.times, row.carries, row.contribution) for row in found] == [
        ("Piet Kok", 0, 5, None)
    ]


def test_speaking_and_conversations_of_one_person_come_together(guide, vault, door):
    person = make_person(guide, name="Els Bos")
    Person.objects.filter(pk=person.pk).update(email=MAIL)
    make_held(guide, [person])
    join_voice(by=guide, concern=make_concern(guide), person=person.pk)
    for _each in range(2):
        speak(door, way="confidential", name="Els", address=MAIL)
    row = involved(guide, vault)[0]
    assert (row.person, row.times, row.carries, row.conversations) == (person.pk, 2, 1, 1)


def test_the_list_says_it_in_words_and_nobody_else_reads_it(guide, vault, door, web):
    assert "Er valt nog niemand op" in words(web.get(here(guide, "involved_list")))
    for _each in range(2):
        speak(door, way="named", name="Els Bos")
    page = words(web.get(here(guide, "involved_list")))
    assert "Els Bos" in page
    assert "zei 2 keer iets" in page
    assert "Alleen begeleiders zien dit" in page
    lead = make_member(Programme.objects.get(pk=guide.programme_id), Role.PROJECT_LEAD)
    assert sign_in(Client(), lead).get(here(guide, "involved_list")).status_code == 403
    assert sign_in(Client(), make_member()).get(here(guide, "involved_list")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_many(guide, vault, door, count, django_assert_max_num_queries):
    for number in range(count):
        for _each in range(2):
            speak(door, way="named", name=f"Els {number}")
    involved(guide, vault)
    with django_assert_max_num_queries(6):
        assert len(involved(guide, vault)) == count


# asking to join


def test_somebody_is_asked_by_mail_and_says_yes_by_their_own_link(guide, vault, door):
    spoken = speak(door, way="confidential", name="Els Bos", address=MAIL)
    ask(guide, vault, spoken)
    deliver_all()
    link = re.search(r"/own/([\w-]+)/", mail.outbox[0].body).group(1)
    client, space = Client(), door.programme.workspace.slug
    page = client.get(f"/speak/{space}/own/{link}/")
    assert "Het gaat om de klankbordgroep" in words(page)
    sent = {"present": link, "by_link": "1", "answer": "yes"}
    page = client.post(f"/speak/{space}/reply/", sent)
    assert "Fijn dat je meedoet. De begeleider neemt contact met je op." in words(page)
    assert thread_of(spoken.holder).asked.yes is True
    assert Contribution.objects.get().waits
    page = client.post(f"/speak/{space}/reply/", {**sent, "answer": "no"})
    assert "Je zei nee" in words(page)
    assert thread_of(spoken.holder).asked.yes is False
    verbs = ["contributions.asked", "contributions.replied"]
    assert not AuditEvent.objects.filter(verb__in=verbs).exclude(actor_id=None).exists()


def test_the_same_answer_again_changes_nothing(guide, vault, door):
    spoken = speak(door, way="named", name="Els Bos")
    ask(guide, vault, spoken)
    holder = spoken.holder
    first = commands.reply(by=holder.actor, holder=holder, yes=True)
    assert commands.reply(by=holder.actor, holder=holder, yes=True).pk == first.pk


def test_who_was_not_asked_does_not_answer(door):
    spoken = speak(door)
    with pytest.raises(Refused, match="Je is hier niets gevraagd"):
        commands.reply(by=spoken.holder.actor, holder=spoken.holder, yes=True)
    client, space = Client(), door.programme.workspace.slug
    sent = {"present": spoken.receipt, "answer": "yes"}
    assert client.post(f"/speak/{space}/reply/", sent).status_code == 409
    assert client.post(f"/speak/{space}/reply/", {**sent, "answer": "x"}).status_code == 422
    assert client.post(f"/speak/{space}/reply/", {"answer": "yes"}).status_code == 404


def test_who_spoke_anonymously_is_not_asked(guide, vault, door):
    with pytest.raises(Refused, match="je weet niet wie het is"):
        ask(guide, vault, speak(door))


def test_nobody_is_asked_twice_before_they_answer(guide, vault, door):
    spoken, key = speak(door, way="named", name="Els Bos"), uuid4()
    assert ask(guide, vault, spoken, key).pk == ask(guide, vault, spoken, key).pk
    with pytest.raises(Refused, match="Je vroeg dit al"):
        ask(guide, vault, spoken)
    commands.reply(by=spoken.holder.actor, holder=spoken.holder, yes=False)
    ask(guide, vault, spoken, part=Part.KEY_USER)
    assert thread_of(spoken.holder).asked.part is Part.KEY_USER


def test_a_guide_asks_on_a_page(guide, vault, door, web):
    spoken = speak(door, way="named", name="Els Bos")
    speak(door, way="named", name="Els Bos")
    address = here(guide, "contribution_ask", contribution_id=spoken.contribution.pk)
    page = web.get(address)
    assert "Vraag Els Bos om mee te doen" in words(page)
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode()).group(1)
    assert web.post(address, {"part": "key_user", "text": "", "key": key}).status_code == 422
    sent = {"part": "key_user", "text": "Wil je dat?", "key": key}
    answer = web.post(address, sent, follow=True)
    assert "is gevraagd" in words(answer)
    assert web.post(address, {**sent, "key": str(uuid4())}).status_code == 422
    detail = here(guide, "contribution_detail", contribution_id=spoken.contribution.pk)
    assert "nog geen antwoord" in words(web.get(detail))
    commands.reply(by=spoken.holder.actor, holder=spoken.holder, yes=True)
    assert "doet mee" in words(web.get(here(guide, "involved_list")))
    assert "zei ja op" in words(web.get(detail))


# conversations beside voices


def make_crowd(guide, group, count):
    people = [make_person(guide, name=f"{group.name} {number}") for number in range(count)]
    for person in people:
        GroupMember.objects.create(workspace_id=guide.tenant, group=group, person=person)
    return people


def rows(guide, vault):
    return [
        (row.name, row.people, row.heard, row.spoke, row.both, row.nobody)
        for row in coverage_beside(guide, vault).rows
    ]


def test_groups_from_five_with_numbers_from_five(guide, vault, door):
    group, small = make_group(guide, "Griffie"), make_group(guide, "Klein")
    people = make_crowd(guide, group, 20)
    make_crowd(guide, small, 4)
    make_held(guide, people[:8])
    assert rows(guide, vault) == [("Griffie", 20, 8, 0, 0, 12)]
    for person in people[4:8]:
        speak(door, way="named", name=person.name)
    assert rows(guide, vault) == [("Griffie", 20, 8, None, None, 12)]
    for person in people[8:11]:
        speak(door, way="named", name=person.name)
    assert rows(guide, vault) == [("Griffie", 20, 8, 7, None, 12)]
    for person in people[:4]:
        speak(door, way="confidential", name=person.name)
    assert rows(guide, vault) == [("Griffie", 20, 8, 11, 8, 9)]


def test_who_spoke_anonymously_counts_for_the_group_of_the_door(guide, vault, door):
    group = make_group(guide, "Griffie")
    make_crowd(guide, group, 20)
    own = make_entrance(guide, group=group.pk)
    for _each in range(5):
        speak(own)
    speak(door)
    page = coverage_beside(guide, vault)
    assert rows(guide, vault) == [("Griffie", 20, 0, 5, 0, 15)]
    assert page.elsewhere == 1


def test_it_stands_on_the_page_of_coverage(guide, vault, web):
    make_crowd(guide, make_group(guide, "Griffie"), 6)
    coverage = web.get(to(guide, "conversations:coverage"))
    assert "Gesproken naast zelf gezegd" in words(coverage)
    page = web.get(here(guide, "coverage_beside"))
    assert "Griffie" in words(page)
    assert Group.objects.count() == 1
    part = web.get(here(guide, "coverage_beside"), headers={
        "HX-Request": "true", "HX-Target": "div#beside",
    })  # fmt: skip
    assert "<html" not in part.content.decode()
