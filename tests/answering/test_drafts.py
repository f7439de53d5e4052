"""A draft of an answer, asked of who decides: asked, written, refused, taken back, used."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from draagvlak.answering.commands import (
    DraftWords,
    ask_draft,
    refuse_draft,
    use_draft,
    withdraw_draft,
    write_draft,
)
from draagvlak.answering.models import AskedDraft
from draagvlak.answering.queries import draft_news, drafts
from draagvlak.concerns.commands import merge_concerns, set_owner
from draagvlak.concerns.models import Answer, Concern
from draagvlak.contributions.commands import Goal
from draagvlak.core.models import AuditEvent, UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.undo import outlook, take_back
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_answered, make_concern, make_group, make_understood
from tests.factories.contributions import make_entrance, speak, tie
from tests.factories.measures import give_answer, membership_of
from tests.factories.places import make_member, make_user, sign_in
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db
State = AskedDraft.State
WORDS = DraftWords("Wie wil, leest op papier.", "Rust telt zwaarder.", "Vanaf 1 januari")


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def client_of(guide):
    return member(guide, Role.SPONSOR, "Marjolein Horst")


def member(guide, role, name="Joke van Dam"):
    return make_member(Programme.objects.get(pk=guide.programme_id), role, user=make_user(name))


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


def ask(guide, asked, concern=None, days=5, **more):
    concern = concern or make_understood(guide, "Papier is prettig")
    return ask_draft(
        by=guide, concern=concern, asked=membership_of(asked), due_on=day(days), **more
    )


def write(asked, draft, words=WORDS):
    return write_draft(by=asked, draft=draft, words=words, version=draft.version)


def fresh(draft):
    return AskedDraft.objects.select_related("concern__owner", "asked__user").get(pk=draft.pk)


def merge(guide, kept, gone):
    versions = (kept.version, gone.version)
    merge_concerns(by=guide, kept=kept, gone=gone, versions=versions)


def words(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(plain).split())


def look(actor, route="draft_list", query="", status=200, **keys):
    answer = sign_in(Client(), actor).get(to(actor, f"answering:{route}", **keys) + query)
    assert answer.status_code == status
    return words(answer)


def test_from_asking_to_the_answer(guide, client_of):
    concern = make_understood(guide, "Papier is prettig")
    web, decider = sign_in(Client(), guide), sign_in(Client(), client_of)
    page = web.get(to(guide, "answering:draft_ask", concern_id=concern.pk))
    assert "Marjolein Horst (opdrachtgever)" in words(page)

    sent = {"asked": membership_of(client_of).pk, "due_on": day(5), "question": "Voor de zomer?"}
    asked = web.post(to(guide, "answering:draft_ask", concern_id=concern.pk), sent)
    assert asked.status_code == 303
    draft = AskedDraft.objects.get()

    own = words(decider.get(to(client_of, "answering:draft_list")))
    assert "Aan jou is 1 conceptantwoord gevraagd." in own
    assert "Aan jou gevraagd" in own
    address = to(client_of, "answering:draft_write", draft_id=draft.pk)
    assert "De begeleider vraagt: Voor de zomer?" in words(decider.get(address))
    short = decider.post(address, {"text": "ok", "reasons": "", "version": 1})
    assert short.status_code == 422
    said = {"text": WORDS.text, "reasons": WORDS.reasons, "what_happens": "", "version": 1}
    assert decider.post(address, said).status_code == 303

    ready = to(guide, "answering:draft_answer", draft_id=draft.pk)
    assert "Marjolein Horst schreef dit." in words(web.get(ready))
    final = {**said, "text": "Wie dat wil, leest op papier.", "decided_by": "Marjolein Horst"}
    used = web.post(ready, {**final, "version": 2})
    assert (
        used["Location"] == to(guide, "concerns:concern_detail", concern_id=concern.pk) + "#answers"
    )
    answer = Answer.objects.get()
    assert (answer.text, answer.decided_by, answer.reasons) == (
        "Wie dat wil, leest op papier.", "Marjolein Horst", "Rust telt zwaarder."
    )  # fmt: skip
    assert Concern.objects.get(pk=concern.pk).state == "answered"
    assert fresh(draft).state == State.USED
    verbs = AuditEvent.objects.filter(verb__startswith="answering.").order_by("at")
    assert list(verbs.values_list("verb", flat=True)) == [
        "answering.draft_asked", "answering.draft_written", "answering.draft_used"
    ]  # fmt: skip


def test_who_is_asked_reads_what_is_released_and_nobodys_name(guide, client_of):
    vault = make_vault(guide)
    group = make_group(guide, "Raadsleden")
    concern = make_understood(guide, "Papier is prettig", groups=[group.pk])
    door = make_entrance(guide)
    for way, name in (("named", "Els Bos"), ("confidential", "Ria Mol")):
        tie(guide, vault, speak(door, way=way, name=name).contribution, Goal(concern))
    concern.refresh_from_db()
    draft = ask(guide, client_of, concern)

    page = look(client_of, "draft_write", draft_id=draft.pk)

    assert "2 stemmen · Raadsleden" in page
    assert "Hier staat alleen wat is vrijgegeven." in page
    assert "Els Bos" not in page
    assert "Ria Mol" not in page


def test_only_guides_and_the_lead_ask_and_only_who_decides_is_asked(guide, client_of):
    concern = make_understood(guide, "Papier is prettig")
    employee = member(guide, Role.EMPLOYEE, "Piet Smit")
    with pytest.raises(Refused, match="vragen concepten"):
        ask(client_of, guide, concern)
    with pytest.raises(Refused, match="Kies iemand die beslist"):
        ask(guide, employee, concern)
    with pytest.raises(Refused, match="zelf geven"):
        ask(guide, guide, concern)
    owned = set_owner(
        by=guide, concern=concern, owner=membership_of(employee), version=concern.version
    )
    assert ask(guide, employee, owned).state == State.ASKED
    labels = [label for _key, label in drafts.decider_choices(guide, owned)]
    assert labels == ["Piet Smit (medewerker)", "Marjolein Horst (opdrachtgever)"]


def test_nothing_is_asked_without_a_cause_after_an_answer_or_twice(guide, client_of):
    with pytest.raises(Refused, match="eerst een oorzaak"):
        ask(guide, client_of, make_concern(guide, "Zonder oorzaak"))
    with pytest.raises(Refused, match="al een antwoord"):
        ask(guide, client_of, make_answered(guide, "Met antwoord"))
    draft = ask(guide, client_of)
    with pytest.raises(Refused, match="al een concept gevraagd"):
        ask(guide, client_of, draft.concern)


def test_only_who_was_asked_writes_and_as_often_as_they_like(guide, client_of):
    draft = ask(guide, client_of)
    with pytest.raises(Refused, match="aan iemand anders gevraagd"):
        write(guide, draft)
    with pytest.raises(Refused, match="Schrijf op waarom"):
        write(client_of, draft, DraftWords("Wie wil, leest op papier.", ""))
    draft = write(client_of, draft)
    draft = write(client_of, draft, DraftWords("Iedereen leest op papier.", "Rust telt."))
    assert (draft.text, draft.state) == ("Iedereen leest op papier.", State.WRITTEN)


def test_two_windows_do_not_overwrite_each_other(guide, client_of):
    draft = ask(guide, client_of)
    write(client_of, fresh(draft))
    with pytest.raises(EditConflict):
        write(client_of, draft)
    web = sign_in(Client(), client_of)
    mine = {"text": "Mijn andere woorden.", "reasons": "Een reden.", "version": 1}
    page = web.post(to(client_of, "answering:draft_write", draft_id=draft.pk), mine)
    assert page.status_code == 409
    assert "Mijn andere woorden. Een reden." in words(page)
    assert "Wie wil, leest op papier. Rust telt zwaarder." in words(page)
    assert 'name="version" value="2"' in page.content.decode()


def test_a_refusal_has_reasons_and_lets_the_guide_ask_somebody_else(guide, client_of):
    draft = ask(guide, client_of)
    with pytest.raises(Refused, match="Schrijf op waarom niet"):
        refuse_draft(by=client_of, draft=draft, because=" ", version=1)
    web = sign_in(Client(), client_of)
    address = to(client_of, "answering:draft_refuse", draft_id=draft.pk)
    assert web.post(address, {"because": "", "version": 1}).status_code == 422
    assert web.post(address, {"because": "Het college beslist.", "version": 1}).status_code == 303
    with pytest.raises(Refused, match="Dat zei je al"):
        refuse_draft(by=client_of, draft=fresh(draft), because="Nee", version=2)
    assert "Waarom niet: Het college beslist." in look(guide)
    lead = member(guide, Role.PROJECT_LEAD, "Sanne Lind")
    assert ask(guide, lead, fresh(draft).concern).state == State.ASKED
    with pytest.raises(Refused, match="al een concept gevraagd"):
        write(client_of, fresh(draft))


def test_a_refusal_and_a_withdrawal_can_be_taken_back(guide, client_of):
    draft = ask(guide, client_of)
    refuse_draft(by=client_of, draft=draft, because="Te druk", version=draft.version)
    take_back(by=client_of, undo=UndoRecord.objects.get())
    assert (fresh(draft).state, fresh(draft).refusal) == (State.ASKED, "")

    write(client_of, fresh(draft))
    withdraw_draft(by=guide, draft=fresh(draft))
    assert fresh(draft).state == State.WITHDRAWN
    take_back(by=guide, undo=UndoRecord.objects.get(taken_on=None))
    assert (fresh(draft).state, fresh(draft).text) == (State.WRITTEN, WORDS.text)


def test_a_withdrawal_stays_when_something_else_was_asked_since(guide, client_of):
    draft = ask(guide, client_of)
    withdraw_draft(by=guide, draft=draft)
    ask(guide, client_of, draft.concern)
    undo = UndoRecord.objects.get()
    assert (
        str(outlook(guide, undo).verdict.reason)
        == "Met dit concept is sindsdien iets anders gebeurd."
    )
    with pytest.raises(Refused):
        withdraw_draft(by=guide, draft=fresh(draft))
    with pytest.raises(Refused, match="vragen concepten"):
        withdraw_draft(by=client_of, draft=fresh(draft))


def test_an_answer_without_the_draft_lets_it_pass(guide, client_of):
    draft = ask(guide, client_of)
    give_answer(guide, draft.concern)
    assert fresh(draft).state == State.PASSED
    with pytest.raises(Refused, match="niet meer nodig"):
        write(client_of, fresh(draft))
    assert "Er is geen concept gevraagd" in look(client_of)
    assert "Beantwoord zonder dit" in look(client_of, query="?show=earlier")


def test_only_what_was_written_is_used_and_only_by_who_keeps_answers(guide, client_of):
    draft = ask(guide, client_of)
    with pytest.raises(Refused, match="geen concept om te gebruiken"):
        use_draft(by=guide, draft=draft, words=WORDS, decided_by="Marjolein Horst", version=1)
    draft = fresh(write(client_of, draft))
    with pytest.raises(Refused, match="maken van een concept het antwoord"):
        use_draft(by=client_of, draft=draft, words=WORDS, decided_by="Marjolein Horst", version=2)
    with pytest.raises(Refused):
        use_draft(by=guide, draft=draft, words=WORDS, decided_by=" ", version=2)
    assert fresh(draft).state == State.WRITTEN


def test_words_that_were_written_anew_are_read_before_they_are_the_answer(guide, client_of):
    draft = write(client_of, ask(guide, client_of))
    web = sign_in(Client(), guide)
    address = to(guide, "answering:draft_answer", draft_id=draft.pk)
    sent = {"text": WORDS.text, "reasons": WORDS.reasons, "what_happens": ""}
    sent |= {"decided_by": "Marjolein Horst", "version": draft.version}
    anew = DraftWords("Toch alles op het scherm.", "Het archief vraagt dat.")
    newer = write(client_of, fresh(draft), anew)

    met = web.post(address, sent)
    assert met.status_code == 409
    assert "Toch alles op het scherm." in words(met)
    assert f'name="version" value="{newer.version}"' in met.content.decode()
    assert not Answer.objects.exists()
    assert fresh(draft).state == State.WRITTEN

    assert web.post(address, {**sent, "version": newer.version}).status_code == 303
    assert Answer.objects.get().text == WORDS.text


def test_who_is_asked_is_reminded_on_the_desk_and_in_the_digest(guide, client_of):
    draft = ask(guide, client_of, days=2)
    found, count = draft_news.waiting(client_of, 5)
    assert (count, found[0].note) == (1, "Aan jou is een conceptantwoord gevraagd.")
    assert [one.text for one in draft_news.lines(client_of, day(-1))] == [
        "Aan jou is een conceptantwoord gevraagd: Papier is prettig (over 2 dagen)"
    ]
    AskedDraft.objects.update(due_on=day(-3))
    line = draft_news.lines(client_of, day(-1))[0]
    assert (line.kind, line.text) == (
        "late", "Jouw concept is te laat: Papier is prettig (3 dagen te laat)"
    )  # fmt: skip
    assert draft_news.waiting(guide, 5) == ([], 0)
    write(client_of, fresh(draft))
    assert draft_news.waiting(client_of, 5) == ([], 0)
    assert draft_news.waiting(guide, 5)[0][0].title == "Er kwam 1 conceptantwoord binnen"
    assert [one.text for one in draft_news.lines(guide, day(-1))] == [
        "Er is een concept voor: Papier is prettig"
    ]


def test_the_page_of_the_concern_says_what_is_asked_to_whom_it_concerns(guide, client_of):
    concern = make_understood(guide, "Papier is prettig")
    other = member(guide, Role.EMPLOYEE, "Piet Smit")

    def panel(actor):
        web = sign_in(Client(), actor)
        return words(web.get(to(actor, "concerns:concern_detail", concern_id=concern.pk)))

    assert "Er is nog niemand om een concept gevraagd." in panel(guide)
    ask(guide, client_of, concern)
    assert "Gevraagd aan Marjolein Horst" in panel(guide)
    assert "Aan jou gevraagd" in panel(client_of)
    assert "Conceptantwoord" not in panel(other)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_fixed_number_of_statements(
    guide, client_of, rows, django_assert_num_queries
):
    for number in range(rows):
        ask(guide, client_of, make_understood(guide, f"Zorg {number}"))
    with django_assert_num_queries(1):
        assert len(drafts.draft_page(guide, "", earlier=False).rows) == rows


def test_the_list_goes_on_by_key(guide, client_of, monkeypatch):
    monkeypatch.setattr(drafts, "PAGE", 2)
    for number in range(3):
        ask(guide, client_of, make_understood(guide, f"Zorg {number}"), days=number + 1)
    first = drafts.draft_page(guide, "", earlier=False)
    second = drafts.draft_page(guide, first.after, earlier=False)
    assert [row.title for row in (*first.rows, *second.rows)] == ["Zorg 0", "Zorg 1", "Zorg 2"]
    assert second.after == ""


def test_others_and_outsiders_find_no_draft(guide, client_of):
    draft = ask(guide, client_of)
    other = member(guide, Role.KEY_USER, "Piet Smit")
    for route in ("draft_write", "draft_refuse"):
        look(other, route, status=404, draft_id=draft.pk)
    stranger = make_member()
    mine = ask(stranger, make_member(
        Programme.objects.get(pk=stranger.programme_id), Role.SPONSOR, user=make_user("Bo Vis")
    ))  # fmt: skip
    web = sign_in(Client(), guide)
    for route in ("draft_write", "draft_refuse", "draft_answer"):
        assert web.get(to(guide, f"answering:{route}", draft_id=mine.pk)).status_code == 404
    assert web.post(to(guide, "answering:draft_withdraw", draft_id=mine.pk)).status_code == 404
    ask_there = to(guide, "answering:draft_ask", concern_id=mine.concern_id)
    assert web.get(ask_there).status_code == 404


def test_a_draft_goes_along_when_concerns_merge_and_comes_back(guide, client_of):
    draft = ask(guide, client_of, make_understood(guide, "Papier leest beter"))
    kept = make_understood(guide, "Papier is prettig")

    merge(guide, kept, draft.concern)
    assert fresh(draft).concern_id == kept.pk
    assert "Papier is prettig" in look(client_of)

    take_back(by=guide, undo=UndoRecord.objects.get())
    assert fresh(draft).concern_id == draft.concern_id


def test_of_two_drafts_that_of_the_concern_that_goes_on_stays(guide, client_of):
    draft = ask(guide, client_of, make_understood(guide, "Papier leest beter"))
    own = ask(guide, client_of)

    merge(guide, own.concern, draft.concern)

    assert [row.id for row in drafts.draft_page(guide, "", earlier=False).rows] == [own.pk]
