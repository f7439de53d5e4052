"""The pages: what each role reads, and how many statements that takes."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from draagvlak.conversations.models import Question
from draagvlak.core.policy import Role
from draagvlak.intake.models import Document, EarlierChange, Term
from draagvlak.programmes.models import Programme
from tests.factories.intake import make_document, make_earlier, make_term
from tests.factories.places import make_member, sign_in
from tests.factories.stakeholders import make_stakeholder

pytestmark = pytest.mark.django_db
LISTS = {"": make_document, "jargon/": make_term, "earlier/": make_earlier}


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def sponsor(guide):
    return make_member(Programme.objects.get(pk=guide.programme_id), Role.SPONSOR)


def address(actor, path="", app="intake"):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/{app}/{path}"


def page(actor, path="", status=200):
    answer = sign_in(Client(), actor).get(address(actor, path))
    assert answer.status_code == status
    return answer.content.decode()


def send(actor, path, status=303, **what):
    answer = sign_in(Client(), actor).post(address(actor, path), what)
    assert answer.status_code == status, answer.content.decode()
    return answer


@pytest.mark.parametrize("path", ["", "jargon/", "earlier/", "who/"])
def test_a_page_has_one_heading_and_one_main_action(guide, path):
    if path in LISTS:
        LISTS[path](guide)

    text = page(guide, path)

    assert text.count("<h1") == 1
    assert text.count("button-primary") == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "Er zijn nog geen documenten"),
        ("jargon/", "Er zijn nog geen woorden"),
        ("earlier/", "Er zijn nog geen eerdere veranderingen opgeschreven"),
    ],
)
def test_an_empty_list_says_why_and_has_its_button(guide, path, words):
    text = page(guide, path)

    assert words in text
    assert text.count("button-primary") == 1


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_as_many_statements_for_three_as_for_one(guide, path):
    client = sign_in(Client(), guide)
    counts = []
    for more in (1, 2):
        for _row in range(more):
            LISTS[path](guide)
        client.get(address(guide, path))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(address(guide, path))
        counts.append(len(seen))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_goes_on_after_fifty(guide, path, monkeypatch):
    monkeypatch.setattr("draagvlak.intake.queries.lists.SHOWN", 2)
    names = [str(LISTS[path](guide)) for _row in range(3)]

    first = page(guide, path)
    key = first.split("?after=")[1].split('"')[0]
    second = page(guide, f"{path}?after={key}")

    assert [sum(f"{name}<" in text for name in names) for text in (first, second)] == [2, 1]
    assert 'rel="next"' not in second


def test_a_link_is_added_read_changed_and_removed(guide):
    send(
        guide, "documents/add/", title="Raadsplan", kind="plan",
        link="https://voorbeeldstad.example/plan", why="De raad besloot erover",
    )  # fmt: skip
    document = Document.objects.get()
    send(guide, f"documents/{document.pk}/read/")
    assert "gelezen op" in page(guide)

    send(
        guide, f"documents/{document.pk}/edit/", title="Plan van de raad", kind="plan",
        link=document.link, version="1",
    )  # fmt: skip
    assert "Plan van de raad" in page(guide)

    client = sign_in(Client(), guide)
    answer = client.post(address(guide, f"documents/{document.pk}/remove/"), follow=True)
    text = answer.content.decode()
    assert "“Plan van de raad” is verwijderd." in text
    undo = text.split('action="')[1:]
    undo = next(each.split('"')[0] for each in undo if "undo" in each.split('"')[0])
    client.post(undo)
    assert "Plan van de raad" in page(guide)


def test_a_file_comes_back_as_it_went_in(guide, sponsor):
    file = SimpleUploadedFile("plan.txt", b"Het plan")
    send(guide, "documents/add/", title="Plan", kind="plan", file=file)
    key = Document.objects.get().pk

    answer = sign_in(Client(), sponsor).get(address(sponsor, f"documents/{key}/file/"))

    assert b"".join(answer.streaming_content) == b"Het plan"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.txt"'


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Voeg een bestand toe of schrijf een link."),
        ({"link": "javascript:alert(1)"}, "Dit is geen webadres."),
        ({"link": "ftp://voorbeeldstad.example"}, "Dit is geen webadres."),
        ({"file": SimpleUploadedFile("x.exe", b"MZ")}, "Dit soort bestand kun je niet toevoegen."),
    ],
)
def test_a_document_without_a_good_source_is_refused(guide, sent, words):
    answer = send(guide, "documents/add/", 422, title="Plan", kind="plan", **sent)

    assert words in answer.content.decode()
    assert not Document.objects.exists()


def test_a_form_sent_twice_adds_once(guide):
    for _time in range(2):
        send(guide, "jargon/add/", word="fte", meaning="Voltijdsbaan", once="eenmaal")

    assert Term.objects.count() == 1


def test_a_word_that_is_there_is_refused_beside_its_field(guide):
    make_term(guide, "fte")

    answer = send(guide, "jargon/add/", 422, word="FTE", meaning="Voltijdsbaan")

    assert '<a href="#id_word">Dit woord staat al in de lijst.</a>' in answer.content.decode()


def test_two_people_at_once_both_see_both_texts(guide):
    term = make_term(guide, "griffie", "Helpt de raad")
    send(guide, f"jargon/{term.pk}/edit/", word="griffie", meaning="Van een ander", version="1")

    answer = send(
        guide, f"jargon/{term.pk}/edit/", 409, word="griffie", meaning="Van mij", version="1"
    )

    text = answer.content.decode()
    assert "Van mij" in text
    assert "Van een ander" in text
    assert 'name="version" value="2"' in text


def test_the_client_reads_no_notes_no_earlier_changes_and_changes_nothing(guide, sponsor):
    make_document(guide, "Raadsplan", note="Hier klopt het budget niet")

    text = page(sponsor)

    assert "Raadsplan" in text
    assert "Hier klopt het budget niet" not in text
    assert "Voeg een document toe" not in text
    assert "Maak er een vraag van" not in text
    assert "Eerdere veranderingen" not in text
    page(sponsor, "earlier/", 403)
    send(sponsor, "jargon/add/", 403, word="fte", meaning="x")


@pytest.mark.parametrize("role", set(Role) - {Role.GUIDE, Role.CO_GUIDE, Role.SPONSOR})
def test_others_have_no_part_in_it(guide, role):
    page(make_member(Programme.objects.get(pk=guide.programme_id), role), "", 403)


def test_an_outsider_finds_nothing(guide):
    answer = sign_in(Client(), make_member()).get(address(guide))

    assert answer.status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_a_row_becomes_a_question_that_can_be_taken_back(guide, path):
    LISTS[path](guide)
    client = sign_in(Client(), guide)
    text = client.get(address(guide, path)).content.decode()
    form = next(each for each in text.split("<form")[1:] if "questions/add" in each)
    fields = {
        each.split('name="')[1].split('"')[0]: each.split('value="')[1].split('"')[0]
        for each in form.split("<input")[1:]
    }
    assert "Maak er een vraag van" in form

    answer = client.post(form.split('action="')[1].split('"')[0], fields, follow=True)

    question = Question.objects.get()
    assert question.text == fields["text"]
    assert f"{question.pk}/remove/" in answer.content.decode()


def test_words_come_in_from_csv_and_go_out_again(guide):
    content = "Woord;Betekenis;Wie zegt dat\r\nP&C;Planning en controle;financiën\r\n=1+1;Som;\r\n"
    file = SimpleUploadedFile("woorden.csv", content.encode("cp1252"))
    answer = sign_in(Client(), guide).post(
        address(guide, "jargon/import/"), {"file": file}, follow=True
    )
    assert "Er kwamen 2 woorden bij." in answer.content.decode()

    out = sign_in(Client(), guide).get(address(guide, "jargon/export/"))

    assert out.content.decode() == (
        "\ufeffWoord;Betekenis;Wie zegt dat;Gebruikt in\r\n"
        "'=1+1;Som;;\r\nP&C;Planning en controle;financiën;\r\n"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "Dit is een werkmap."),
        (b"Naam;Leeftijd\r\nJan;3\r\n", "een kolom “Woord” en een kolom “Betekenis” nodig"),
        (b"", "Dit bestand is niet te lezen."),
        (b"Woord;Betekenis\r\nfte;\r\n", "geen woord met een betekenis"),
        (b"x" * (512 * 1024 + 1), "groter dan een halve MB"),
    ],
)
def test_a_file_without_words_is_refused(guide, content, words):
    file = SimpleUploadedFile("woorden.csv", content)

    assert words in send(guide, "jargon/import/", 422, file=file).content.decode()


def test_an_earlier_change_is_of_the_past(guide):
    answer = send(guide, "earlier/add/", 422, what="Zaaksysteem", year="2999", outcome="failed")

    assert "Dit jaar moet nog komen." in answer.content.decode()
    send(guide, "earlier/add/", what="Zaaksysteem", year="2019", outcome="failed")
    assert EarlierChange.objects.get().year == 2019


def test_who_is_who_points_to_members_and_stakeholders(guide):
    make_stakeholder(guide, "Griffie")

    text = page(guide, "who/")

    assert guide.name in text
    assert "Griffie" in text
