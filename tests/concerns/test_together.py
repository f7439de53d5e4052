"""Several at once: first what changes and what is refused, then one act with one way back."""

from __future__ import annotations

import datetime as dt

import pytest

from draagvlak.concerns import commands, queries
from draagvlak.concerns.models import AffectedGroup, Concern
from draagvlak.core import undo
from draagvlak.core.models import AuditEvent, UndoRecord
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.programmes.models import Membership
from tests.factories.concerns import (
    make_cause_for,
    make_concern,
    make_delivered,
    make_group,
    make_understood,
)
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def three(guide):
    return [make_concern(guide, f"Zorg nummer {n}") for n in range(3)]


def versions(concerns):
    return {each.pk: each.version for each in concerns}


def test_one_act_changes_all_and_one_undo_puts_all_back(guide, three):
    owner = Membership.objects.select_related("user").get(user_id=guide.user_id)
    group, cause = make_group(guide), make_cause_for(guide)
    change = queries.Change(
        owner=owner, due_on=dt.date(2027, 1, 15), severity=4, group=group, cause=cause
    )

    done = commands.change_together(by=guide, versions=versions(three), change=change)

    assert (done.changed, done.left) == (3, [])
    assert {
        (each.owner_id, each.answer_due_on, each.severity, each.state)
        for each in Concern.objects.all()
    } == {(owner.pk, dt.date(2027, 1, 15), 4, "understood")}
    assert AffectedGroup.objects.count() == 3
    assert AuditEvent.objects.filter(verb="concerns.changed_together").count() == 3

    undo.take_back(by=guide, undo=UndoRecord.objects.get(kind="concerns.changed_together"))
    assert {
        (each.owner_id, each.answer_due_on, each.severity, each.state)
        for each in Concern.objects.all()
    } == {(None, None, 2, "heard")}
    assert not AffectedGroup.objects.exists()


def test_what_somebody_else_changed_is_left_and_told(guide, three):
    looked = versions(three)
    commands.set_severity(by=guide, concern=three[0], severity=3, version=1)

    done = commands.change_together(by=guide, versions=looked, change=queries.Change(severity=4))

    assert done.changed == 2
    assert [title for title, _why in done.left] == ["Zorg nummer 0"]
    with pytest.raises(Refused, match="Er is niets gewijzigd"):
        commands.change_together(by=guide, versions=looked, change=queries.Change(severity=1))


def test_what_is_so_already_gets_no_version_and_no_line(guide, three):
    commands.set_severity(by=guide, concern=three[0], severity=4, version=three[0].version)
    looked = dict(Concern.objects.values_list("pk", "version"))
    AuditEvent.objects.all().delete()

    done = commands.change_together(by=guide, versions=looked, change=queries.Change(severity=4))

    assert (done.changed, done.left) == (2, [])
    versions_now = dict(Concern.objects.values_list("pk", "version"))
    assert {pk for pk in looked if versions_now[pk] == looked[pk]} == {three[0].pk}
    lines = AuditEvent.objects.filter(verb="concerns.changed_together")
    assert set(lines.values_list("subject_id", flat=True)) == {three[1].pk, three[2].pk}
    with pytest.raises(Refused, match="alles was al zo"):
        commands.change_together(by=guide, versions=versions_now, change=queries.Change(severity=4))


def test_the_journey_without_a_script(guide, three, client):
    web = sign_in(client, guide)
    address = to(guide, "concerns:concern_together")
    commands.archive_concern(by=guide, concern=three[2])

    start = web.get(address, {"chosen": [str(each.pk) for each in three]})
    assert "3 zorgen en wensen zijn gekozen." in start.text
    sent = {"chosen": [f"{each.pk}:{each.version}" for each in three], "severity": "4"}
    preview = web.post(address, sent)
    assert preview.status_code == 200
    assert "Ernst: merkbaar → blokkerend" in preview.text
    assert "in het archief" in preview.text
    assert Concern.objects.filter(severity=4).count() == 0
    done = web.post(address, {**sent, "sure": "1"})
    assert done.status_code == 303
    assert Concern.objects.filter(severity=4).count() == 2
    text = web.get(done["Location"]).text
    assert "2 zorgen en wensen zijn gewijzigd." in text
    assert "data-undo" in text


def test_all_that_fit_the_filters(guide, three, client):
    web = sign_in(client, guide)
    make_concern(guide, "Een wens", kind="wish")

    text = web.get(to(guide, "concerns:concern_together"), {"all": "1", "kind": "worry"}).text
    assert "3 zorgen en wensen zijn gekozen." in text


def test_more_than_the_most_is_told(guide, three, client, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    web = sign_in(client, guide)

    text = web.get(to(guide, "concerns:concern_together"), {"all": "1"}).text
    assert "3 passen bij je filters. Je wijzigt er hoogstens 2 tegelijk" in text


def test_nothing_chosen_is_told(guide, three, client):
    web = sign_in(client, guide)
    address = to(guide, "concerns:concern_together")

    empty = web.post(address, {"severity": "4"})
    assert empty.status_code == 422
    assert "Kies minstens één zorg of wens." in empty.text
    idle = web.post(address, {"chosen": [f"{three[0].pk}:1"]})
    assert "Kies minstens één ding om te wijzigen." in idle.text


def test_the_preview_asks_the_same_for_one_and_for_three(guide, three, django_assert_num_queries):
    change = queries.Change(group=make_group(guide), cause=make_cause_for(guide))
    with django_assert_num_queries(2):
        queries.planned_changes(guide, three[:1], change)
    with django_assert_num_queries(2):
        queries.planned_changes(guide, three, change)


def test_an_answer_is_corrected_and_both_texts_stay(guide, client):
    concern = make_delivered(guide)
    web = sign_in(client, guide)
    address = to(guide, "concerns:concern_correct", concern_id=concern.pk)
    said = {
        "text": "Je mag op papier blijven lezen en schrijven.",
        "decided_by": "Marjolein Horst",
        "reasons": "Papier geeft rust.",
        "what_happens": "",
    }

    assert web.get(address).status_code == 200
    assert web.post(address, {**said, "version": "0"}).status_code == 303
    text = web.get(to(guide, "concerns:concern_detail", concern_id=concern.pk)).text
    assert "Mensen kregen de eerdere tekst te horen." in text
    assert "Je mag op papier blijven lezen en schrijven." in text
    assert "Je mag op papier blijven lezen.</p>" in text
    late = web.post(address, {**said, "version": "0"})
    assert late.status_code == 409
    assert "Iemand anders verbeterde dit antwoord net." in late.text


def test_ok_is_no_answer(guide, client):
    concern = make_understood(guide)
    answer = sign_in(client, guide).post(
        to(guide, "concerns:concern_answer", concern_id=concern.pk),
        {"text": "ok", "decided_by": "Marjolein", "reasons": "Papier geeft rust."},
    )
    assert answer.status_code == 422
    assert "Dit is erg kort. Zeg in één zin wat er is besloten" in answer.text
