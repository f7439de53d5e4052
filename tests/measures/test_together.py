"""Several measures at once: what changes and what is refused first, then one act, one way back."""

from __future__ import annotations

import datetime as dt

import pytest

from draagvlak.concerns.models import SavedFilter
from draagvlak.core import undo
from draagvlak.core.models import AuditEvent, UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.web import to
from draagvlak.measures import commands, queries
from draagvlak.measures.models import Measure
from draagvlak.measures.states import State
from draagvlak.programmes.models import Programme
from tests.factories.measures import (
    make_delivery,
    make_measure,
    make_understood,
    membership_of,
)
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 3, 1)


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def three(guide):
    return [make_measure(guide, title=f"Maatregel {n}") for n in range(3)]


def versions(measures):
    return {each.pk: each.version for each in measures}


def test_one_act_changes_all_and_one_undo_puts_all_back(guide, three):
    concern = make_understood(guide)
    commands.link_concerns(by=guide, measure=three[0], concerns=[concern.pk])
    owner = membership_of(guide)
    change = queries.Change(owner=owner, due_on=DAY, state=State.AGREED)

    done = commands.change_together(by=guide, versions=versions(three), change=change)

    assert (done.changed, done.left) == (3, [])
    rows = set(Measure.objects.values_list("owner_id", "due_on", "state"))
    assert rows == {(owner.pk, DAY, "agreed")}
    concern.refresh_from_db()
    assert concern.state == "planned"
    assert AuditEvent.objects.filter(verb="measures.changed_together").count() == 3
    assert AuditEvent.objects.filter(verb="measures.moved_agreed").count() == 3

    undo.take_back(by=guide, undo=UndoRecord.objects.get(kind="measures.changed_together"))
    rows = set(Measure.objects.values_list("owner_id", "due_on", "state"))
    assert rows == {(None, None, "proposed")}
    concern.refresh_from_db()
    assert concern.state == "understood"


def test_what_changed_since_stays_and_is_told(guide, three):
    change = queries.Change(due_on=DAY, state=State.AGREED)
    commands.change_together(by=guide, versions=versions(three), change=change)
    row = Measure.objects.get(pk=three[0].pk)
    commands.move_measure(by=guide, measure=row, target=State.UNDER_WAY)
    left = UndoRecord.objects.get(kind="measures.changed_together")

    assert undo.outlook(guide, left).stays == ["“Maatregel 0”: de stand is sindsdien gewijzigd."]
    undo.take_back(by=guide, undo=left)
    assert set(Measure.objects.values_list("title", "state", "due_on")) == {
        ("Maatregel 0", "under_way", None),
        ("Maatregel 1", "proposed", None),
        ("Maatregel 2", "proposed", None),
    }


def test_what_the_rules_refuse_is_left_with_why(guide, three):
    owner = membership_of(guide)
    begun = make_measure(guide, title="Loopt", state=State.UNDER_WAY)
    make_delivery(guide, begun)
    empty = make_measure(guide, title="Leeg", state=State.UNDER_WAY)
    looked = {**versions(three), begun.pk: 1, empty.pk: 1}

    done = commands.change_together(
        by=guide, versions=looked, change=queries.Change(owner=owner, state=State.DELIVERED)
    )
    assert done.changed == 1
    assert dict(done.left) == {
        **{
            f"Maatregel {n}": "Die stap kan nu niet. Bekijk de pagina opnieuw: "
            "er is iets veranderd."
            for n in range(3)
        },
        "Leeg": "Noteer eerst wat er is opgeleverd, en wanneer.",
    }
    assert set(Measure.objects.filter(state="delivered").values_list("pk", flat=True)) == {begun.pk}


def test_what_somebody_else_changed_is_left(guide, three):
    looked = {**versions(three), three[0].pk: 7}
    done = commands.change_together(by=guide, versions=looked, change=queries.Change(due_on=DAY))
    assert (done.changed, [title for title, _why in done.left]) == (2, ["Maatregel 0"])
    with pytest.raises(Refused, match="Er is niets gewijzigd"):
        commands.change_together(
            by=guide, versions={three[0].pk: 7}, change=queries.Change(no_owner=True)
        )


