"""What voices say of an answer: what is to be looked at again, what opens and closes by itself."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from draagvlak.answering.queries import debt, news
from draagvlak.concerns.commands import (
    add_cause,
    answer_concern,
    close_solved,
    join_voice,
    make_cause,
    record_solved,
    reopen_unsolved,
)
from draagvlak.concerns.models import Concern, Voice
from draagvlak.concerns.queries import Filters, concern_page, gaps, solved_counts, strip
from draagvlak.concerns.queries.reactions import reopens
from draagvlak.concerns.queries.thread import own_steps
from draagvlak.concerns.tasks import weigh_reactions
from draagvlak.core.chores import CHORES
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.measures.states import State as Done
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_answered, make_concern, make_delivered
from tests.factories.measures import make_measure, membership_of
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    actor = make_member()
    make_vault(actor)
    return actor


def react(guide, concern, *said):
    """One more voice for each of these; an empty one says nothing."""
    for one in said:
        voice = join_voice(by=guide, concern=concern)
        if one:
            concern.refresh_from_db()
            record_solved(by=guide, concern=concern, voice=voice, solved=one, reason="Zo is het.")
    concern.refresh_from_db()
    return concern


def fresh(concern):
    return Concern.objects.get(pk=concern.pk)


def verbs(concern):
    rows = AuditEvent.objects.filter(subject_id=concern.pk).order_by("at")
    return list(rows.values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("said_no", "reacted", "opens"),
    [(0, 0, False), (2, 2, False), (3, 3, True), (3, 6, True), (3, 7, False), (20, 41, False)],
)
def test_three_or_more_and_at_least_half_of_who_reacted(said_no, reacted, opens):
    assert reopens(said_no, reacted) is opens


def test_one_voice_opens_nothing_by_itself_but_is_on_the_list(guide):
    concern = react(guide, make_delivered(guide, "Papier is prettig"), "no", "yes", "")

    assert weigh_reactions() == {"opened": 0, "closed": 0}

    assert fresh(concern).state == "delivered"
    found, count = debt.waiting(guide, 5)
    assert (count, found[0].title) == (1, "1 antwoord om opnieuw te bekijken")
    row = debt.unsolved(guide)[0]
    assert (row.words, row.tonight) == ("niet opgelost voor 1 van 3", False)
    assert [one.text for one in news.reactions(guide, None)] == [
        "Niet voor iedereen opgelost: Papier is prettig"
    ]


def test_one_that_changed_meanwhile_does_not_hold_up_the_others(guide, monkeypatch):
    changed = react(guide, make_delivered(guide, "Papier is prettig"), "no", "yes")
    other = react(guide, make_delivered(guide, "Lezen vermoeit"), "no", "no", "no")
    found = Concern.objects.select_related("programme__workspace").order_by("pk")
    monkeypatch.setattr("draagvlak.concerns.tasks.to_reopen", lambda _space: found)

    assert weigh_reactions() == {"opened": 1, "closed": 0}

    assert fresh(changed).state == "delivered"
    assert fresh(other).state != "delivered"


def test_half_of_who_reacted_opens_it_at_night_and_the_trail_says_so(guide):
    concern = react(guide, make_delivered(guide), "no", "no", "no", "yes", "partly", "yes", "", "")
    assert debt.unsolved(guide)[0].tonight
    web = sign_in(Client(), guide)
    page = web.get(to(guide, "concerns:concern_detail", concern_id=concern.pk)).content.decode()
    assert "Vannacht gaat dit vanzelf weer open." in page
    assert fresh(concern).state == "delivered"

    assert weigh_reactions() == {"opened": 1, "closed": 0}
    assert weigh_reactions() == {"opened": 0, "closed": 0}

    assert fresh(concern).state == "understood"
    event = AuditEvent.objects.get(verb="concerns.reopened_by_voices")
    assert (event.subject_id, event.actor_id) == (concern.pk, None)
    assert "concerns.moved_understood" in verbs(concern)


def test_with_a_measure_it_is_planned_again(guide):
    concern = make_concern(guide)
    cause = make_cause(by=guide, title="Rust", about="skill", where="can")
    concern = add_cause(by=guide, concern=concern, cause=cause)
    make_measure(guide, concern, state=Done.AGREED)
    concern.refresh_from_db()
    answer_concern(
        by=guide, concern=concern, text="Dat doen wij.", decided_by="Wij", reasons="Het helpt."
    )
    react(guide, concern, "no", "no", "no")
    weigh_reactions()
    assert fresh(concern).state == "planned"


def test_a_new_answer_asks_anew_and_keeps_what_was_said(guide):
    concern = react(guide, make_answered(guide), "no", "no", "no")
    weigh_reactions()
    concern = fresh(concern)
    answer_concern(
        by=guide, concern=concern, text="Het kan toch.", decided_by="Wij", reasons="Het helpt."
    )

    concern = fresh(concern)
    assert (concern.unsolved, solved_counts(concern).unknown) == (0, 3)
    assert all(voice.sealed_reason for voice in Voice.objects.all())
    assert weigh_reactions() == {"opened": 0, "closed": 0}
    assert debt.waiting(guide, 5) == ([], 0)


def test_when_all_call_it_solved_it_is_closed_and_nobody_is_asked_any_more(guide):
    concern = react(guide, make_delivered(guide), "yes", "yes")
    assert own_steps(guide, concern)[0].label == "Vraag of het is opgelost"

    assert weigh_reactions() == {"opened": 0, "closed": 1}
    assert weigh_reactions() == {"opened": 0, "closed": 0}

    concern = fresh(concern)
    assert own_steps(guide, concern) == []
    assert [(one.label, one.state) for one in strip(concern)][-1] == ("Effect", "done")
    assert strip(concern)[-1].text == "opgelost voor iedereen"
    assert verbs(concern)[-1] == "concerns.closed"
    web = sign_in(Client(), guide)
    page = web.get(to(guide, "concerns:concern_detail", concern_id=concern.pk)).content.decode()
    assert "Iedereen die dit noemde, noemt het opgelost, sinds" in page


@pytest.mark.parametrize("said", ["", "partly", "no"])
def test_a_voice_that_says_otherwise_opens_what_was_closed(guide, said):
    concern = react(guide, make_delivered(guide), "yes")
    weigh_reactions()
    concern = react(guide, fresh(concern), said)
    assert fresh(concern).closed_on is None
    assert weigh_reactions() == {"opened": 0, "closed": 0}


@pytest.mark.parametrize("said", [[], ["yes", ""], ["yes", "partly"]])
def test_what_is_not_solved_for_all_stays_open(guide, said):
    react(guide, make_delivered(guide), *said)
    react(guide, make_answered(guide, "Nog niet verteld"), "yes")
    assert weigh_reactions() == {"opened": 0, "closed": 0}


def test_too_few_and_what_is_open_are_refused(guide):
    concern = react(guide, make_delivered(guide), "no")
    with pytest.raises(Refused, match="Te weinig mensen"):
        reopen_unsolved(by=guide, concern=concern)
    with pytest.raises(Refused, match="niet voor iedereen opgelost"):
        close_solved(by=guide, concern=concern)
    with pytest.raises(Refused, match="nog open"):
        reopen_unsolved(by=guide, concern=make_concern(guide))


def test_it_is_done_at_night_and_in_every_workspace(guide):
    other = make_member()
    make_vault(other)
    for actor in (guide, other):
        react(actor, make_delivered(actor), "no", "no", "no")
    assert CHORES.get("concerns.reactions").run() == {"opened": 2, "closed": 0}


def read_by(actor, concern):
    """The part of the page of a concern that tells for whom it is solved."""
    address = to(actor, "concerns:concern_detail", concern_id=concern.pk)
    text = sign_in(Client(), actor).get(address).content.decode()
    part = text.partition('id="solved"')[2].partition('class="actions"')[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def told(actor):
    """What lists, the desk and the digest tell this reader of what is not solved."""
    page = concern_page(actor, Filters(due="unsolved"))
    return (
        [row.unsolved for row in page.rows],
        [row.words for row in debt.unsolved(actor)],
        [group.count for group in gaps(actor, 5) if group.key == "not_solved"],
    )


def reader(guide, role):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


FEW = "Minder dan vijf mensen noemden dit. Alleen de begeleiders zien voor wie het is opgelost."


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.PROJECT_LEAD, Role.EMPLOYEE])
def test_of_few_voices_only_guides_read_what_they_say(guide, role):
    concern = react(guide, make_delivered(guide, "Papier is prettig"), "no", "partly", "yes")
    other = reader(guide, role)

    assert "Niet opgelost voor 1 van 3." in read_by(guide, concern)
    assert "Opgelost voor 1, deels voor 1." in read_by(guide, concern)
    assert told(guide) == (["niet opgelost voor 1 van 3"], ["niet opgelost voor 1 van 3"], [1])
    assert FEW in read_by(other, concern)
    assert "Niet opgelost" not in read_by(other, concern)
    assert told(other) == ([], [], [])
    asked = "vraag: is het voor jou opgelost?"
    assert strip(concern, guide)[4].text == "niet opgelost voor 1 van 3"
    assert strip(concern, other)[4].text == strip(concern)[4].text == asked
    assert not any("#solved" in step.url for step in own_steps(other, concern))
    Concern.objects.update(owner=membership_of(other))
    assert news.reactions(other, None) == []


def test_of_five_voices_others_read_that_it_is_not_solved_for_everyone(guide):
    concern = react(guide, make_delivered(guide), "no", "yes", "yes", "partly", "")
    sponsor = reader(guide, Role.SPONSOR)

    assert "Niet voor iedereen opgelost." in read_by(sponsor, concern)
    assert "van 5" not in read_by(sponsor, concern)
    assert told(sponsor) == (["niet voor iedereen opgelost"], ["niet voor iedereen opgelost"], [1])
    assert "Niet opgelost voor 1 van 5." in read_by(guide, concern)


def test_numbers_stand_where_neither_side_is_a_few_people(guide):
    concern = react(guide, make_delivered(guide), *["no"] * 5, *["yes"] * 4)
    sponsor = reader(guide, Role.SPONSOR)
    assert told(sponsor)[0] == ["niet voor iedereen opgelost"]

    react(guide, concern, "yes")

    assert "Niet opgelost voor 5 van 10." in read_by(sponsor, concern)
    assert "deels voor" not in read_by(sponsor, concern)


def test_what_goes_well_is_told_without_numbers(guide):
    concern = react(guide, make_delivered(guide), *["yes"] * 4, "")
    assert "Niemand noemt het niet opgelost." in read_by(reader(guide, Role.EMPLOYEE), concern)
