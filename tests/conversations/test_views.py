from __future__ import annotations

import datetime as dt
import json
import re
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from draagvlak.concerns.commands import raise_concern
from draagvlak.concerns.models import Concern
from draagvlak.conversations import commands
from draagvlak.conversations.commands import Goal
from draagvlak.conversations.models import (
    Conversation,
    Note,
    NoteVariant,
    Question,
    RawQuote,
    ReleasedQuote,
)
from draagvlak.conversations.queries.notes import note_text
from draagvlak.core.policy import ROUTES, Role
from draagvlak.vault.queries import confirmed_keyring
from tests.factories.conversations import (
    NOTES,
    fresh,
    make_conversation,
    make_note,
    make_person,
    make_quote,
    make_ready,
    release_three,
)
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def locked(client, guide):
    return sign_in(client, guide)


@pytest.fixture
def client_open(locked, vault):
    return open_in_browser(locked, vault)


def at(actor, name, **keys):
    keys |= {"workspace": actor.workspace.slug, "programme": actor.programme.slug}
    return reverse(f"conversations:{name}", kwargs=keys)


def of(actor, name, conversation, **keys):
    return at(actor, name, conversation_id=conversation.pk, **keys)


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


PLAN = {
    "title": "Kennismaking bij het secretariaat",
    "form": "one_to_one",
    "planned_at": "2026-11-12T14:30",
    "minutes": "60",
    "location": "Gemeentehuis",
    "phase": "explore",
}


class TestList:
    @pytest.mark.parametrize("count", [1, 3])
    def test_a_fixed_number_of_queries(self, locked, guide, count, django_assert_max_num_queries):
        for number in range(count):
            make_conversation(guide, [make_person(guide)], title=f"Gesprek {number}")
        with django_assert_max_num_queries(11):
            page = locked.get(at(guide, "conversation_list"))
        assert page.status_code == 200
        assert text_of(page).count("Marijke de Boer") == count

    def test_empty(self, locked, guide):
        page = text_of(locked.get(at(guide, "conversation_list")))
        assert "Nog geen gesprek" in page
        assert "Plan het eerste gesprek" in page

    def test_filters(self, locked, guide):
        make_conversation(guide, title="Bij het secretariaat")
        gone = make_conversation(guide, title="Bij de griffie")
        commands.cancel_conversation(by=guide, conversation=gone)
        page = text_of(locked.get(at(guide, "conversation_list"), {"state": "cancelled"}))
        assert "Bij de griffie" in page
        assert "Bij het secretariaat" not in page
        page = text_of(locked.get(at(guide, "conversation_list"), {"q": "secretariaat"}))
        assert "Bij de griffie" not in page
        page = text_of(locked.get(at(guide, "conversation_list"), {"q": "niets"}))
        assert "Geen gesprek past hierbij" in page

    def test_pages_by_key(self, locked, guide, monkeypatch):
        monkeypatch.setattr("draagvlak.conversations.queries.conversations.PAGE", 2)
        now = timezone.now()
        for number in range(3):
            make_conversation(guide, title=f"Gesprek {number}", at=now - dt.timedelta(days=number))
        first = text_of(locked.get(at(guide, "conversation_list")))
        assert "Gesprek 1" in first
        assert "Gesprek 2" not in first
        older = re.search(r'href="(\?before=[^"]+)" rel="next"', first)
        second = text_of(locked.get(at(guide, "conversation_list") + older[1]))
        assert "Gesprek 2" in second
        assert "Gesprek 1" not in second
        odd = locked.get(at(guide, "conversation_list"), {"before": "onzin"})
        assert odd.status_code == 200