def test_what_is_so_already_gets_no_line(guide, three):
    change = queries.Change(state=State.PROPOSED)
    with pytest.raises(Refused, match="alles was al zo"):
        commands.change_together(by=guide, versions=versions(three), change=change)


def test_dropping_several_asks_why(guide, three, client):
    web = sign_in(client, guide)
    sent = {"chosen": [f"{each.pk}:1" for each in three], "state": "dropped"}
    answer = web.post(to(guide, "measures:measure_together"), sent)
    assert answer.status_code == 422
    assert "Schrijf op waarom deze maatregelen vervallen." in answer.text
    done = web.post(
        to(guide, "measures:measure_together"), {**sent, "because": "Geen geld.", "sure": "1"}
    )
    assert done.status_code == 303
    rows = set(Measure.objects.values_list("state", "dropped_because"))
    assert rows == {("dropped", "Geen geld.")}


def test_the_journey_without_a_script(guide, three, client):
    web = sign_in(client, guide)
    listed = web.get(to(guide, "measures:measure_list"), {"choose": "1"})
    assert f'name="chosen" value="{three[0].pk}"' in listed.text
    address = to(guide, "measures:measure_together")
    start = web.get(address, {"chosen": [str(each.pk) for each in three[:2]]})
    assert "2 maatregelen zijn gekozen." in start.text

    commands.archive_measure(by=guide, measure=three[1])
    sent = {"chosen": [f"{each.pk}:1" for each in three], "state": "agreed"}
    preview = web.post(address, sent)
    assert preview.status_code == 200
    assert "Stand: voorgesteld → afgesproken" in preview.text
    assert "in het archief" in preview.text
    assert not Measure.objects.filter(state="agreed").exists()

    done = web.post(address, {**sent, "sure": "1"}, follow=True)
    assert "2 maatregelen zijn gewijzigd." in done.text
    assert "data-undo" in done.text


def test_nothing_to_change_and_nothing_chosen_are_told(guide, three, client):
    web = sign_in(client, guide)
    address = to(guide, "measures:measure_together")
    empty = web.post(address, {"state": "agreed"})
    assert (empty.status_code, "Kies minstens één maatregel." in empty.text) == (422, True)
    idle = web.post(address, {"chosen": f"{three[0].pk}:1"})
    assert (idle.status_code, "Kies minstens één ding om te wijzigen." in idle.text) == (422, True)


def test_all_that_fit_the_filters(guide, three, client):
    make_measure(guide, kind="coach")
    web = sign_in(client, guide)
    text = web.get(to(guide, "measures:measure_together"), {"all": "1", "kind": "train"}).text
    assert "3 maatregelen zijn gekozen." in text


def test_an_outsider_finds_nothing_and_a_reader_may_not(guide, three, client):
    address = to(guide, "measures:measure_together")
    assert sign_in(client, make_member()).get(address).status_code == 404
    sponsor = make_member(Programme.objects.get(pk=guide.programme_id), Role.SPONSOR)
    assert sign_in(client, sponsor).get(address).status_code == 403


def test_a_view_is_kept_and_opens_the_list(guide, three, client):
    web = sign_in(client, guide)
    listed = to(guide, "measures:measure_list")
    save = to(guide, "concerns:filter_save", page="measures")
    answer = web.post(
        save, {"name": "Voorstellen", "query": "state=proposed&choose=1"}, follow=True
    )
    assert "Voorstellen" in answer.text
    saved = SavedFilter.objects.get()
    assert (saved.page, saved.query) == ("measures", "state=proposed")
    web.post(to(guide, "concerns:filter_default", page="measures"), {"filter": str(saved.pk)})
    assert web.get(listed)["Location"] == f"{listed}?state=proposed"
    assert web.get(f"{listed}?all=1").status_code == 200
