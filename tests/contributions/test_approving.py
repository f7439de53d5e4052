"""A guide asks whether others may read a quote; who spoke says yes, other words, or no."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from draagvlak.contributions import commands
from draagvlak.contributions.commands import Answer, Goal, WordsChanged
from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries.following import thread_of
from draagvlak.contributions.queries.outgoing import outgoing_quotes
from draagvlak.contributions.queries.threads import Why
from draagvlak.conversations.commands import (
    ApprovalChanged,
    release_quotes,
    restore_released,
    withdraw_released,
)
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.conversations.queries.released import visible_released
from draagvlak.conversations.states import ReleaseState
from draagvlak.core.command import RepeatedDifferently
from draagvlak.core.ids import uuid4
from draagvlak.core.models import AuditEvent
from draagvlak.core.outbox import deliver_all
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_concern
from tests.factories.contributions import answer, approval, ask, make_entrance, quote, speak
from tests.factories.conversations import make_ready
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser

pytestmark = pytest.mark.django_db
TEXT = "Van een scherm word ik moe. En de stukken komen te laat."
PASSAGE = "Van een scherm word ik moe."
WORDS = "Lezen op papier geeft meer rust."


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


@pytest.fixture
def concern(guide):
    return make_concern(guide, "Rustig kunnen lezen")


@pytest.fixture
def spoken(guide, vault):
    return speak(make_entrance(guide), TEXT)


@pytest.fixture
def key(guide, vault, spoken, concern):
    return quote(guide, vault, spoken, PASSAGE, Goal(concern))


@pytest.fixture
def asked(guide, vault, spoken, key):
    return ask(guide, vault, spoken, key)


@pytest.fixture
def web(guide, vault, client):
    return open_in_browser(sign_in(client, guide), vault)


def words(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(plain).split())


def release(guide, vault, *marks, quotes=()):
    return release_quotes(by=guide, vault=vault, quotes=list(quotes), others=list(marks))


def send(client, spoken, asked, choice, **more):
    sent = {
        "present": spoken.receipt,
        "question": asked.question,
        "shown": asked.asked_words,
        "answer": choice,
        **more,
    }
    return client.post(reverse("speak_approve", kwargs={"space": spoken.space}), sent)


def open_thread(client, spoken):
    here = reverse("speak_follow", kwargs={"space": spoken.space})
    return client.post(here, {"receipt": spoken.receipt})


def test_a_quote_begins_in_the_vault_and_waits_once_it_is_asked(guide, vault, spoken, key):
    assert approval(guide, vault, spoken, key).state is ReleaseState.RAW
    asked = ask(guide, vault, spoken, key)
    assert (asked.state, asked.words) == (ReleaseState.WAITING, WORDS)
    with pytest.raises(Refused, match="Een uitspraak gaat pas naar buiten met"):
        release(guide, vault, asked.mark)
    assert not ReleasedQuote.objects.exists()


def test_agreed_and_not_to_wait_it_goes_out_and_belongs_to_the_concern(
    guide, vault, spoken, asked, concern
):
    agreed = answer(spoken, asked, now=True)
    (made,) = release(guide, vault, agreed.mark)
    assert (made.text, made.concern_id, made.released_on) == (
        WORDS,
        concern.pk,
        timezone.localdate(),
    )
    assert list(visible_released(guide)) == [made]
    assert thread_of(spoken.holder).approvals[0].state is ReleaseState.RELEASED
    concern.refresh_from_db()
    assert concern.voices == 1
    with pytest.raises(Refused):
        release(guide, vault, agreed.mark)
    assert ReleasedQuote.objects.count() == 1


def test_it_goes_along_with_three_speakers_of_conversations(guide, vault, spoken, asked):
    agreed = answer(spoken, asked)
    with pytest.raises(Refused, match="van 0 verschillende sprekers"):
        release(guide, vault, agreed.mark)
    rows = [make_ready(guide, vault, name)[0] for name in ("Jan Vos", "Els Bos", "Ria Mol")]
    with pytest.raises(Refused, match="van 2 verschillende sprekers"):
        release(guide, vault, agreed.mark, quotes=rows[:2])
    assert len(release(guide, vault, agreed.mark, quotes=rows)) == 4


def test_who_is_known_counts_and_counts_once(guide, vault, concern):
    door, marks = make_entrance(guide), []
    for name in ("Els Bos", "els bos", "Jan Vos", "Ria Mol"):
        one = speak(door, TEXT, way="confidential", name=name)
        key = quote(guide, vault, one, PASSAGE, Goal(concern))
        marks.append(answer(one, ask(guide, vault, one, key)).mark)
    with pytest.raises(Refused, match="van 2 verschillende sprekers"):
        release(guide, vault, *marks[:3])
    assert len(release(guide, vault, *marks)) == 4


def test_other_words_are_then_the_text(guide, vault, spoken, asked):
    agreed = answer(spoken, asked, words=" Papier leest rustiger. ", now=True)
    assert agreed.has_own_words
    assert approval(guide, vault, spoken, asked.quote).words == "Papier leest rustiger."
    (made,) = release(guide, vault, agreed.mark)
    assert made.text == "Papier leest rustiger."


@pytest.mark.parametrize("text", ["\u200b", "x" * 601])
def test_words_of_nothing_or_too_many_are_no_answer(spoken, asked, text):
    with pytest.raises(Refused):
        answer(spoken, asked, words=text)


def test_no_means_no_until_it_is_said_otherwise(guide, vault, spoken, asked):
    refused = answer(spoken, asked, yes=False)
    assert refused.state is ReleaseState.REFUSED
    with pytest.raises(Refused):
        release(guide, vault, refused.mark)
    with pytest.raises(Refused, match="Vraag het alleen opnieuw met andere woorden"):
        ask(guide, vault, spoken, asked.quote)
    again = ask(guide, vault, spoken, asked.quote, "Papier leest fijner.")
    assert again.state is ReleaseState.WAITING


def test_the_same_answer_twice_is_one_line(guide, spoken, asked):
    for _each in range(2):
        answer(spoken, asked)
    lines = Message.objects.filter(workspace_id=guide.tenant).count()
    for _each in range(2):
        answer(spoken, asked, yes=False)
    assert Message.objects.filter(workspace_id=guide.tenant).count() == lines + 1


def test_a_no_after_it_went_out_takes_it_back_for_good(guide, vault, spoken, asked):
    (made,) = release(guide, vault, answer(spoken, asked, now=True).mark)
    lines = Message.objects.filter(workspace_id=guide.tenant).count()
    for _each in range(2):
        assert answer(spoken, asked, yes=False).taken_back
    assert not visible_released(guide).exists()
    assert Message.objects.filter(workspace_id=guide.tenant).count() == lines
    made.refresh_from_db()
    with pytest.raises(Refused, match="Wie dit zei, trok het zelf in"):
        restore_released(by=guide, released=made)
    with pytest.raises(Refused, match="Niemand leest het, tot de begeleider"):
        answer(spoken, asked)
    with pytest.raises(Refused, match="antwoord nee"):
        ask(guide, vault, spoken, asked.quote)


def test_what_is_out_stays_as_it_was_approved(guide, vault, spoken, asked):
    release(guide, vault, answer(spoken, asked, now=True).mark)
    with pytest.raises(Refused, match="Anderen lezen dit al"):
        answer(spoken, asked, words="Iets anders.")
    with pytest.raises(Refused, match="Trek die eerst in"):
        ask(guide, vault, spoken, asked.quote, "Iets anders.")
    voice = approval(guide, vault, spoken, asked.quote).voice
    with pytest.raises(Refused, match="Trek die eerst in"):
        commands.untie_contribution(
            by=guide, vault=vault, contribution=spoken.contribution, voice_id=voice
        )


def test_a_guide_withdraws_and_asks_anew(guide, vault, spoken, asked):
    (made,) = release(guide, vault, answer(spoken, asked, now=True).mark)
    withdraw_released(by=guide, released=made)
    assert approval(guide, vault, spoken, asked.quote).state is ReleaseState.WITHDRAWN
    again = ask(guide, vault, spoken, asked.quote)
    (other,) = release(guide, vault, answer(spoken, again, now=True).mark)
    assert other.pk != made.pk
    assert list(visible_released(guide)) == [other]


def test_an_answer_to_older_words_is_no_answer(guide, vault, spoken, asked):
    newer = ask(guide, vault, spoken, asked.quote, "Papier leest fijner.")
    with pytest.raises(WordsChanged) as met:
        answer(spoken, asked)
    assert met.value.now.asked_words == "Papier leest fijner."
    assert approval(guide, vault, spoken, asked.quote).state is ReleaseState.WAITING
    shown = Answer(newer.question, "Iets wat er nooit stond.", yes=True)
    with pytest.raises(WordsChanged):
        commands.answer_approval(by=spoken.holder.actor, holder=spoken.holder, answer=shown)


def test_what_a_guide_saw_is_what_goes_out(guide, vault, spoken, asked):
    seen = answer(spoken, asked, now=True)
    answer(spoken, asked, words="Papier leest rustiger.", now=True)
    with pytest.raises(ApprovalChanged):
        release(guide, vault, seen.mark)
    with pytest.raises(WordsChanged):
        commands.ask_approval(
            by=guide,
            vault=vault,
            contribution=spoken.contribution,
            quote=asked.quote,
            proposal=commands.Proposal("Papier leest fijner."),
            seen=seen.mark,
            key=uuid4(),
        )
    assert not ReleasedQuote.objects.exists()


def test_asking_twice_with_one_key_asks_once(guide, vault, spoken, key):
    form = {"by": guide, "vault": vault, "contribution": spoken.contribution, "quote": key}
    form |= {"seen": key, "key": uuid4()}
    for _each in range(2):
        commands.ask_approval(**form, proposal=commands.Proposal(WORDS))
    assert Message.objects.filter(workspace_id=guide.tenant).count() == 4
    with pytest.raises(RepeatedDifferently):
        commands.ask_approval(**form, proposal=commands.Proposal("Iets anders."))


@pytest.mark.parametrize(
    "wrong",
    [
        (" ", "Schrijf eerst wat anderen dan lezen."),
        ("x" * 601, "Maak het korter: hooguit 600 tekens."),
        (PASSAGE, "6 woorden achter elkaar"),
    ],
)
def test_what_cannot_be_asked(guide, vault, spoken, key, wrong):
    text, reason = wrong
    with pytest.raises(Refused, match=reason):
        ask(guide, vault, spoken, key, text)


def test_the_very_words_may_be_asked_for(guide, vault, spoken, key):
    asked = ask(guide, vault, spoken, key, PASSAGE, verbatim=True)
    with pytest.raises(Refused, match="Wacht op het antwoord"):
        ask(guide, vault, spoken, key, PASSAGE, verbatim=True)
    (made,) = release(guide, vault, answer(spoken, asked, now=True).mark)
    assert made.text == PASSAGE


def test_without_the_vault_nobody_asks(guide, spoken, key):
    with pytest.raises(Refused, match="Open eerst je kluis"):
        commands.ask_approval(
            by=guide,
            vault=None,
            contribution=spoken.contribution,
            quote=key,
            proposal=commands.Proposal(WORDS),
            seen=key,
            key=uuid4(),
        )


def test_a_question_lapses_with_its_voice(guide, vault, spoken, asked):
    voice = approval(guide, vault, spoken, asked.quote).voice
    commands.untie_contribution(
        by=guide, vault=vault, contribution=spoken.contribution, voice_id=voice
    )
    assert list(thread_of(spoken.holder).approvals) == []
    with pytest.raises(Refused, match="Dit wordt niet meer gevraagd"):
        answer(spoken, asked)


def redact(guide, vault, spoken, passage):
    message = Message.objects.get(contribution_id=spoken.contribution.pk, number=1)
    return commands.redact_message(
        by=guide,
        vault=vault,
        contribution=spoken.contribution,
        message=message,
        passage=passage,
        why=Why.PERSONAL,
        version=1,
    )


def test_words_that_are_taken_out_go_out_nowhere(guide, vault, spoken, key):
    asked = ask(guide, vault, spoken, key, PASSAGE, verbatim=True)
    answer(spoken, asked, now=True)
    redact(guide, vault, spoken, "moe")
    assert approval(guide, vault, spoken, key).state is ReleaseState.RAW
    assert list(thread_of(spoken.holder).approvals) == []


def test_words_that_are_out_are_withdrawn_before_they_are_taken_out(guide, vault, spoken, key):
    asked = ask(guide, vault, spoken, key, PASSAGE, verbatim=True)
    release(guide, vault, answer(spoken, asked, now=True).mark)
    with pytest.raises(Refused, match="Trek die eerst in"):
        redact(guide, vault, spoken, "moe")


def test_taking_everything_back_takes_what_went_out(guide, vault, spoken, asked):
    release(guide, vault, answer(spoken, asked, now=True).mark)
    commands.withdraw_contribution(by=spoken.holder.actor, holder=spoken.holder)
    assert not ReleasedQuote.objects.exists()


def test_who_gave_an_address_is_told_by_mail(guide, vault, concern):
    door = make_entrance(guide)
    one = speak(door, TEXT, way="confidential", name="Els Bos", address="els@voorbeeld.example")
    key = quote(guide, vault, one, PASSAGE, Goal(concern))
    ask(guide, vault, one, key)
    deliver_all()
    (sent,) = mail.outbox
    assert sent.to == ["els@voorbeeld.example"]
    assert WORDS not in sent.body
    assert PASSAGE not in sent.body


def test_nothing_in_the_clear_leads_from_what_went_out_to_who_spoke(guide, vault, spoken, asked):
    agreed = answer(spoken, asked, now=True)
    before = list(Contribution.objects.values()), list(Message.objects.order_by("pk").values())
    lines = set(AuditEvent.objects.values_list("pk", flat=True))
    release(guide, vault, agreed.mark)
    assert before == (
        list(Contribution.objects.values()),
        list(Message.objects.order_by("pk").values()),
    )
    (line,) = AuditEvent.objects.exclude(pk__in=lines)
    assert (line.verb, line.subject_type) == (
        "conversations.quote_released",
        "conversations.releasedquote",
    )
    about = AuditEvent.objects.filter(verb__startswith="contributions.approval")
    assert set(about.values_list("actor_id", "subject_id")) == {(None, guide.programme_id)}
    midnight = {
        timezone.localtime(at).strftime("%H:%M") for at in about.values_list("at", flat=True)
    }
    assert midnight == {"00:00"}


@pytest.mark.parametrize("count", [1, 3])
def test_many_quotes_cost_as_much_as_one(guide, vault, concern, count, django_assert_num_queries):
    door = make_entrance(guide)
    for _each in range(count):
        one = speak(door, TEXT)
        ask(guide, vault, one, quote(guide, vault, one, PASSAGE, Goal(concern)))
    outgoing_quotes(guide, vault)
    with django_assert_num_queries(5):
        assert len(outgoing_quotes(guide, vault)) == count


def test_from_the_thread_to_what_everybody_reads(guide, web, spoken, key, concern):
    keys = {"contribution_id": spoken.contribution.pk}
    detail = to(guide, "contributions:contribution_detail", **keys)
    assert f"“{PASSAGE}” in de kluis Vraag goedkeuring" in words(web.get(detail))
    here = to(guide, "contributions:approval_ask", message_id=key, **keys)
    page = web.get(here)
    assert "Pas als de spreker het goed vindt en jij het vrijgeeft: begeleider" in words(page)
    assert "leverancier" not in words(page).partition("vrijgeeft:")[2].partition("Ze lezen")[0]
    found = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', page.content.decode()))
    wrong = web.post(here, {**found, "words": PASSAGE})
    assert wrong.status_code == 422
    assert "6 woorden achter elkaar" in words(wrong)
    sent = web.post(here, {**found, "words": WORDS}, follow=True)
    assert "Hier zie je wat het antwoord is." in words(sent)

    phone = web.__class__()
    thread = open_thread(phone, spoken)
    assert f"Mogen anderen dit lezen? Je zei: “{PASSAGE}”" in words(thread)
    assert "Leesbaar voor begeleider, medebegeleider, opdrachtgever" in words(thread)
    question = re.search(r'name="question" value="([^"]+)"', thread.content.decode()).group(1)
    told = {"present": spoken.receipt, "question": question, "shown": WORDS}
    answered = phone.post(
        reverse("speak_approve", kwargs={"space": spoken.space}),
        {**told, "answer": "yes", "now": "1"},
    )
    assert "Dank je. Deze woorden mogen anderen lezen." in words(answered)
    assert "Je vond het goed Het mag nu al naar buiten." in words(answered)
    assert answered.cookies == {}

    waiting = web.get(to(guide, "contributions:contribution_list"))
    assert "Van een scherm word ik moe." in words(waiting)
    out = web.get(to(guide, "conversations:quote_release"))
    assert f"“{WORDS}”" in words(out)
    mark = re.search(r'name="quote" value="([^"]+)"', out.content.decode()).group(1)
    gone = web.post(to(guide, "conversations:quote_release"), {"quote": mark}, follow=True)
    assert "1 uitspraak is vrijgegeven." in words(gone)
    again = web.post(to(guide, "conversations:quote_release"), {"quote": mark})
    assert again.status_code == 422
    panel = web.get(to(guide, "concerns:concern_detail", concern_id=concern.pk))
    assert f"“{WORDS}”" in words(panel)
    assert "Bekijk de vrijgegeven uitspraak" in words(web.get(here))
    back = phone.post(
        reverse("speak_approve", kwargs={"space": spoken.space}), {**told, "answer": "no"}
    )
    assert "Je trok het in. Niemand kan het nog lezen." in words(back)
    assert f"“{WORDS}”" not in words(web.get(to(guide, "conversations:released_list")))


def test_both_texts_come_back_when_the_words_changed(guide, vault, spoken, asked, client):
    ask(guide, vault, spoken, asked.quote, "Papier leest fijner.")
    page = send(client, spoken, asked, "yes")
    assert page.status_code == 409
    assert "De begeleider wijzigde de woorden intussen" in words(page)
    assert f"Wat jij zag of schreef {WORDS}" in words(page)
    assert "Wat nu de vraag is Papier leest fijner." in words(page)
    assert approval(guide, vault, spoken, asked.quote).state is ReleaseState.WAITING


def test_own_words_are_looked_at_once_more(guide, vault, spoken, asked, client):
    page = send(client, spoken, asked, "own", words="")
    assert page.status_code == 422
    assert "Schrijf de woorden die anderen mogen lezen." in words(page)
    page = send(client, spoken, asked, "own", words="x" * 601)
    assert page.status_code == 422
    mine = "Vraag het aan jan@stad.example, die weet het."
    page = send(client, spoken, asked, "own", words=mine)
    assert "Kijk nog even" in words(page)
    assert mine in words(page)
    assert approval(guide, vault, spoken, asked.quote).state is ReleaseState.WAITING
    page = send(client, spoken, asked, "own", words=mine, looked="1")
    assert "Dank je. Deze woorden mogen anderen lezen." in words(page)
    page = send(client, spoken, asked, "no")
    assert "Dat is prima. Het blijft bij de begeleider" in words(page)


def test_an_answer_without_a_thread_or_a_question(guide, spoken, asked, client):
    page = send(client, spoken, asked, "misschien")
    assert page.status_code == 422
    here = reverse("speak_approve", kwargs={"space": spoken.space})
    gone = {"present": spoken.receipt, "question": uuid4(), "shown": "", "answer": "yes"}
    page = client.post(here, gone)
    assert page.status_code == 409
    assert "Dit wordt niet meer gevraagd. Er gaat niets van naar buiten." in words(page)
    commands.withdraw_contribution(by=spoken.holder.actor, holder=spoken.holder)
    assert send(client, spoken, asked, "yes").status_code == 404


def test_who_asks_while_somebody_else_did_sees_both(guide, vault, web, spoken, asked):
    keys = {"contribution_id": spoken.contribution.pk, "message_id": asked.quote}
    here = to(guide, "contributions:approval_ask", **keys)
    sent = {"seen": str(asked.quote), "key": str(uuid4()), "words": "Papier leest fijner."}
    page = web.post(here, sent)
    assert page.status_code == 409
    shown = words(page).partition("Iemand anders")[2]
    assert "Papier leest fijner." in shown
    assert WORDS in shown


def test_only_guides_ask(guide, spoken, key, client):
    keys = {"contribution_id": spoken.contribution.pk, "message_id": key}
    here = to(guide, "contributions:approval_ask", **keys)
    lead = make_member(Programme.objects.get(pk=guide.programme_id), Role.PROJECT_LEAD)
    assert sign_in(client, lead).get(here).status_code == 403
    assert sign_in(client, make_member()).get(here).status_code == 404