class TestPlan:
    def test_plan(self, locked, guide):
        person = make_person(guide)
        page = locked.get(at(guide, "conversation_plan"))
        once = re.search(r'name="once" value="([^"]+)"', page.content.decode())[1]
        sent = PLAN | {"people": [str(person.pk)], "once": once}
        answer = locked.post(at(guide, "conversation_plan"), sent)
        conversation = Conversation.objects.get()
        assert answer.status_code == 303
        assert answer["Location"] == of(guide, "conversation_detail", conversation)
        locked.post(at(guide, "conversation_plan"), sent)
        assert Conversation.objects.count() == 1
        detail = text_of(locked.get(answer["Location"]))
        assert "Donderdag 12 november 2026 om 14:30, 60 minuten" in detail
        assert "Marijke de Boer" in detail

    def test_what_is_missing_is_said(self, locked, guide):
        sent = PLAN | {"title": "", "planned_at": "morgen", "minutes": "2"}
        page = locked.post(at(guide, "conversation_plan"), sent)
        assert page.status_code == 422
        text = text_of(page)
        assert "Geef het gesprek een titel." in text
        assert "Dit is geen dag met een tijd." in text
        assert "Een gesprek duurt minstens 5 minuten." in text

    def test_looking_for_people_judges_nothing(self, locked, guide):
        make_person(guide)
        sent = PLAN | {"title": "", "find": "people", "people_find": "boer"}
        page = locked.post(at(guide, "conversation_plan"), sent)
        assert page.status_code == 200
        text = text_of(page)
        assert "Marijke de Boer" in text
        assert "Geef het gesprek een titel." not in text
        assert 'value="Gemeentehuis"' in text

    def test_edit_and_conflict(self, locked, guide):
        conversation = make_conversation(guide)
        url = of(guide, "conversation_edit", conversation)
        assert 'name="version" value="1"' in text_of(locked.get(url))
        assert locked.post(url, PLAN | {"version": "1"}).status_code == 303
        page = locked.post(url, PLAN | {"title": "Heel anders", "version": "1"})
        assert page.status_code == 409
        text = text_of(page)
        assert "Heel anders" in text
        assert "Kennismaking bij het secretariaat" in text
        assert 'name="version" value="2"' in text
        assert locked.post(url, PLAN | {"title": "Heel anders", "version": "2"}).status_code == 303
        assert locked.post(url, PLAN | {"title": "", "version": "3"}).status_code == 422

    def test_cancel_and_undo(self, locked, guide):
        conversation = make_conversation(guide)
        page = locked.post(of(guide, "conversation_cancel", conversation), follow=True)
        undo = of(guide, "conversation_restore", conversation)
        assert f'action="{undo}"' in text_of(page)
        assert "Het gesprek is afgezegd." in text_of(page)
        locked.post(undo)
        assert fresh(conversation).state == "planned"

    def test_held_and_undo(self, locked, guide):
        person = make_person(guide)
        conversation = make_conversation(guide, [person])
        url = of(guide, "conversation_held", conversation)
        page = text_of(locked.get(url))
        assert f'value="{person.pk}" checked' in page
        answer = locked.post(url, {"people": [str(person.pk)]}, follow=True)
        undo = of(guide, "conversation_reopen", conversation)
        assert f'action="{undo}"' in text_of(answer)
        assert fresh(conversation).state == "held"
        locked.post(undo)
        assert fresh(conversation).state == "planned"

    def test_a_refused_act_says_why(self, locked, guide):
        page = locked.post(of(guide, "conversation_restore", make_conversation(guide)))
        assert page.status_code == 403
        assert "Dit gesprek is niet afgezegd." in text_of(page)


class TestQuestions:
    def test_examples_then_own(self, locked, guide):
        page = text_of(locked.get(at(guide, "question_list")))
        assert "Nog geen vragen voor deze fase" in page
        locked.post(at(guide, "question_examples"), {"phase": "explore"})
        locked.post(at(guide, "question_examples"), {"phase": "explore"})
        assert Question.objects.count() == 6
        assert "Wat gaat er goed en zou je niet kwijt willen?" in text_of(
            locked.get(at(guide, "question_list"))
        )
        locked.post(at(guide, "question_add"), {"phase": "explore", "text": "En jij?"})
        assert Question.objects.count() == 7
        answer = locked.post(at(guide, "question_add"), {"phase": "explore", "text": ""})
        assert answer.status_code == 422
        assert "Schrijf de vraag op." in text_of(answer)

    def test_edit_move_remove_restore(self, locked, guide):
        commands.add_questions(by=guide, phase="explore", texts=["Een?", "Twee?"])
        one, two = Question.objects.order_by("position")
        locked.post(at(guide, "question_edit", question_id=one.pk), {"text": "Eén?"})
        wrong = locked.post(at(guide, "question_edit", question_id=one.pk), {"text": "x" * 301})
        assert wrong.status_code == 422
        locked.post(at(guide, "question_move", question_id=two.pk), {"to": "up"})
        page = locked.post(at(guide, "question_remove", question_id=one.pk), follow=True)
        assert "De vraag is verwijderd." in text_of(page)
        assert locked.get(at(guide, "question_edit", question_id=one.pk)).status_code == 404
        locked.post(at(guide, "question_restore", question_id=one.pk))
        found = Question.objects.filter(removed_on=None).order_by("position")
        assert [q.text for q in found] == ["Twee?", "Eén?"]


