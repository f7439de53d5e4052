"""The pages of who speaks without an account: no script, no cookie, nothing lost."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from draagvlak.concerns.models import Concern, Voice
from draagvlak.contributions import commands
from draagvlak.contributions.commands import Goal
from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries.decoy import thread_of_nobody
from draagvlak.contributions.queries.entrances import code_for
from draagvlak.contributions.queries.threads import link_key
from draagvlak.contributions.views import speaking
from draagvlak.core import flood
from draagvlak.core.policy import Role
from draagvlak.lib.receipts import new_receipt, read_receipt
from draagvlak.programmes.models import Programme, Vision
from tests.factories.concerns import make_answered, make_concern
from tests.factories.contributions import WORDS, make_entrance, speak, tie
from tests.factories.places import make_member
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def door(guide, vault):
    return make_entrance(guide)


@pytest.fixture(autouse=True)
def _new_window(monkeypatch):
    monkeypatch.setattr(flood, "_now", lambda: 1_000_000.0)
    flood._counts.window = -1


def at(door):
    return f"/speak/{door.programme.workspace.slug}/{code_for(door.pk)}/"


def act(door, name):
    return f"/speak/{door.programme.workspace.slug}/{name}/"


def words(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def receipt_on(response):
    return re.search(r'name="receipt" value="([^"]+)"', response.content.decode()).group(1)


def send(door, text=WORDS, **more):
    client = Client()
    receipt = receipt_on(client.get(at(door)))
    sent = {"text": text, "way": "anonymous", "receipt": receipt, **more}
    return client.post(at(door), sent), sent


def answer_to(guide, concern):
    from tests.factories.concerns import add_cause as add  # noqa: PLC0415
    from tests.factories.concerns import answer_concern, make_cause_for  # noqa: PLC0415

    concern.refresh_from_db()
    add(by=guide, concern=concern, cause=make_cause_for(guide))
    concern.refresh_from_db()
    answer_concern(
        by=guide, concern=concern, text="Je mag op papier lezen.", decided_by="Het college",
        reasons="Papier geeft rust.",
    )  # fmt: skip


def test_two_screens_from_the_link_to_thank_you(door):
    page = Client().get(at(door))
    assert page.status_code == 200
    assert "Wat wil je kwijt?" in words(page)
    assert page.content.decode().count("<textarea") == 1
    thanks, sent = send(door)
    assert thanks.status_code == 200
    assert "Bedankt" in words(thanks)
    for block in read_receipt(sent["receipt"]).split("-"):
        assert block in words(thanks)


def test_beside_each_way_stands_who_reads_it(door):
    found = words(Client().get(at(door)))
    assert "Wat je schrijft, is leesbaar voor: begeleider en medebegeleider." in found
    assert "Wat je schrijft en je naam zijn leesbaar voor: begeleider en medebegeleider." in found
    assert (
        "Je naam is leesbaar voor: begeleider, medebegeleider, opdrachtgever en projectleider."
        in found
    )


def test_no_page_needs_a_script_or_sets_a_cookie(door):
    spoken = speak(door)
    client = Client()
    client.cookies["session"] = "abc"
    pages = [
        client.get(at(door)),
        client.post(at(door), {"text": WORDS, "way": "anonymous"}),
        client.get(act(door, "follow")),
        client.post(act(door, "follow"), {"receipt": spoken.receipt}),
        client.post(act(door, "follow"), {"receipt": new_receipt()}),
        client.get(f"/speak/{spoken.space}/own/niets/"),
    ]
    for page in pages:
        assert not page.cookies, page.request["PATH_INFO"]
        assert page["Referrer-Policy"] == "no-referrer"
        assert page["Cache-Control"] == "no-store"
        assert "X-Request-Id" not in page
        assert "<script" not in page.content.decode()


def test_a_typed_code_is_read_forgivingly_and_a_wrong_one_opens_nothing(door):
    code = code_for(door.pk)
    space = door.programme.workspace.slug
    for typed in (code.lower(), code.replace("-", ""), code.replace("0", "O")):
        assert Client().get(f"/speak/{space}/{typed}/").status_code == 200
    for typed in (code[:-1], "x", "é" * 10, code[:-1] + ("2" if code[-1] != "2" else "3")):
        page = Client().get(f"/speak/{space}/{typed}/")
        assert page.status_code == 404
        assert "Deze link kennen we niet" in words(page)
    other = make_member().workspace.slug
    assert Client().get(f"/speak/{other}/{code}/").status_code == 404


def test_a_closed_door_says_so_and_gives_the_text_back(guide, door):
    commands.close_entrance(by=guide, entrance=door)
    page = Client().get(at(door))
    assert "Deze deur is dicht" in words(page)
    sent = Client().post(at(door), {"text": "Bewaar mij.", "way": "anonymous"})
    assert sent.status_code == 409
    assert "Bewaar mij." in words(sent)
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Er staan nog geen woorden."),
        ("a" * 50_000, "Dit is te lang: 50.000 tekens, en er passen er 20.000."),
    ],
)
def test_what_cannot_be_sent_stays_in_the_field(door, text, says):
    page, _sent = send(door, text)
    assert page.status_code == 422
    assert says in words(page)
    assert text in page.content.decode()
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("text", ["😀", "مرحبا", "<script>alert('x')</script>", "a\0b"])
def test_every_other_text_comes_in_and_is_shown_as_text(door, text):
    page, sent = send(door, text)
    assert page.status_code == 200
    thread = Client().post(act(door, "follow"), {"receipt": sent["receipt"]})
    assert html.escape(text.replace("\0", "")) in thread.content.decode()
    assert "<script>alert" not in thread.content.decode()


def test_a_double_click_gives_one_contribution_and_the_same_receipt(door):
    one, sent = send(door)
    two = Client().post(at(door), sent)
    assert (one.status_code, two.status_code) == (200, 200)
    assert receipt_on(one) == receipt_on(two) == sent["receipt"]
    assert Contribution.objects.count() == 1


def test_other_words_under_the_same_receipt_ask_once_more(door):
    _page, sent = send(door)
    page = Client().post(at(door), {**sent, "text": "Iets heel anders."})
    assert page.status_code == 409
    assert "Je verstuurde net iets anders" in words(page)
    assert "Iets heel anders." in page.content.decode()
    again = {**sent, "text": "Iets heel anders.", "receipt": receipt_on(page)}
    assert Client().post(at(door), again).status_code == 200
    assert Contribution.objects.count() == 2


def test_the_same_text_five_times_is_stored_five_times(door):
    for _each in range(5):
        page, _sent = send(door)
        assert page.status_code == 200
    assert Contribution.objects.count() == 5


def test_what_may_be_personal_is_asked_about_once(door):
    page, sent = send(door, "Collega Jan Vos is overspannen. Er is fraude gepleegd.")
    assert page.status_code == 200
    found = words(page)
    assert "Er is nog niets verstuurd" in found
    assert "is dat iemands naam?" in found
    assert "dat gaat over gezondheid" in found
    assert "is dit een melding van een misstand?" in found
    assert not Contribution.objects.exists()
    thanks = Client().post(at(door), {**sent, "looked": "1"})
    assert "Bedankt" in words(thanks)
    assert Contribution.objects.count() == 1


def test_by_name_asks_for_a_name_and_anonymous_drops_it(door):
    page, _sent = send(door, way="named")
    assert page.status_code == 422
    assert "Schrijf je naam op" in words(page)
    page, _sent = send(door, way="confidential", address="geen adres")
    assert "Dit is geen mailadres" in words(page)
    page, _sent = send(door, way="anonymous", name="Els", address="geen adres")
    assert page.status_code == 200
    assert Contribution.objects.get().reach is None
    page, _sent = send(door, way="hardop")
    assert page.status_code == 422


def test_a_flood_waits_and_loses_nothing(door, monkeypatch):
    monkeypatch.setattr(speaking, "SENT_FROM_ONE_PLACE", 2)
    for _each in range(2):
        assert send(door)[0].status_code == 200
    page, sent = send(door, "Bewaar mij.")
    assert page.status_code == 429
    assert "Er is nog niets verstuurd, en je tekst staat er nog. Wacht 4 minuten" in words(page)
    assert "Bewaar mij." in page.content.decode()
    assert Contribution.objects.count() == 2
    monkeypatch.setattr(flood, "_now", lambda: 1_000_600.0)
    assert Client().post(at(door), sent).status_code == 200


def test_a_form_of_another_site_sends_nothing(door):
    page = Client().post(
        at(door), {"text": WORDS, "way": "anonymous"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert page.status_code == 403
    assert "Dit is niet verstuurd" in words(page)
    assert not Contribution.objects.exists()


def test_the_page_speaks_english_without_a_cookie(door):
    assert "What do you want to say?" in words(Client().get(f"{at(door)}?lang=en"))
    page, _sent = send(door, lang="en")
    assert "Thank you" in words(page)


# following


def test_a_mistyped_block_is_named_and_an_unknown_receipt_is_not(door):
    spoken = speak(door)
    blocks = spoken.receipt.split("-")
    wrong = "2" if blocks[2][0] != "2" else "3"
    typed = "-".join([*blocks[:2], wrong + blocks[2][1:], *blocks[3:]])
    page = Client().post(act(door, "follow"), {"receipt": typed})
    assert page.status_code == 422
    assert "Er klopt iets niet in blok 3." in words(page)
    page = Client().post(act(door, "follow"), {"receipt": "ABC"})
    assert "Een code heeft vijf blokken van zes tekens." in words(page)

    unknown = [
        Client().post(act(door, "follow"), {"receipt": receipt})
        for receipt in (new_receipt(), new_receipt())
    ]
    elsewhere = make_entrance_elsewhere()
    unknown.append(Client().post(act(door, "follow"), {"receipt": elsewhere.receipt}))
    assert {page.status_code for page in unknown} == {404}
    said = {re.sub(r'value="[^"]*"', "", page.content.decode()) for page in unknown}
    assert len(said) == 1


def make_entrance_elsewhere():
    other = make_member()
    make_vault(other)
    return speak(make_entrance(other))


def test_too_many_tries_wait(door, monkeypatch):
    monkeypatch.setattr(speaking, "LOOKED_UP", 1)
    Client().post(act(door, "follow"), {"receipt": new_receipt()})
    page = Client().post(act(door, "follow"), {"receipt": new_receipt()})
    assert page.status_code == 429
    assert "vaak geprobeerd" in words(page)


def test_from_the_code_to_the_answer_to_the_reaction(guide, vault, door):
    spoken, client = speak(door), Client()
    voice = tie(guide, vault, spoken.contribution, Goal(title="Lezen vanaf een scherm"))
    concern = Concern.objects.get(pk=voice.concern_id)
    page = client.post(act(door, "follow"), {"receipt": spoken.receipt})
    assert "Lezen vanaf een scherm" in words(page)
    assert "Het staat opgeschreven." in words(page)
    answer_to(guide, concern)
    page = client.post(act(door, "follow"), {"receipt": spoken.receipt})
    assert "Je mag op papier lezen." in words(page)
    assert "Waarom: Papier geeft rust." in words(page)
    assert "Besloten door Het college" in words(page)

    here = {"present": spoken.receipt, "voice": str(voice.pk)}
    page = client.post(act(door, "react"), {**here, "solved": "no"})
    assert page.status_code == 422
    assert "Schrijf op wat er nog ontbreekt" in words(page)
    page = client.post(act(door, "react"), {**here, "solved": "no", "reason": "Geen printer."})
    assert page.status_code == 200
    assert "De begeleider ziet wat je zegt." in words(page)
    assert Voice.objects.get().solved == "no"
    assert client.post(act(door, "react"), here).status_code == 422
    stranger = {"present": speak(door).receipt, "voice": str(voice.pk), "solved": "yes"}
    assert client.post(act(door, "react"), stranger).status_code == 422


def test_beside_the_thread_stands_what_changes_and_who_can_help(guide, door):
    Vision.objects.create(
        workspace_id=guide.tenant, programme_id=guide.programme_id, number=1,
        title="Papier mag blijven", body="Niemand **moet** zonder papier.\n\nEn verder.",
        author_id=guide.user_id,
    )  # fmt: skip
    page = words(Client().post(act(door, "follow"), {"receipt": speak(door).receipt}))
    assert "Papier mag blijven Niemand moet zonder papier. Waar we nu zijn: Verkennen" in page
    assert "En verder." not in page
    assert "Stel ze aan Joke van Dam." in page


def test_writing_on_and_me_too(guide, door):
    concern = make_concern(guide, "De hele avond naar een scherm kijken")
    thanks, sent = send(door)
    assert "De hele avond naar een scherm kijken" in words(thanks)
    here = {"present": sent["receipt"]}
    page = Client().post(act(door, "join"), {**here, "concern": str(concern.pk)})
    assert "Jouw stem telt hier nu mee." in words(page)
    page = Client().post(act(door, "join"), {**here, "concern": str(concern.pk)})
    assert page.status_code == 409
    concern.refresh_from_db()
    assert concern.voices == 1

    key = re.search(r'name="key" value="([^"]+)"', page.content.decode()).group(1)
    more = {**here, "key": key, "text": "En mijn ogen."}
    for _each in range(2):
        page = Client().post(act(door, "say"), more)
        assert page.status_code == 200
    assert words(page).count("En mijn ogen.") == 1
    assert Client().post(act(door, "say"), {**more, "text": " "}).status_code == 422
    for name in ("say", "react", "join", "stop"):
        lost = Client().post(act(door, name), {**more, "present": new_receipt()})
        assert lost.status_code == 404
        assert Client().get(act(door, name)).status_code == 405
    assert Message.objects.count() == 3


def test_the_link_in_the_mail_opens_the_thread_and_stops_the_mail(door):
    spoken = speak(door, way="named", name="Els Bos", address="els@voorbeeldstad.example")
    token = link_of(spoken)
    here = f"/speak/{spoken.space}/own/{token}/"
    page = Client().get(here)
    assert WORDS in words(page)
    assert "Je krijgt een mail als er nieuws is." in words(page)
    page = Client().post(act(door, "stop"), {"present": token, "by_link": "1"})
    assert "Je adres is weg." in words(page)
    assert Contribution.objects.get().reach is None
    again = Client().post(act(door, "stop"), {"present": token, "by_link": "1"})
    assert again.status_code == 409
    assert Client().get(here[:-3] + "/").status_code == 404


def link_of(spoken):
    """The token in the mail that just left."""
    from django.core import mail  # noqa: PLC0415

    from draagvlak.core.outbox import deliver_all  # noqa: PLC0415

    deliver_all()
    token = re.search(r"/own/([\w-]+)/", mail.outbox[-1].body).group(1)
    assert link_key(token).hash == spoken.contribution.link_hash
    return token


# a host name of its own


def test_on_its_own_host_only_these_doors_are_found(door, settings):
    settings.SPEAK_ADDRESS = "http://inbreng.voorbeeldstad.example"
    settings.ALLOWED_HOSTS = ["inbreng.voorbeeldstad.example", "testserver"]
    own = {"Host": "inbreng.voorbeeldstad.example"}
    assert Client().get(at(door), headers=own).status_code == 200
    for path in ("/", "/accounts/login/", "/gallery/"):
        assert Client().get(path, headers=own).status_code == 404
    page = Client().get(at(door))
    assert page.status_code == 302
    assert page["Location"] == f"http://inbreng.voorbeeldstad.example{at(door)}"
    assert Client().get("/accounts/login/").status_code == 200


def test_an_unknown_receipt_is_looked_up_alike_each_time(db):
    receipts = [new_receipt() for _each in range(40)]
    shapes = [len(thread_of_nobody(one).carried) for one in receipts]
    assert set(shapes) == {0, 1}
    assert [len(thread_of_nobody(one).carried) for one in receipts] == shapes


def test_what_happens_stands_beside_what_others_said(guide, door):
    concern = make_answered(guide, "De hele avond naar een scherm kijken")
    Concern.objects.filter(pk=concern.pk).update(voices=12)
    page, _sent = send(door)
    assert "12 collega’s zeiden dit ook." in words(page)
    assert "Er is een antwoord:" in words(page)
    make_concern(guide, "Een hele avond naar dat scherm")
    page, _sent = send(door)
    assert "Een paar collega’s zeiden dit ook." in words(page)
    assert "Het staat opgeschreven." in words(page)


def test_three_things_for_who_spoke(guide, vault, door):
    make_member(Programme.objects.get(pk=guide.programme_id), Role.KEY_USER)
    spoken = speak(door)
    page = words(Client().post(act(door, "follow"), {"receipt": spoken.receipt}))
    assert "Wat verandert er voor jou" in page
    assert "Dat staat nog niet op papier." in page
    assert "Wat ermee gebeurde" in page
    assert "Wie kan je helpen" in page
    assert "Joke van Dam, begeleider" in page
    assert "Joke van Dam, ambassadeur" in page
