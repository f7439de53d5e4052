"""Taking words over: a form that begins with them, and where they came from is kept."""

from __future__ import annotations

import re
from html import unescape

import pytest

from draagvlak.concerns.models import Cause
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.lessons.models import Pick
from draagvlak.lessons.queries.likeness import causes_like
from draagvlak.lessons.queries.shipped import shipped_entry
from draagvlak.measures.models import Measure
from tests.factories.measures import make_heard, make_understood, make_why
from tests.factories.places import make_member, make_programme, sign_in

pytestmark = pytest.mark.django_db
ENTRY = "ibabs-liever-papier"
CAUSE, MEASURE = f"{ENTRY}.0", f"{ENTRY}.0.1"


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def guide(client, programme):
    actor = make_member(programme)
    sign_in(client, actor)
    return actor


def text_of(answer):
    """What a reader sees: without tags and with single spaces."""
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(bare).split())


def cause_form(actor, concern, example=""):
    address = to(actor, "concerns:concern_cause_add", concern_id=concern.pk)
    return f"{address}?example={example}" if example else address


def measure_form(actor, **asked):
    words = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{to(actor, 'measures:measure_add')}?{words}"


def test_a_cause_begins_with_the_words_of_an_entry_and_nothing_is_stored(client, guide):
    concern = make_heard(guide, "Ik wil liever papier")
    answer = client.get(cause_form(guide, concern, CAUSE))
    known = shipped_entry(ENTRY).causes[0]
    assert answer.context["new"]["title"].value() == known.title
    assert answer.context["new"]["about"].value() == known.about
    assert answer.context["new"]["where"].value() == known.sits
    assert "Woorden om mee te beginnen. Maak ze van jezelf" in text_of(answer)
    assert not Cause.objects.exists()
    assert not Pick.objects.exists()


def test_a_cause_remembers_what_it_began_with(client, guide):
    concern = make_heard(guide, "Ik wil liever papier")
    words = {"title": "Lezen vraagt rust", "about": "values", "where": "want", "example": CAUSE}
    assert client.post(cause_form(guide, concern), words).status_code == 303
    pick = Pick.objects.get()
    cause = Cause.objects.get()
    assert (pick.cause_id, pick.measure_id, pick.programme_id) == (
        cause.pk,
        None,
        guide.programme_id,
    )
    assert (pick.entry, pick.example) == (ENTRY, CAUSE)
    assert pick.offered == "Grondig lezen vraagt rust, en die vinden mensen op papier"
    assert AuditEvent.objects.filter(verb="lessons.picked", actor_id=guide.user_id).count() == 1
    page = text_of(client.get(to(guide, "concerns:cause_detail", cause_id=cause.pk)))
    assert "Het begon met “Grondig lezen vraagt rust" in page
    assert "Vaker gehoord bij iBabs: Ik lees liever van papier" in page


def test_a_measure_begins_with_what_helped_and_remembers_it(client, guide):
    cause = make_why(guide)
    make_understood(guide, cause)
    address = measure_form(guide, cause=cause.pk, example=MEASURE)
    form = client.get(address).context["form"]
    known = shipped_entry(ENTRY).causes[0].measures[1]
    assert form["title"].value() == known.title
    assert form["kind"].value() == "nothing"
    assert form["description"].value() == known.worked
    assert form["reasons"].value() == known.reasons
    sent = {
        "title": known.title,
        "kind": "nothing",
        "reasons": known.reasons,
        "cause": str(cause.pk),
        "example": MEASURE,
    }
    assert client.post(measure_form(guide, cause=cause.pk), sent).status_code == 303
    measure = Measure.objects.get()
    assert Pick.objects.get().measure_id == measure.pk
    page = text_of(client.get(to(guide, "measures:measure_detail", measure_id=measure.pk)))
    assert "Waar de woorden vandaan komen" in page


def test_what_to_mind_stands_in_the_explanation(client, guide):
    form = client.get(measure_form(guide, example=f"{ENTRY}.0.0")).context["form"]
    known = shipped_entry(ENTRY).causes[0].measures[0]
    assert form["description"].value() == f"{known.worked}\n\nLet op: {known.mind}"


@pytest.mark.parametrize("example", ["", "bestaat-niet.0", "x" * 200, "<script>", f"{ENTRY}.7"])
def test_an_example_that_is_not_there_begins_nothing(client, guide, example):
    concern = make_heard(guide)
    form = client.get(cause_form(guide, concern, example)).context["new"]
    assert not form["title"].value()


def test_an_unknown_example_is_no_reason_to_refuse(client, guide):
    concern = make_heard(guide)
    words = {"title": "Rust", "about": "values", "where": "want", "example": "weg.0"}
    assert client.post(cause_form(guide, concern), words).status_code == 303
    assert not Pick.objects.exists()