class TestHold:
    def test_without_a_vault_the_way_leads_there_and_back(self, locked, guide):
        url = of(guide, "conversation_hold", make_conversation(guide))
        answer = locked.get(url)
        assert answer.status_code == 303
        assert "/vault/open/?next=" in answer["Location"]
        answer = locked.get(answer["Location"])
        assert "/vault/make/?next=" in answer["Location"]
        assert url.replace("/", "%2F") in answer["Location"]

    @pytest.mark.usefixtures("vault")
    def test_a_closed_vault_is_opened_first(self, locked, guide):
        answer = locked.get(of(guide, "conversation_hold", make_conversation(guide)))
        assert "/vault/open/?next=" in answer["Location"]

    def test_the_page(self, client_open, guide):
        commands.add_questions(by=guide, phase="explore", texts=["Wat gaat er goed?"])
        conversation = make_conversation(guide, [make_person(guide)])
        page = client_open.get(of(guide, "conversation_hold", conversation))
        assert page.status_code == 200
        assert page["Cache-Control"] == "no-store, private"
        text = text_of(page)
        assert "Wat gaat er goed?" in text
        assert "Marijke de Boer" in text
        assert f'draft-key="note:{conversation.pk}:{guide.user_id}"' in text

    def send(self, client, guide, conversation, text, version, **headers):
        url = of(guide, "conversation_hold", conversation)
        return client.post(url, {"text": text, "version": version}, headers=headers)

    def test_autosave(self, client_open, guide, vault):
        conversation = make_conversation(guide)
        answer = self.send(client_open, guide, conversation, "Hallo\r\n ", 0, **AUTOSAVE)
        assert answer.status_code == 200
        found = json.loads(answer.content)
        assert found == {"version": 1, "saved_at": Note.objects.get().saved_at.isoformat()}
        assert note_text(vault, fresh(conversation), Note.objects.get()) == "Hallo\n "

    def test_autosave_meets_another_tab(self, client_open, guide):
        conversation = make_conversation(guide)
        self.send(client_open, guide, conversation, "Tab een", 0, **AUTOSAVE)
        answer = self.send(client_open, guide, conversation, "Tab twee", 0, **AUTOSAVE)
        assert answer.status_code == 409
        found = json.loads(answer.content)
        assert (found["mine"], found["theirs"], found["version"]) == ("Tab twee", "Tab een", 1)
        page = text_of(client_open.get(of(guide, "conversation_hold", conversation)))
        assert "Er zijn twee versies van je aantekeningen" in page
        assert "Tab een" in page
        assert "Tab twee" in page

    @pytest.mark.usefixtures("vault")
    def test_autosave_behind_a_closed_vault(self, locked, guide):
        answer = self.send(locked, guide, make_conversation(guide), "Hallo", 0, **AUTOSAVE)
        assert (answer.status_code, json.loads(answer.content)) == (423, {"locked": True})
        assert Note.objects.count() == 0

    def test_autosave_of_too_much(self, client_open, guide):
        answer = self.send(
            client_open, guide, make_conversation(guide), "a" * 200_001, 0, **AUTOSAVE
        )
        assert answer.status_code == 422
        assert "200001 tekens lang. Er passen er 200000." in json.loads(answer.content)["message"]

    @pytest.mark.parametrize("version", ["", "x", "-1"])
    def test_autosave_without_a_version(self, client_open, guide, version):
        answer = self.send(
            client_open, guide, make_conversation(guide), "Hallo", version, **AUTOSAVE
        )
        assert answer.status_code == 422
        assert json.loads(answer.content)["message"]

    def test_without_a_script(self, client_open, guide):
        conversation = make_conversation(guide)
        url = of(guide, "conversation_hold", conversation)
        answer = self.send(client_open, guide, conversation, "Tab een", 0)
        assert (answer.status_code, answer["Location"]) == (303, url)
        assert "Je aantekeningen zijn bewaard in je kluis." in text_of(client_open.get(url))
        answer = client_open.post(url, {"text": "Tab een.", "version": 1, "then": "quotes"})
        assert answer["Location"] == of(guide, "quote_make", conversation)
        met = self.send(client_open, guide, conversation, "Tab twee", 1)
        assert met.status_code == 409
        assert "Tab twee" in text_of(met)
        long = self.send(client_open, guide, conversation, "b" * 200_001, 2)
        assert long.status_code == 422
        assert "b" * 200_001 in long.content.decode()
        assert "Je bent niets kwijt" in text_of(long)

    @pytest.mark.usefixtures("vault")
    def test_without_a_script_behind_a_closed_vault(self, locked, guide):
        answer = self.send(locked, guide, make_conversation(guide), "Nog niet bewaard", 0)
        assert answer.status_code == 423
        text = text_of(answer)
        assert "Nog niet bewaard</textarea>" in text
        assert "Je kluis is dicht, dus dit is nog niet bewaard" in text

    @pytest.mark.parametrize(
        ("choice", "left"),
        [("mine", "Twee"), ("theirs", "Een"), ("both", "Een\n\nTwee"), ("?", "Een\n\nTwee")],
    )
    def test_choose_and_undo(self, client_open, guide, vault, choice, left):
        conversation = make_conversation(guide)
        self.send(client_open, guide, conversation, "Een", 0)
        self.send(client_open, guide, conversation, "Twee", 0)
        variant = NoteVariant.objects.get()
        url = of(guide, "note_choose", conversation, variant_id=variant.pk)
        page = client_open.post(url, {"choice": choice}, follow=True)
        assert "Er zijn twee versies" not in text_of(page)
        assert note_text(vault, fresh(conversation), Note.objects.get()) == left
        undo = of(guide, "note_reopen", conversation, variant_id=variant.pk)
        assert f'action="{undo}"' in text_of(page)
        page = client_open.post(undo, follow=True)
        assert "Er zijn twee versies" in text_of(page)

    def test_a_note_that_was_tampered_with_shows_nothing(self, client_open, guide, settings):
        settings.DEBUG = False
        client_open.raise_request_exception = False
        conversation = make_conversation(guide)
        self.send(client_open, guide, conversation, "Geheim", 0)
        note = Note.objects.get()
        sealed = bytearray(note.sealed)
        sealed[20] ^= 1
        Note.objects.update(sealed=bytes(sealed))
        page = client_open.get(of(guide, "conversation_hold", conversation))
        assert page.status_code == 500
        assert "Geheim" not in page.content.decode()


