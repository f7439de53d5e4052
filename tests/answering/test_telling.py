"""Whom a guide tells an answer in person."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from draagvlak.answering.commands import tell_voice, untell_voice
from draagvlak.answering.models import ToldVoice
from draagvlak.answering.queries.telling import latest_answers, telling_page
from draagvlak.concerns.commands import add_cause, answer_concern, join_voice, reopen_concern
from draagvlak.contributions.commands import Goal
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_answered, make_cause_for, make_concern, make_delivered
from tests.factories.contributions import make_entrance, speak, tie
from tests.factories.organisations import make_person
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def web(guide, vault):
    return open_in_browser(sign_in(Client(), guide), vault)


def words(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(plain).split())


def raised(guide, concern, name):
    person = make_person(guide, name)
    return join_voice(by=guide, concern=concern, person=person.pk)


def make_answer(guide, concern):
    concern.refresh_from_db()
    add_cause(by=guide, concern=concern, cause=make_cause_for(guide))
    answer_concern(
        by=guide, concern=concern, text="Je mag op papier lezen.", decided_by="Het college",
        reasons="Papier geeft rust.",
    )  # fmt: skip


def test_who_said_it_in_a_conversation_is_ticked_off_and_back(guide, web):
    concern = make_answered(guide, "Papier is prettig")
    voice = raised(guide, concern, "Anna Bos")
    raised(guide, concern, "Bram de Wit")
    url = to(guide, "answering:telling_list")

    page = words(web.get(url))
    assert "Papier is prettig" in page
    assert "Je mag op papier blijven lezen." in page
    assert "Anna Bos weet het" in page
    keys = {"concern_id": concern.pk, "voice_id": voice.pk}
    for _twice in range(2):
        answer = web.post(to(guide, "answering:voice_tell", **keys))
        assert answer.status_code == 303
    page = words(web.get(url))
    assert "Afgevinkt: deze persoon weet het." in page
    assert "Anna Bos weet het" not in page
    assert "Bram de Wit weet het" in page
    assert ToldVoice.objects.count() == 1
    web.post(to(guide, "answering:voice_untell", **keys))
    assert "Anna Bos weet het" in words(web.get(url))


def test_when_everybody_was_told_it_is_told_back(guide, web, vault):
    concern = make_answered(guide, "Papier is prettig")
    voice = raised(guide, concern, "Anna Bos")
    answer = latest_answers(guide, [concern])[concern.pk]
    tell_voice(by=guide, concern=concern, voice=voice, answer=answer)
    [row] = telling_page(guide, vault).rows
    assert row.left == 0
    page = words(web.get(to(guide, "answering:telling_list")))
    assert "Iedereen weet het: koppel terug" in page


def test_who_came_through_a_door_does_not_stand_here(guide, vault, web):
    concern = make_concern(guide, "Papier is prettig")
    spoken = speak(make_entrance(guide), way="confidential", name="Els Bakker", address="e@b.nl")
    tie(guide, vault, spoken.contribution, Goal(concern))
    raised(guide, concern, "Anna Bos")
    make_answer(guide, concern)

    [row] = telling_page(guide, vault).rows

    assert ([one.name for one in row.people], row.others) == (["Anna Bos"], 1)
    page = words(web.get(to(guide, "answering:telling_list")))
    assert "1 andere stem hoort het per mail of in een berichtenlijn" in page
    assert "Els Bakker" not in page


def test_a_new_answer_is_told_anew(guide, vault):
    concern = make_answered(guide, "Papier is prettig")
    voice = raised(guide, concern, "Anna Bos")
    first = latest_answers(guide, [concern])[concern.pk]
    tell_voice(by=guide, concern=concern, voice=voice, answer=first)
    concern.refresh_from_db()
    reopen_concern(by=guide, concern=concern)
    assert telling_page(guide, vault).rows == []
    answer_concern(
        by=guide, concern=concern, text="Toch een ander besluit.", decided_by="Het college",
        reasons="Wij leerden bij.",
    )  # fmt: skip
    [row] = telling_page(guide, vault).rows
    assert [(one.name, one.is_told) for one in row.people] == [("Anna Bos", False)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_a_fixed_number_of_statements(guide, vault, rows, django_assert_num_queries):
    for number in range(rows):
        raised(guide, make_answered(guide, f"Zorg {number}"), f"Anna {number}")
    with django_assert_num_queries(7):
        assert len(telling_page(guide, vault).rows) == rows


def test_it_pages_by_voices(guide, vault, monkeypatch):
    monkeypatch.setattr("draagvlak.answering.queries.telling.PAGE", 1)
    raised(guide, make_answered(guide, "Veel"), "Anna Bos")
    make_answered(guide, "Weinig")
    first = telling_page(guide, vault)
    second = telling_page(guide, vault, first.after)
    assert [row.title for row in (*first.rows, *second.rows)] == ["Veel", "Weinig"]
    assert second.after == ""


def test_only_guides_tell_and_only_what_was_answered(guide):
    concern, heard = make_answered(guide), make_concern(guide)
    voice = join_voice(by=guide, concern=concern)
    answer = latest_answers(guide, [concern])[concern.pk]
    lead = make_member(Programme.objects.get(pk=guide.programme_id), Role.PROJECT_LEAD)
    for act in (tell_voice, untell_voice):
        with pytest.raises(Refused) as refused:
            act(by=lead, concern=concern, voice=voice, answer=answer)
        assert str(refused.value).startswith("Alleen de begeleiders weten wie wat zei.")
        with pytest.raises(Refused) as refused:
            act(by=guide, concern=heard, voice=voice, answer=answer)
        assert str(refused.value) == "Er is nog geen antwoord om te vertellen."


def test_what_is_kept_tells_neither_who_nor_when(guide):
    concern = make_answered(guide)
    voice = raised(guide, concern, "Anna Bos") if make_vault(guide) else None
    answer = latest_answers(guide, [concern])[concern.pk]
    tell_voice(by=guide, concern=concern, voice=voice, answer=answer)
    assert {field.name for field in ToldVoice._meta.fields} == {
        "id", "workspace", "voice", "answer",
    }  # fmt: skip
    assert ToldVoice.objects.get().pk.version == 4
    event = AuditEvent.objects.get(verb="answering.told")
    assert event.actor_id is None
    assert event.subject_id == concern.pk
    assert event.at.astimezone().minute == 0


def test_with_the_vault_shut_it_is_opened_first(guide, vault):
    make_answered(guide)
    answer = sign_in(Client(), guide).get(to(guide, "answering:telling_list"))
    assert answer.status_code == 303
    assert "vault/open" in answer["Location"]


def test_without_anything_to_tell_the_page_says_so(guide, web):
    make_delivered(guide)
    page = words(web.get(to(guide, "answering:telling_list")))
    assert "Er hoeft niemand iets te horen" in page