def test_sending_twice_keeps_it_once(client, guide):
    concern = make_heard(guide)
    words = {"title": "Rust", "about": "values", "where": "want", "example": CAUSE, "once": "a1"}
    for _ in range(2):
        client.post(cause_form(guide, concern), words)
    assert Cause.objects.count() == Pick.objects.count() == 1


def test_after_a_cause_was_taken_over_its_own_measures_come_first(client, guide):
    concern = make_heard(guide, "Iets heel anders")
    words = {"title": "Anders", "about": "values", "where": "want", "example": CAUSE}
    client.post(cause_form(guide, concern), words)
    first = causes_like(guide, Cause.objects.get(), concern)[0]
    assert first.taken
    assert [each.key for each in first.causes] == [CAUSE]


def test_beside_the_form_for_a_cause_stands_what_is_often_heard(client, guide):
    concern = make_heard(guide, "Ik wil liever op papier lezen")
    page = client.get(cause_form(guide, concern)).content.decode()
    part = to(guide, "lessons:cause_examples", concern_id=concern.pk)
    assert f'hx-get="{part}"' in page
    assert f'<a href="{part}">' in page, "a link, for who has no JavaScript"
    whole = text_of(client.get(part))
    assert "Vaker gehoord bij iBabs" in whole
    assert "Wat helpt: Bied voor lange stukken een gedrukt exemplaar aan wie erom vraagt" in whole
    fragment = client.get(part, headers={"HX-Request": "true", "HX-Target": "div#lessons"})
    assert b"<html" not in fragment.content
    assert f"{cause_form(guide, concern, CAUSE)}#new".encode() in fragment.content


def test_beside_the_form_for_a_measure_stands_what_helped(client, guide):
    cause = make_why(guide, "Grondig lezen vraagt rust")
    concern = make_understood(guide, cause, "Ik lees liever op papier")
    page = client.get(measure_form(guide, concern=concern.pk)).content.decode()
    part = re.search(r'hx-get="([^"]*lessons/measures/[^"]*)"', page)
    whole = text_of(client.get(unescape(part[1])))
    assert "Bied voor lange stukken een gedrukt exemplaar aan wie erom vraagt" in whole
    assert "Gebruik deze maatregel" in whole


def test_beside_an_empty_form_for_a_measure_stands_nothing(client, guide):
    page = client.get(to(guide, "measures:measure_add")).content.decode()
    assert "lessons/measures" not in page
    empty = text_of(client.get(to(guide, "lessons:measure_examples")))
    assert "Hier lijkt niets op" in empty


def test_a_concern_of_others_is_not_found(client, guide):
    other = make_heard(make_member())
    assert client.get(to(guide, "lessons:cause_examples", concern_id=other.pk)).status_code == 404
    asked = f"{to(guide, 'lessons:measure_examples')}?concern={other.pk}"
    assert client.get(asked).status_code == 404
    assert client.get(f"{to(guide, 'lessons:measure_examples')}?cause=x").status_code == 404


def test_who_does_not_see_lessons_does_not_see_where_words_came_from(client, programme, guide):
    concern = make_heard(guide)
    words = {"title": "Rust", "about": "values", "where": "want", "example": CAUSE}
    client.post(cause_form(guide, concern), words)
    sponsor = make_member(programme, Role.SPONSOR)
    sign_in(client, sponsor)
    address = to(sponsor, "concerns:cause_detail", cause_id=Cause.objects.get().pk)
    assert "Het begon met" not in text_of(client.get(address))


def test_the_library_reads_in_dutch_and_stands_under_concerns(client, guide):
    page = text_of(client.get(to(guide, "lessons:lesson_list")))
    assert "Vaker gehoord" in page
    assert "Ik lees liever van papier" in page
    above = client.get(to(guide, "concerns:concern_list")).content.decode()
    assert to(guide, "lessons:lesson_list") in above
    current = client.get(to(guide, "lessons:lesson_list")).content.decode()
    menu = re.search(r'<a[^>]*aria-current="page"[^>]*>.*?</a>', current, re.DOTALL)
    assert "Zorgen en wensen" in menu[0]


def test_a_search_without_a_find_says_so(client, guide):
    page = text_of(client.get(to(guide, "lessons:lesson_list") + "?q=xqzwv"))
    assert "Niets gevonden" in page


def test_an_entry_is_read_whole_and_can_begin_a_concern(client, guide):
    answer = client.get(to(guide, "lessons:entry_detail", key=ENTRY))
    page = text_of(answer)
    entry = shipped_entry(ENTRY)
    assert entry.why in page
    for words in (*entry.said, *entry.ask, *(cause.title for cause in entry.causes)):
        assert words in page
    assert "concerns/add/?title=Ik+lees+liever+van+papier&amp;kind=wish" in answer.content.decode()
    assert client.get(to(guide, "lessons:entry_detail", key="weg")).status_code == 404
