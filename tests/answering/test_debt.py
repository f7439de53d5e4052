"""What is still owed: answers and promises, per decision maker."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from draagvlak.answering.commands import promise_about
from draagvlak.answering.models import CommitmentAbout
from draagvlak.answering.queries import commitments, debt
from draagvlak.concerns.commands import archive_concern, set_answer_due, set_owner
from draagvlak.contributions.models import Contribution
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.programmes.models import Programme
from draagvlak.stakeholders.commands import CommitmentDraft, settle_commitment
from draagvlak.stakeholders.models import Commitment
from tests.factories.concerns import make_answered, make_concern, make_group, make_understood
from tests.factories.contributions import make_entrance, speak
from tests.factories.measures import make_measure, membership_of
from tests.factories.places import make_member, make_user, sign_in
from tests.factories.stakeholders import make_commitment, make_stakeholder
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def member(guide, role, name="Joke van Dam"):
    return make_member(Programme.objects.get(pk=guide.programme_id), role, user=make_user(name))


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


def owe(guide, title, days, owner=None, **more):
    concern = make_understood(guide, title, **more)
    if owner is not None:
        owner = membership_of(owner)
        concern = set_owner(by=guide, concern=concern, owner=owner, version=concern.version)
    return set_answer_due(by=guide, concern=concern, due_on=day(days), version=concern.version)


def words(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(plain).split())


def look(actor, route="debt_list", query="", status=200, **keys):
    answer = sign_in(Client(), actor).get(to(actor, f"answering:{route}", **keys) + query)
    assert answer.status_code == status
    return words(answer)


def test_what_is_late_or_due_this_week_stands_there_per_decision_maker(guide):
    sponsor = member(guide, Role.SPONSOR, "Marjolein Horst")
    owe(guide, "Papier is prettig", -12, sponsor)
    owe(guide, "Inloggen duurt lang", 3, sponsor)
    owe(guide, "Wie helpt mij?", -1)
    owe(guide, "Komt later", 30, sponsor)
    make_concern(guide, "Zonder dag")

    page = look(guide)

    assert "2 antwoorden zijn te laat, 1 moet er deze week zijn." in page
    assert "Marjolein Horst 2 1 12 dagen te laat" in page
    assert "Nog aan niemand gevraagd 1 1 1 dag te laat" in page
    assert "Komt later" not in page
    assert "1 zorg of wens heeft geen antwoord en geen beloofde dag." in page
    assert page.index("Papier is prettig") < page.index("Wie helpt mij?")


def test_an_answer_or_the_archive_takes_it_off_the_list(guide):
    answered = make_answered(guide)
    set_answer_due(by=guide, concern=answered, due_on=day(-3), version=answered.version)
    gone = owe(guide, "Weg", -3)
    archive_concern(by=guide, concern=gone)

    assert debt.owed_page(guide, "", "").rows == []
    assert "Er staat niets open" in look(guide)


def test_each_row_has_one_step_for_who_may_take_it(guide):
    sponsor = member(guide, Role.SPONSOR)
    mine = owe(guide, "Van mij", -1, sponsor)
    owe(guide, "Van niemand", -1)

    steps = {row.title: row.step and row.step.label for row in debt.owed_page(guide, "", "").rows}
    assert steps == {"Van mij": "Geef antwoord", "Van niemand": "Kies eigenaar"}
    own = {row.title: row.step and row.step.url for row in debt.owed_page(sponsor, "", "").rows}
    assert own == {
        "Van mij": to(sponsor, "concerns:concern_answer", concern_id=mine.pk),
        "Van niemand": None,
    }


def test_the_list_shows_one_person_and_pages_by_key(guide):
    sponsor = member(guide, Role.SPONSOR)
    owe(guide, "Van niemand", -1)
    for number in range(debt.PAGE + 1):
        owe(guide, f"Zorg {number}", -1 - number, sponsor)

    first = debt.owed_page(guide, str(sponsor.user_id), "")
    second = debt.owed_page(guide, str(sponsor.user_id), first.after)

    assert len(first.rows) == debt.PAGE
    assert [row.title for row in second.rows] == ["Zorg 0"]
    assert second.after == ""
    assert [row.title for row in debt.owed_page(guide, "nobody", "").rows] == ["Van niemand"]
    assert debt.owed_page(guide, "onzin", "onzin").rows == []
    assert "Toon iedereen" in look(guide, query=f"?who={sponsor.user_id}")


def test_contributions_that_wait_are_counted_for_guides_alone(guide):
    make_vault(guide)
    speak(make_entrance(guide))
    assert debt.unread_count(guide) == 0
    Contribution.objects.update(came_on=day(-8))

    assert "1 inbreng wacht langer dan een week" in look(guide)
    assert "inbreng wacht" not in look(member(guide, Role.PROJECT_LEAD))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_a_fixed_number_of_statements(guide, rows, django_assert_num_queries):
    party = make_stakeholder(guide)
    for number in range(rows):
        concern = owe(guide, f"Zorg {number}", -number)
        draft = CommitmentDraft("Papier blijft", day(0), day(2), membership_of(guide).pk)
        promise_about(by=guide, thing=concern, stakeholder=party, draft=draft)

    with django_assert_num_queries(5):
        debt.unsolved(guide)
        debt.totals(guide)
        debt.debtors(guide, "")
        debt.owed_page(guide, "", "")
        debt.unread_count(guide)
    with django_assert_num_queries(4):
        commitments.promise_counts(guide)
        commitments.promisers(guide, "")
        commitments.promised_page(guide, "", "", settled=False)


def test_a_promise_about_a_concern_stands_with_it_and_on_the_list(guide):
    group = make_group(guide, "Raadsleden")
    make_stakeholder(guide, group=group)
    lead = member(guide, Role.PROJECT_LEAD, "Bram de Wit")
    concern = make_concern(guide, "Papier is prettig", groups=[group.pk])
    client = sign_in(Client(), guide)
    url = to(guide, "answering:concern_promise", concern_id=concern.pk)
    form = client.get(url).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', form).group(1)
    chosen = re.search(r'<option value="([^"]+)" selected>Raadsleden', form).group(1)
    sent = {
        "what": "iedereen krijgt een tablet",
        "receiver": chosen,
        "owner": str(membership_of(lead).pk),
        "due_on": day(5).isoformat(),
        "once": once,
    }
    for _twice in range(2):
        answer = client.post(url, sent)
        assert answer.status_code == 303

    assert CommitmentAbout.objects.get().concern_id == concern.pk
    page = words(client.get(answer["Location"]))
    assert "Wij zeggen toe" not in page
    assert "Wat wij toezeggen" in page
    assert "iedereen krijgt een tablet Raadsleden · Bram de Wit" in page
    listed = look(guide, "commitment_list")
    assert "Open: 1, waarvan te laat: 0." in listed
    assert "Over Papier is prettig" in listed
    assert "Zeg hoe het ging" in look(lead, "commitment_list")
    assert "Zeg hoe het ging" not in look(member(guide, Role.SPONSOR), "commitment_list")


def test_a_promise_about_a_measure_too_and_never_in_the_past(guide):
    make_stakeholder(guide)
    measure = make_measure(guide)
    client = sign_in(Client(), guide)
    url = to(guide, "answering:measure_promise", measure_id=measure.pk)
    answer = client.post(url, {"what": "", "due_on": "2020-01-01"})
    assert answer.status_code == 422
    assert "Deze dag is voorbij." in words(answer)
    assert "Vul dit in." in words(answer)
    party = commitments.receiver_choices(guide)[0][0]
    client.post(url, {"what": "het gebeurt", "receiver": party, "due_on": day(3).isoformat()})
    assert CommitmentAbout.objects.get().measure_id == measure.pk
    assert "Over" in look(guide, "commitment_list")


def test_without_anybody_to_promise_to_the_page_says_what_comes_first(guide):
    concern = make_concern(guide)
    page = look(guide, "concern_promise", concern_id=concern.pk)
    assert "Er is nog niemand om het aan toe te zeggen" in page


def test_promising_is_for_those_who_keep_the_registers(guide):
    party, concern = make_stakeholder(guide), make_concern(guide)
    draft = CommitmentDraft("Papier blijft", day(0), day(2))
    with pytest.raises(Refused) as refused:
        promise_about(by=member(guide, Role.SPONSOR), thing=concern, stakeholder=party, draft=draft)
    assert str(refused.value) == (
        "Begeleiders en de projectleider schrijven toezeggingen op. Vertel hun wat je toezegt."
    )
    archived = archive_concern(by=guide, concern=concern)
    with pytest.raises(Refused) as refused:
        promise_about(by=guide, thing=archived, stakeholder=party, draft=draft)
    assert str(refused.value) == "Dit staat in het archief. Zet het eerst terug."


def test_how_promises_went_is_read_per_state_with_reasons(guide):
    party = make_stakeholder(guide, "Leverancier")
    late = make_commitment(guide, party, "Wordt laat", due_on=day(-2))
    settle = {"by": guide, "stakeholder": party, "version": 1}
    for what, state, because in (
        ("Gehouden", "kept", ""),
        ("Niet gehouden", "broken", "Te duur"),
        ("Ingetrokken", "withdrawn", "Niet meer nodig"),
    ):
        made = make_commitment(guide, party, what)
        settle_commitment(commitment=made, state=state, because=because, **settle)

    page = look(guide, "commitment_list")
    assert "Open: 1, waarvan te laat: 1. Nagekomen: 1, niet nagekomen: 1, ingetrokken: 1." in page
    assert "Wordt laat" in page
    assert "2 dagen te laat" in page
    settled = look(guide, "commitment_list", "?show=settled")
    assert "Te duur" in settled
    assert "Niet meer nodig" in settled
    assert late.what not in settled
    with pytest.raises(Refused) as refused:
        settle_commitment(commitment=late, state="withdrawn", because=" ", **settle)
    assert str(refused.value) == (
        "Schrijf op waarom je haar intrekt. Mensen hebben recht op de reden."
    )


def test_promises_page_by_key_whether_they_have_a_day_or_not(guide):
    party = make_stakeholder(guide)
    for number in range(debt.PAGE):
        make_commitment(guide, party, f"Dag {number}", due_on=day(number + 1))
    make_commitment(guide, party, "Zonder dag")
    make_commitment(guide, party, "Ook zonder dag")
    seen, after = [], ""
    while True:
        shown = commitments.promised_page(guide, "", after, settled=False)
        seen += [row.what for row in shown.rows]
        after = shown.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == debt.PAGE + 2
    assert set(seen[-2:]) == {"Zonder dag", "Ook zonder dag"}


def test_an_employee_reads_the_promises_to_their_own_group_only(guide):
    make_commitment(guide, make_stakeholder(guide, "Leverancier"), "Aan een ander")
    employee = member(guide, Role.EMPLOYEE)
    assert commitments.promised_page(employee, "", "", settled=False).rows == []
    assert "Er is geen open toezegging" in look(employee, "commitment_list")
    assert Commitment.objects.count() == 1


def test_what_is_answered_but_not_solved_is_opened_again_from_here(guide):
    concern = make_answered(guide, "Papier is prettig")
    concern.voices, concern.unsolved = 9, 2
    concern.save()
    page = look(guide)
    assert "Opnieuw te bekijken Papier is prettig" in page
    assert "niet opgelost voor 2 van 9" in page
    assert "Open opnieuw" in page
    assert "Open opnieuw" not in look(member(guide, Role.SPONSOR))


def test_an_outsider_finds_nothing(guide):
    stranger = sign_in(Client(), make_member())
    for route in ("debt_list", "commitment_list"):
        assert stranger.get(to(guide, f"answering:{route}")).status_code == 404