class TestQuotes:
    WORDS = "Straks komt er niemand meer langs bij ons."

    @pytest.fixture
    def conversation(self, guide, vault):
        conversation = make_conversation(guide, [make_person(guide)])
        make_note(guide, vault, conversation)
        return conversation

    def send(self, client, guide, conversation, headers=None, **changes):
        start = NOTES.index(self.WORDS)
        sent = {
            "start": start,
            "end": start + len(self.WORDS),
            "exact": self.WORDS,
            "kind": "worry",
            "speaker": "",
            "goal": "later",
            "title": "",
            "once": str(uuid4()),
        } | changes
        return client.post(of(guide, "quote_make", conversation), sent, headers=headers)

    def test_without_notes_the_way_leads_to_them(self, client_open, guide):
        conversation = make_conversation(guide)
        answer = client_open.get(of(guide, "quote_make", conversation))
        assert answer["Location"] == of(guide, "conversation_hold", conversation)

    def test_the_page(self, client_open, guide, conversation):
        page = client_open.get(of(guide, "quote_make", conversation))
        text = text_of(page)
        assert page["Cache-Control"] == "no-store, private"
        second = NOTES.index("“Straks")
        assert f'data-start="{second}"' in text
        assert "Nog geen uitspraak." in text

    def test_by_place(self, client_open, guide, conversation):
        answer = self.send(client_open, guide, conversation)
        assert answer.status_code == 303
        page = text_of(client_open.get(answer["Location"]))
        start = NOTES.index(self.WORDS)
        assert f'value="{start}:{start + len(self.WORDS)}"' in page
        assert "hoort nog nergens bij" in page

    def test_by_pasting(self, client_open, guide, conversation):
        pasted = "straks".capitalize() + " komt er niemand\r\nmeer langs bij ons."
        answer = self.send(client_open, guide, conversation, start="", end="", exact=pasted)
        assert answer.status_code == 303
        page = text_of(client_open.get(answer["Location"]))
        assert f"“{self.WORDS}”" in page

    def test_a_place_that_moved_is_found_by_its_words(self, client_open, guide, conversation):
        answer = self.send(client_open, guide, conversation, start="0", end="20")
        page = text_of(client_open.get(answer["Location"]))
        assert f"“{self.WORDS}”" in page

    def test_words_that_are_not_there(self, client_open, guide, conversation):
        answer = self.send(client_open, guide, conversation, start="", end="", exact="Nee hoor.")
        assert answer.status_code == 422
        assert "Deze woorden staan niet in de aantekeningen." in text_of(answer)
        answer = self.send(client_open, guide, conversation, start="", end="", exact="")
        assert "Kies eerst een passage in de tekst" in text_of(answer)
        assert RawQuote.objects.count() == 0

    def test_what_is_missing_is_said(self, client_open, guide, conversation):
        answer = self.send(client_open, guide, conversation, kind="", goal="")
        text = text_of(answer)
        assert answer.status_code == 422
        assert "Kies wat je hoort: een zorg of een wens." in text
        assert "Kies een zorg of wens, een nieuwe, of later." in text
        answer = self.send(client_open, guide, conversation, goal="new")
        assert "in je eigen woorden" in text_of(answer)
        assert self.send(client_open, guide, conversation, goal="onzin").status_code == 422
        assert self.send(client_open, guide, conversation, start="x").status_code == 422

    def test_a_new_concern_with_its_speaker(self, client_open, guide, conversation):
        person = conversation.participants.get().person
        answer = self.send(
            client_open,
            guide,
            conversation,
            goal="new",
            title="Contact houden",
            speaker=str(person.pk),
        )
        assert answer.status_code == 303
        concern = Concern.objects.get()
        assert (concern.title, concern.voices) == ("Contact houden", 1)
        page = text_of(client_open.get(answer["Location"]))
        assert "Contact houden" in page
        assert "Marijke de Boer" in page

    def test_a_title_in_the_speakers_words_comes_back(self, client_open, guide, conversation):
        answer = self.send(client_open, guide, conversation, goal="new", title=self.WORDS)
        assert answer.status_code == 422
        assert "Zeg het in je eigen woorden." in text_of(answer)
        assert Concern.objects.count() == 0

    def test_looking_shows_similar_concerns(self, client_open, guide, vault, conversation):
        make_quote(guide, vault, conversation, goal=Goal(title="Niemand komt nog langs"))
        answer = self.send(client_open, guide, conversation, step="look", kind="")
        assert answer.status_code == 200
        text = text_of(answer)
        assert "Niemand komt nog langs" in text
        assert "lijkt er" in text
        assert "1 stem" in text
        part = self.send(
            client_open,
            guide,
            conversation,
            {"HX-Request": "true", "HX-Target": "div#similar"},
            step="look",
        )
        assert "<h1" not in part.content.decode()
        assert "Niemand komt nog langs" in text_of(part)

    def test_joining_a_similar_concern(self, client_open, guide, vault, conversation):
        make_quote(guide, vault, conversation, goal=Goal(title="Niemand komt nog langs"))
        concern = Concern.objects.get()
        self.send(client_open, guide, conversation, goal=str(concern.pk))
        concern.refresh_from_db()
        assert concern.voices == 2

    def test_a_concern_of_elsewhere_is_not_found(self, client_open, guide, conversation):
        elsewhere = make_member()
        concern = raise_concern(by=elsewhere, kind="worry", title="Elders")
        answer = self.send(client_open, guide, conversation, goal=str(concern.pk))
        assert answer.status_code == 404
        assert RawQuote.objects.count() == 0

    def test_with_a_script_the_list_and_a_fresh_form_come_back(
        self, client_open, guide, conversation
    ):
        headers = {"HX-Request": "true", "HX-Target": "form#quote-form"}
        once = str(uuid4())
        answer = self.send(client_open, guide, conversation, headers, once=once)
        assert answer.status_code == 200
        assert answer["HX-Trigger"] == "quotes:changed"
        text = text_of(answer)
        assert "<h1" not in text
        assert f"“{self.WORDS}”" in text
        assert f'name="once" value="{once}"' not in text
        wrong = self.send(client_open, guide, conversation, headers, kind="")
        assert wrong.status_code == 422
        assert "<h1" not in text_of(wrong)

    def test_a_retry_does_not_double(self, client_open, guide, conversation):
        once = str(uuid4())
        self.send(client_open, guide, conversation, once=once)
        self.send(client_open, guide, conversation, once=once)
        assert RawQuote.objects.count() == 1
        assert (
            self.send(client_open, guide, conversation, once=once, kind="wish").status_code == 409
        )

    def test_edit_remove_restore(self, client_open, guide, vault, conversation):
        quote = make_quote(guide, vault, conversation)
        url = of(guide, "quote_edit", conversation, quote_id=quote.pk)
        assert self.WORDS in text_of(client_open.get(url))
        sent = {
            "kind": "wish",
            "speaker": "",
            "goal": "new",
            "title": "Contact houden",
            "version": "1",
        }
        assert client_open.post(url, sent).status_code == 303
        assert Concern.objects.get().kind == "wish"
        stale = client_open.post(url, sent | {"title": "Anders"})
        assert stale.status_code == 422
        assert "wijzigde deze uitspraak intussen" in text_of(stale)
        assert client_open.post(url, sent | {"goal": ""}).status_code == 422
        gone = of(guide, "quote_remove", conversation, quote_id=quote.pk)
        page = client_open.post(gone, follow=True)
        undo = of(guide, "quote_restore", conversation, quote_id=quote.pk)
        assert f'action="{undo}"' in text_of(page)
        assert client_open.post(gone).status_code == 404
        assert client_open.get(url).status_code == 404
        client_open.post(undo)
        assert client_open.get(url).status_code == 200

    def test_words_that_are_gone_are_said_to_be(self, client_open, guide, vault, conversation):
        make_quote(guide, vault, conversation)
        make_note(guide, vault, fresh(conversation), "Heel iets anders.")
        page = text_of(client_open.get(of(guide, "quote_make", conversation)))
        assert "staat niet meer in de tekst" in page
        assert self.WORDS in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_fixed_number_of_queries(  # noqa: PLR0917 fixtures
        self, client_open, guide, vault, conversation, count, django_assert_max_num_queries
    ):
        for _number in range(count):
            make_quote(guide, vault, conversation, goal=Goal(title="Contact"))
        with django_assert_max_num_queries(20):
            page = client_open.get(of(guide, "quote_make", conversation))
        assert page.status_code == 200


