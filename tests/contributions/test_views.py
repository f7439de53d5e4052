"""The guide's side: doors, posters, and what came in."""

from __future__ import annotations

import html
import re

import pytest

from draagvlak.concerns.models import Concern
from draagvlak.contributions.commands import Goal
from draagvlak.contributions.models import Contribution, Entrance
from draagvlak.contributions.queries import inbox
from draagvlak.contributions.queries.entrances import entrance_address
from draagvlak.contributions.queries.following import thread_of
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_concern, make_group
from tests.factories.contributions import WORDS, make_entrance, speak, tie
from tests.factories.places import make_member, sign_in
from tests.factories.vault import PASSPHRASE, make_vault, open_in_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def web(guide, vault, client):
    return open_in_browser(sign_in(client, guide), vault)


@pytest.fixture
def door(guide, vault):
    return make_entrance(guide, "Kantine")


def words(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def here(guide, name, **keys):
    return to(guide, f"contributions:{name}", **keys)


def one(guide, spoken, name="contribution_detail", **keys):
    return here(guide, name, contribution_id=spoken.contribution.pk, **keys)


def key_on(page):
    return re.search(r'name="key" value="([^"]+)"', page.content.decode()).group(1)


def test_the_first_door_asks_for_a_vault(client):
    guide = make_member()
    page = sign_in(client, guide).get(here(guide, "entrance_list"))
    assert "Maak eerst je kluis." in words(page)


def test_a_door_is_opened_changed_closed_and_put_on_the_wall(guide, web):
    group = make_group(guide, "Griffie")
    page = web.get(here(guide, "entrance_open"))
    once = re.search(r'name="once" value="([^"]+)"', page.content.decode()).group(1)
    sent = {"name": "Kantine", "group": str(group.pk), "question": "Wat merk je?", "once": once}
    for _each in range(2):
        answer = web.post(here(guide, "entrance_open"), sent)
        assert answer.status_code == 303
    entrance = Entrance.objects.get()
    poster = web.get(answer["Location"])
    assert "Wat merk je?" in words(poster)
    assert "/speak/" in words(poster)
    assert "<svg" in poster.content.decode()
    assert web.post(here(guide, "entrance_open"), {"name": ""}).status_code == 422

    edit = here(guide, "entrance_edit", entrance_id=entrance.pk)
    assert "Wat merk je?" in web.get(edit).content.decode()
    changed = {"name": "Hal", "group": "", "question": "", "version": "1"}
    assert web.post(edit, changed).status_code == 303
    page = web.post(edit, changed)
    assert page.status_code == 422
    assert "Iemand anders wijzigde deze deur net." in words(page)
    page = web.post(edit, {**changed, "version": "2", "ends_on": "2020-01-01"})
    assert "Deze dag is voorbij." in words(page)

    web.post(here(guide, "entrance_close", entrance_id=entrance.pk))
    page = web.get(here(guide, "entrance_list"))
    assert "De deur is dicht." in words(page)
    assert "dicht" in words(page)
    web.post(here(guide, "entrance_reopen", entrance_id=entrance.pk))
    assert Entrance.objects.get().closed_on is None


def test_an_empty_inbox_says_how_to_begin(guide, web):
    page = web.get(here(guide, "contribution_list"))
    assert "Hier kan nog niemand iets zeggen" in words(page)
    make_entrance(guide)
    assert "Er wacht niets op jou" in words(web.get(here(guide, "contribution_list")))
    assert "Er kwam nog niets binnen" in words(web.get(here(guide, "contribution_list") + "?all=1"))


def test_with_the_vault_shut_the_inbox_shows_that_there_is_something(guide, door, client):
    speak(door)
    page = sign_in(client, guide).get(here(guide, "contribution_list"))
    assert "Je kluis is dicht" in words(page)
    assert WORDS not in words(page)
    assert "anoniem" in words(page)
    spoken = Contribution.objects.get()
    answer = client.get(here(guide, "contribution_detail", contribution_id=spoken.pk))
    assert answer.status_code == 303


def test_the_inbox_shows_words_doors_and_who_says_the_same(guide, web, door):
    for _each in range(3):
        speak(door)
    speak(door, "Ik wil oefenen.", way="confidential", name="Els Bos")
    found = words(web.get(here(guide, "contribution_list")))
    assert found.count(WORDS) == 3
    assert "2 anderen zeggen precies dit" in found
    assert "vertrouwelijk · Els Bos · Kantine" in found


def test_the_inbox_goes_by_page(guide, web, door, monkeypatch):
    monkeypatch.setattr(inbox, "PAGE", 2)
    for number in range(5):
        speak(door, f"Bericht nummer {number} van vijf")
    seen, address = [], here(guide, "contribution_list")
    for _each in range(3):
        page = web.get(address)
        seen += re.findall(r"Bericht nummer \d", words(page))
        found = re.search(r'href="([^"]+)" rel="next"', page.content.decode())
        address = html.unescape(found.group(1)) if found else ""
    assert sorted(seen) == [f"Bericht nummer {number}" for number in range(5)]
    assert address == ""
    assert web.get(here(guide, "contribution_list") + "?after=niets").status_code == 200


def test_a_thousand_at_once_are_one_line_on_the_desk(guide, web, door):
    for _each in range(3):
        speak(door)
    found = words(web.get(to(guide, "desk:today")))
    assert "3 keer inbreng wacht op jou" in found
    assert found.count("inbreng wacht op jou") == 1


def test_from_reading_to_a_voice_that_counts(guide, web, door):
    spoken = speak(door)
    page = web.get(one(guide, spoken))
    assert WORDS in words(page)
    sent = {"key": key_on(page), "goal": "new", "kind": "wish", "title": ""}
    wrong = web.post(one(guide, spoken, "contribution_tie"), sent)
    assert wrong.status_code == 422
    assert "Geef een titel" in words(wrong)
    sent["title"] = "de hele avond naar een scherm zit te kijken"
    wrong = web.post(one(guide, spoken, "contribution_tie"), sent)
    assert wrong.status_code == 422
    assert "Zeg het in je eigen woorden." in words(wrong)
    sent["title"] = "Minder schermtijd"
    assert web.post(one(guide, spoken, "contribution_tie"), sent).status_code == 303
    concern = Concern.objects.get()
    assert (concern.title, concern.kind, concern.voices) == ("Minder schermtijd", "wish", 1)
    page = web.get(one(guide, spoken))
    assert "Werd een stem voor" in words(page)
    behind = web.get(here(guide, "concern_contributions", concern_id=concern.pk))
    assert WORDS in words(behind)
    panel = web.get(to(guide, "concerns:concern_detail", concern_id=concern.pk))
    assert "Inbreng hierachter" in words(panel)

    voice = thread_of(spoken.holder).carried[0].voice
    web.post(one(guide, spoken, "contribution_untie", voice_id=voice))
    concern.refresh_from_db()
    assert concern.voices == 0


def test_joining_a_concern_that_is_there(guide, web, door):
    concern = make_concern(guide, "De hele avond naar een scherm kijken")
    spoken = speak(door)
    page = web.get(one(guide, spoken))
    assert str(concern.pk) in page.content.decode()
    sent = {"key": key_on(page), "goal": str(concern.pk)}
    assert web.post(one(guide, spoken, "contribution_tie"), sent).status_code == 303
    concern.refresh_from_db()
    assert concern.voices == 1
    other = make_concern(make_member())
    sent = {"key": key_on(web.get(one(guide, spoken))), "goal": str(other.pk)}
    assert web.post(one(guide, spoken, "contribution_tie"), sent).status_code == 404
    sent["goal"] = "geen sleutel"
    assert web.post(one(guide, spoken, "contribution_tie"), sent).status_code == 422


def test_writing_back_referring_and_taking_out(guide, web, door):
    spoken = speak(door, "Jan Vos pleegt fraude.")
    page = web.get(one(guide, spoken))
    sent = {"key": key_on(page), "text": ""}
    assert web.post(one(guide, spoken, "contribution_write"), sent).status_code == 422
    sent = {"key": key_on(page), "text": "Dank je."}
    assert web.post(one(guide, spoken, "contribution_write"), sent).status_code == 303
    refer = one(guide, spoken, "contribution_refer")
    page = web.get(refer)
    assert "Huis voor Klokkenluiders" in words(page)
    sent = {"key": key_on(page), "text": "Ga naar de vertrouwenspersoon."}
    assert web.post(refer, sent).status_code == 303
    assert Contribution.objects.get().referred_on

    first = spoken.contribution.messages.get(number=1)
    redact = one(guide, spoken, "message_redact", message_id=first.pk)
    assert "Jan Vos" in words(web.get(redact))
    wrong = web.post(redact, {"passage": "Piet", "why": "name", "version": "1"})
    assert wrong.status_code == 422
    assert "staan er niet zo" in words(wrong)
    sent = {"passage": "Jan Vos", "why": "name", "version": "1"}
    assert web.post(redact, sent).status_code == 303
    late = web.post(redact, {**sent, "passage": "fraude"})
    assert "Een andere begeleider haalde net iets weg." in words(late)
    assert [said.content.text for said in thread_of(spoken.holder).said] == [
        "▮▮▮ pleegt fraude.",
        "Dank je.",
        "Ga naar de vertrouwenspersoon.",
    ]


def test_off_the_list_with_a_way_back(guide, web, door):
    spoken = speak(door)
    page = web.post(one(guide, spoken, "contribution_settle"), follow=True)
    assert "Dit is van je lijst af." in words(page)
    assert not Contribution.objects.get().waits
    web.post(one(guide, spoken, "contribution_take_up"))
    assert Contribution.objects.get().waits


def test_opening_the_vault_lets_the_mail_go(guide, door, client, mailoutbox):
    from draagvlak.core.outbox import deliver_all  # noqa: PLC0415

    speak(door, way="confidential", address="els@voorbeeldstad.example")
    web = sign_in(client, guide)
    assert web.post(to(guide, "vault:vault_open"), {"passphrase": PASSPHRASE}).status_code == 303
    deliver_all()
    assert [message.to for message in mailoutbox] == [["els@voorbeeldstad.example"]]
    speak(door, way="confidential", address="ria@voorbeeldstad.example")
    page = web.get(here(guide, "contribution_list"))
    assert "Verstuur ze nu" in words(page)
    page = web.post(here(guide, "mail_send"), follow=True)
    assert "1 mail is onderweg." in words(page)


def test_a_co_guide_without_the_key_reads_why(guide, vault, door, client):
    spoken = speak(door)
    other = make_member(Programme.objects.get(pk=guide.programme_id), Role.CO_GUIDE)
    web = open_in_browser(sign_in(client, other), make_vault(other))
    page = web.get(one(guide, spoken))
    assert page.status_code == 403
    assert "Jij hebt hier geen sleutel van" in words(page)
    assert "Verzegeld" in words(web.get(here(guide, "contribution_list")))


def test_who_answers_reads_names_given_by_name_and_no_others(guide, vault, door, client):
    concern = make_concern(guide)
    for way, name in (("named", "Els Bos"), ("confidential", "Ria Mol")):
        tie(guide, vault, speak(door, way=way, name=name).contribution, Goal(concern))
    sponsor = make_member(Programme.objects.get(pk=guide.programme_id), Role.SPONSOR)
    page = sign_in(client, sponsor).get(
        to(sponsor, "concerns:concern_detail", concern_id=concern.pk)
    )
    assert "Els Bos" in words(page)
    assert "Ria Mol" not in words(page)


def test_an_outsider_finds_nothing(guide, web, door):
    other = make_member()
    make_vault(other)
    spoken = speak(make_entrance(other))
    for name in ("contribution_detail", "contribution_refer"):
        assert web.get(one(guide, spoken, name)).status_code == 404
    for name in ("contribution_tie", "contribution_write", "contribution_settle"):
        assert web.post(one(guide, spoken, name)).status_code == 404
    theirs = Entrance.objects.get(workspace_id=other.tenant)
    assert web.get(here(guide, "entrance_poster", entrance_id=theirs.pk)).status_code == 404


def test_the_poster_is_a_pdf_with_the_question_the_code_and_its_address(guide, web, door):
    made = web.get(here(guide, "entrance_pdf", entrance_id=door.pk))

    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"].startswith('attachment; filename="poster-')
    assert b"/Alt(Code om te scannen met een telefoon)" in made.content
    assert entrance_address(door).encode() in made.content
    assert b"/Lang(nl)" in made.content
    other = make_member()
    make_vault(other)
    theirs = make_entrance(other)
    assert web.get(here(guide, "entrance_pdf", entrance_id=theirs.pk)).status_code == 404
