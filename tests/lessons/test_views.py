"""The pages of lessons: the deliberate step, the question to the client, taking back."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import timezone

from draagvlak.concerns.models import Concern
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.lessons.models import Lesson
from draagvlak.programmes.models import Programme
from tests.factories.lessons import make_lesson, make_solved
from tests.factories.measures import make_heard
from tests.factories.places import (
    make_member,
    make_programme,
    make_user,
    make_workspace,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("Noor Veldhuis")


@pytest.fixture
def guide(client, user):
    actor = make_member(make_programme(), user=user)
    sign_in(client, actor)
    return actor


@pytest.fixture
def elsewhere(user):
    return make_member(make_programme(make_workspace("Anderland")), user=user)


def joined(guide, role, name="Marjolein Horst"):
    return make_member(Programme.objects.get(pk=guide.programme_id), role, user=make_user(name))


def text_of(answer):
    """What a reader sees: without tags and with single spaces."""
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(bare).split())


def keep_url(guide, concern):
    return to(guide, "lessons:lesson_keep", concern_id=concern.pk)


def own_url(actor, lesson, name="lesson_detail"):
    return to(actor, f"lessons:{name}", lesson_id=lesson.pk)


def words_of(client, guide, concern, **changes):
    """What the form begins with, as it would be sent."""
    form = client.get(keep_url(guide, concern)).context["form"]
    return {name: form[name].value() for name in form.fields} | changes


def test_a_solved_concern_leads_to_its_lesson(client, guide):
    concern = make_solved(guide)
    page = client.get(to(guide, "concerns:concern_detail", concern_id=concern.pk))
    assert "Bewaar deze les" in text_of(page)
    assert keep_url(guide, concern) in page.content.decode()
    heard = make_heard(guide)
    page = client.get(to(guide, "concerns:concern_detail", concern_id=heard.pk))
    assert "Bewaar deze les" not in text_of(page)


def test_first_the_words_then_exactly_what_goes_along(client, guide, elsewhere):
    del elsewhere
    concern = make_solved(guide, "Inloggen kost tijd")
    page = text_of(client.get(keep_url(guide, concern)))
    assert "Wat hier blijft" in page
    words = words_of(client, guide, concern, helped="Mevrouw De Wit hielp.", step="look")
    look = client.post(keep_url(guide, concern), words)
    page = text_of(look)
    assert look.status_code == 200
    assert "Precies deze woorden gaan mee, en verder niets." in page
    assert "Wat we hoorden Inloggen kost tijd (zorg)" in page
    assert "Een naam: “Mevrouw De Wit”" in page
    assert "Anderland" in page
    assert not Lesson.objects.exists()
    again = client.post(keep_url(guide, concern), words | {"step": "change"})
    assert "Mevrouw De Wit hielp." in again.content.decode()
    assert again.status_code == 200


def test_what_misses_is_said_and_nothing_is_lost(client, guide):
    concern = make_solved(guide)
    words = words_of(client, guide, concern, helped="", step="look")
    assert client.post(keep_url(guide, concern), words).status_code == 422
    words |= {"helped": "Oefenen", "step": "keep", "how": "said", "name": "", "on": "morgen"}
    answer = client.post(keep_url(guide, concern), words)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Kijk nog een keer naar de woorden en vink het aan." in page
    assert "Vul dit in." in page
    assert "Schrijf de dag als 31-12-2026." in page
    assert not Lesson.objects.exists()


def test_a_lesson_is_asked(client, guide, elsewhere):
    concern = make_solved(guide)
    words = words_of(client, guide, concern, step="keep", how="ask", looked="on")
    answer = client.post(keep_url(guide, concern), words | {"places": [str(elsewhere.tenant)]})
    assert answer.status_code == 303
    lesson = Lesson.objects.get()
    assert lesson.state == Lesson.State.ASKED
    page = text_of(client.get(answer["Location"]))
    assert "Het is gevraagd. Er is nog niets meegegaan." in page
    assert "Maak ongedaan" in page
    assert "Anderland" in page
    assert "Zei iemand al ja?" in page


def test_the_client_finds_the_question_and_answers_it(client, guide, elsewhere):
    lesson = make_lesson(guide, places=(elsewhere.tenant,))
    sponsor = joined(guide, Role.SPONSOR)
    sign_in(client, sponsor)
    today = text_of(client.get(to(sponsor, "desk:today")))
    assert "Mag deze les mee naar andere trajecten van de begeleider?" in today
    page = text_of(client.get(own_url(sponsor, lesson)))
    assert "De begeleider vraagt of precies deze woorden mee mogen" in page
    assert lesson.helped in page
    assert "Anderland" not in page
    assert "1 andere werkruimte van de begeleider" in page
    url = own_url(sponsor, lesson, "lesson_decide")
    assert client.post(url, {"say": "yes"}).status_code == 422
    answer = client.post(url, {"say": "yes", "version": lesson.version})
    assert answer.status_code == 303
    page = text_of(client.get(answer["Location"]))
    assert "De les mag mee. Je kunt dat altijd terugnemen." in page
    assert "Marjolein Horst gaf toestemming" in page
    assert client.post(own_url(sponsor, lesson, "lesson_withdraw")).status_code == 303
    assert "nam de toestemming terug" in text_of(client.get(own_url(sponsor, lesson)))
    assert Lesson.objects.count() == 1


def test_the_client_says_no(client, guide):
    lesson = make_lesson(guide)
    lead = joined(guide, Role.PROJECT_LEAD)
    sign_in(client, lead)
    sent = {"say": "no", "version": lesson.version, "because": "Te herkenbaar"}
    answer = client.post(own_url(lead, lesson, "lesson_decide"), sent)
    assert "De opdrachtgever zei nee." in text_of(client.get(answer["Location"]))
    assert "Te herkenbaar" in text_of(client.get(own_url(lead, lesson)))


def test_a_guide_writes_consent_down(client, guide):
    lesson = make_lesson(guide)
    url = own_url(guide, lesson, "lesson_consent")
    assert client.post(url, {"name": "", "on": "2026-01-01"}).status_code == 422
    late = client.post(url, {"name": "M. Horst", "on": "2999-01-01"})
    assert late.status_code == 422
    assert "Deze dag moet nog komen" in text_of(late)
    today = timezone.localdate().isoformat()
    assert client.post(url, {"name": "M. Horst", "on": today}).status_code == 303
    assert "M. Horst gaf toestemming" in text_of(client.get(own_url(guide, lesson)))


def test_the_list_tells_what_left_and_what_waits(client, guide):
    assert "Nog geen lessen" in text_of(client.get(to(guide, "lessons:kept_list")))
    make_lesson(guide, make_solved(guide, "Een eerste zorg"))
    make_lesson(guide, make_solved(guide, "Een tweede zorg"), said_by="M. Horst")
    page = text_of(client.get(to(guide, "lessons:kept_list")))
    assert "Een eerste zorg" in page
    assert "Wacht op toestemming" in page
    assert "Mag mee" in page
    council = joined(guide, Role.WORKS_COUNCIL)
    sign_in(client, council)
    page = client.get(to(council, "concerns:concern_list")).content.decode()
    assert to(council, "lessons:kept_list") in page
    assert f'href="{to(council, "lessons:lesson_list")}"' not in page


def test_what_was_brought_stands_under_lessons_of_ones_own(client, guide, elsewhere):
    lesson = make_lesson(elsewhere, make_solved(elsewhere, "Elders gehoord"), said_by="M. Horst")
    bring = to(guide, "lessons:lesson_bring")
    page = text_of(client.get(bring))
    assert f"Elders gehoord ({lesson.year})" in page
    assert "Anderland" not in page
    assert client.post(bring, {}).status_code == 422
    assert client.post(bring, {"lessons": [str(lesson.pk)]}).status_code == 303
    page = text_of(client.get(to(guide, "lessons:lesson_list") + "?system=own"))
    assert "Elders gehoord" in page
    assert f"uit een eerder traject, {lesson.year}" in page
    copy = Lesson.objects.get(workspace_id=guide.tenant)
    page = text_of(client.get(own_url(guide, copy)))
    assert "Dit is geleerd in een eerder traject." in page
    assert "M. Horst" not in page
    assert "Neem de les overal terug" not in page
    assert client.post(own_url(guide, copy, "lesson_withdraw")).status_code == 404
    assert "Niets om mee te brengen" in text_of(client.get(bring))
    gone = client.post(own_url(guide, copy, "lesson_remove"))
    assert "Hier verwijderd." in text_of(client.get(gone["Location"]))
    assert "Elders gehoord" in text_of(client.get(bring))


def test_an_empty_shelf_of_ones_own_says_how_it_fills(client, guide):
    page = text_of(client.get(to(guide, "lessons:lesson_list") + "?system=own"))
    assert "Nog niets van jezelf." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_asks_as_much_for_one_as_for_three(
    client, guide, count, django_assert_num_queries
):
    for _ in range(count):
        make_lesson(guide, said_by="M. Horst")
    url = to(guide, "lessons:lesson_list")
    client.get(url)
    with django_assert_num_queries(6):
        client.get(url)


def test_the_list_offers_what_can_be_kept(client, guide):
    make_heard(guide, "Nog niet opgelost")
    make_solved(guide, "Opgelost en nog niet bewaard")
    make_lesson(guide, make_solved(guide, "Opgelost en al bewaard"))
    page = client.get(to(guide, "lessons:kept_list"))
    assert [each.title for each in page.context["to_keep"]] == ["Opgelost en nog niet bewaard"]
    assert "Wat je nu kunt bewaren" in text_of(page)
    lead = joined(guide, Role.PROJECT_LEAD)
    sign_in(client, lead)
    assert "Wat je nu kunt bewaren" not in text_of(client.get(to(lead, "lessons:kept_list")))


def test_a_finished_programme_offers_every_answered_one(client, guide):
    unsolved = make_solved(guide, "Niet voor iedereen opgelost")
    Concern.objects.filter(pk=unsolved.pk).update(unsolved=1)
    url = to(guide, "lessons:kept_list")
    assert client.get(url).context["to_keep"] == []
    Programme.objects.filter(pk=guide.programme_id).update(phase="anchor")
    assert [each.pk for each in client.get(url).context["to_keep"]] == [unsolved.pk]
    assert client.get(keep_url(guide, unsolved)).status_code == 200


@pytest.mark.parametrize(
    "query", ["?q=" + "x" * 50_000, "?q=%00", "?q=😀🌷", "?q=<script>", "?system[]=a"]
)
def test_odd_questions_break_nothing(client, guide, query):
    assert client.get(to(guide, "lessons:lesson_list") + query).status_code == 200


def test_who_reads_english_hears_that_the_texts_are_dutch(client, guide):
    url = to(guide, "lessons:lesson_list")
    assert "Deze teksten zijn in het Nederlands." not in text_of(client.get(url))
    client.cookies["django_language"] = "en"
    page = client.get(url)
    assert "These texts are written in Dutch." in text_of(page)
    assert '<div lang="nl">' in page.content.decode()