class TestRelease:
    def test_the_whole_way(self, client_open, guide, vault):
        person = make_person(guide)
        conversation = make_conversation(guide, [person])
        quote = make_quote(
            guide, vault, conversation, speaker=person, goal=Goal(title="Contact houden")
        )
        url = at(guide, "quote_prepare", quote_id=quote.pk)
        assert "Straks komt er niemand" in text_of(client_open.get(url))
        sent = {
            "version": "1",
            "paraphrase": "Straks komt er niemand meer bij ons kijken.",
            "consent": "approved",
            "on": timezone.localdate().isoformat(),
        }
        wrong = client_open.post(url, sent)
        assert wrong.status_code == 422
        assert "5 woorden achter elkaar zijn van de spreker zelf." in text_of(wrong)
        sent["paraphrase"] = "Het contact kan minder worden."
        assert client_open.post(url, sent).status_code == 303
        assert client_open.post(url, sent).status_code == 422
        assert client_open.post(url, sent | {"on": "gisteren"}).status_code == 422
        release = at(guide, "quote_release")
        page = text_of(client_open.get(release))
        assert "1 uitspraak is klaar, van 1 spreker." in page
        few = client_open.post(release, {"quote": [str(quote.pk)]})
        assert few.status_code == 422
        assert "zijn te weinig" in text_of(few)
        client_open.post(url, sent | {"version": "2", "now": "on"})
        done = client_open.post(release, {"quote": [str(quote.pk)]}, follow=True)
        assert "1 uitspraak is vrijgegeven." in text_of(done)
        assert ReleasedQuote.objects.get().text == "Het contact kan minder worden."

    def test_nothing_yet(self, client_open, guide):
        assert "Er zijn nog geen uitspraken" in text_of(client_open.get(at(guide, "quote_release")))
        assert client_open.post(at(guide, "quote_release"), {}).status_code == 422

    def test_a_released_quote_is_left_alone(self, client_open, guide, vault):
        release_three(guide, vault)
        quote = RawQuote.objects.first()
        page = text_of(client_open.get(at(guide, "quote_prepare", quote_id=quote.pk)))
        assert "Deze uitspraak is vrijgegeven." in page

    @pytest.mark.parametrize(
        "role", [Role.SPONSOR, Role.PROJECT_LEAD, Role.EMPLOYEE, Role.WORKS_COUNCIL]
    )
    def test_everybody_reads_what_was_released(self, guide, vault, role):
        made = release_three(guide, vault)[0]
        reader = make_member(made.programme, role)
        client = sign_in(Client(), reader)
        page = text_of(client.get(at(reader, "released_list")))
        assert page.count("Het contact met collega&#x27;s kan minder worden.") == 3
        url = at(reader, "released_detail", released_id=made.pk)
        assert "Wat ermee is gebeurd" in text_of(client.get(url))
        withdraw = at(reader, "released_withdraw", released_id=made.pk)
        assert client.post(withdraw).status_code == 403

    def test_a_supplier_reads_what_is_about_the_software(self, guide, vault):
        made = release_three(guide, vault)
        ReleasedQuote.objects.filter(pk=made[0].pk).update(about_software=True)
        supplier = make_member(made[0].programme, Role.SUPPLIER)
        client = sign_in(Client(), supplier)
        page = text_of(client.get(at(supplier, "released_list")))
        assert page.count("kan minder worden.") == 1
        seen = client.get(at(supplier, "released_detail", released_id=made[0].pk))
        assert "Het hoort bij geen zorg of wens die jij kunt zien." in text_of(seen)
        hidden = client.get(at(supplier, "released_detail", released_id=made[1].pk))
        assert hidden.status_code == 404

    def test_withdraw_and_undo(self, locked, guide, vault):
        made = release_three(guide, vault)[0]
        url = at(guide, "released_withdraw", released_id=made.pk)
        page = locked.post(url, follow=True)
        assert "De uitspraak is ingetrokken." in text_of(page)
        assert locked.get(at(guide, "released_detail", released_id=made.pk)).status_code == 404
        undo = at(guide, "released_restore", released_id=made.pk)
        assert f'action="{undo}"' in text_of(page)
        locked.post(undo)
        assert locked.get(at(guide, "released_detail", released_id=made.pk)).status_code == 200

    def test_what_was_said_on_a_concern(self, client_open, guide, vault):
        quote, person = make_ready(guide, vault, "Jan Vos")
        concern = Concern.objects.get()
        page = text_of(client_open.get(at(guide, "concern_quotes", concern_id=concern.pk)))
        assert "Straks komt er niemand meer langs bij ons." in page
        assert person.name in page
        commands.remove_quote(
            by=guide, vault=vault, conversation=fresh(quote.conversation), quote=quote
        )
        page = text_of(client_open.get(at(guide, "concern_quotes", concern_id=concern.pk)))
        assert "Hier ligt geen uitspraak van jou achter" in page


class TestSharing:
    def test_share_and_stop(self, client_open, guide, vault):
        conversation = make_conversation(guide)
        make_note(guide, vault, conversation)
        other = make_member(conversation.programme, Role.CO_GUIDE)
        theirs = make_vault(other)
        reader = open_in_browser(sign_in(Client(), other), theirs)
        detail = text_of(reader.get(of(other, "conversation_detail", conversation)))
        assert "Kennismaking" in detail
        for name in ("conversation_hold", "quote_make"):
            page = reader.get(of(other, name, conversation))
            assert page.status_code == 403
            assert "niet met je gedeeld" in text_of(page)
        key = confirmed_keyring(other).pk
        page = client_open.get(of(guide, "conversation_share", conversation))
        add = of(guide, "reader_add", conversation, keyring_id=key)
        assert add in text_of(page)
        page = client_open.post(add, follow=True)
        assert "kan nu meelezen." in text_of(page)
        assert "Straks komt er niemand" in text_of(
            reader.get(of(other, "quote_make", conversation))
        )
        assert reader.get(of(other, "conversation_hold", conversation)).status_code == 200
        client_open.post(of(guide, "reader_remove", conversation, keyring_id=key))
        assert reader.get(of(other, "quote_make", conversation)).status_code == 403

    def test_a_stranger_cannot_be_chosen(self, client_open, guide, vault):
        conversation = make_conversation(guide)
        make_note(guide, vault, conversation)
        stranger = make_member()
        make_vault(stranger)
        key = confirmed_keyring(stranger).pk
        url = of(guide, "reader_add", conversation, keyring_id=key)
        assert client_open.post(url).status_code == 404


class TestWhoMayNot:
    ROUTES = (
        "conversation_list",
        "conversation_plan",
        "question_list",
        "quote_release",
    )

    @pytest.mark.parametrize("role", [r for r in Role if r not in (Role.GUIDE, Role.CO_GUIDE)])
    def test_other_roles_read_that_they_may_not(self, guide, vault, role):
        conversation = make_conversation(guide)
        make_note(guide, vault, conversation)
        quote = make_quote(guide, vault, conversation)
        member = make_member(conversation.programme, role)
        client = sign_in(Client(), member)
        urls = [at(member, name) for name in self.ROUTES]
        urls += [
            of(member, name, conversation)
            for name in (
                "conversation_detail",
                "conversation_hold",
                "conversation_share",
                "quote_make",
            )
        ]
        urls += [at(member, "quote_prepare", quote_id=quote.pk)]
        for url in urls:
            page = client.get(url)
            assert page.status_code == 403, url
            assert "Straks" not in page.content.decode()

    def test_an_outsider_finds_nothing(self, guide, vault):
        conversation = make_conversation(guide)
        make_note(guide, vault, conversation)
        client = sign_in(Client(), make_member())
        for name in ("conversation_detail", "conversation_hold", "quote_make"):
            assert client.get(of(guide, name, conversation)).status_code == 404

    def test_a_foreign_id_in_the_own_address_finds_nothing(self, client_open, guide):
        stranger = make_member()
        vault = make_vault(stranger)
        conversation = make_conversation(stranger)
        make_note(stranger, vault, conversation)
        quote = make_quote(stranger, vault, conversation)
        for name in ("conversation_detail", "conversation_hold", "quote_make", "conversation_edit"):
            assert client_open.get(of(guide, name, conversation)).status_code == 404
        assert client_open.get(at(guide, "quote_prepare", quote_id=quote.pk)).status_code == 404
        own = make_conversation(guide)
        url = of(guide, "quote_edit", own, quote_id=quote.pk)
        assert client_open.get(url).status_code == 404

    def test_every_act_is_a_post(self, client_open, guide):
        conversation = make_conversation(guide)
        for name in ("conversation_cancel", "conversation_restore", "conversation_reopen"):
            assert client_open.get(of(guide, name, conversation)).status_code == 405

    def test_all_routes_stand_in_the_table(self):
        mine = {key for key, _route in ROUTES.items() if key.startswith("conversations:")}
        assert len(mine) == 46


def test_no_word_stays_in_a_session_or_cookie(client_open, guide, vault):
    conversation = make_conversation(guide)
    url = of(guide, "conversation_hold", conversation)
    client_open.post(url, {"text": "Kanarievogel zingt.", "version": 0})
    client_open.post(
        of(guide, "quote_make", conversation),
        {"exact": "Kanarievogel zingt.", "kind": "wish", "goal": "later", "once": str(uuid4())},
    )
    assert RawQuote.objects.count() == 1
    kept = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    kept += " ".join(str(morsel.value) for morsel in client_open.cookies.values())
    assert "anarie" not in kept
