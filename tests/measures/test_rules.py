"""Every way out of the rules."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from draagvlak.concerns.models import Concern
from draagvlak.core.policy import Role
from draagvlak.measures import rules
from draagvlak.measures.models import Measure
from draagvlak.measures.states import TRANSITIONS, State, way
from tests.factories.measures import membership_of
from tests.factories.places import make_member, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _dutch():
    with translation.override("nl"):
        yield


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def guide(programme):
    return make_member(programme)


@pytest.fixture
def employee(programme):
    return make_member(programme, Role.EMPLOYEE)


def measure(state=State.PROPOSED, kind="train", owner=None, *, archived=False):
    return Measure(
        kind=kind,
        title="Train",
        state=state,
        owner=owner,
        archived_at=timezone.now() if archived else None,
    )


def said(verdict):
    return str(verdict.reason)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.GUIDE, True),
        (Role.CO_GUIDE, True),
        (Role.PROJECT_LEAD, True),
        (Role.SPONSOR, False),
        (Role.KEY_USER, False),
        (Role.EMPLOYEE, False),
        (Role.SUPPLIER, False),
        (Role.WORKS_COUNCIL, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_who_keeps_measures(programme, role, allowed):
    verdict = rules.may_keep(make_member(programme, role))
    assert bool(verdict) is allowed
    if not allowed:
        assert said(verdict) == (
            "Begeleiders en de projectleider houden de maatregelen bij. "
            "Mis je iets? Zeg het tegen de begeleider."
        )


def test_a_measure_stands_with_a_title_and_reasons():
    assert rules.may_stand(title="Train", kind="train", reasons="")
    assert rules.may_stand(title="Niets", kind="nothing", reasons="Daarom")
    assert said(rules.may_stand(title=" ", kind="train", reasons="")) == (
        "Schrijf in één zin wat er gebeurt."
    )
    assert said(rules.may_stand(title="x" * 161, kind="train", reasons="")) == (
        "Houd de titel op 160 tekens. De rest past in de toelichting."
    )
    assert said(rules.may_stand(title="Niets", kind="nothing", reasons=" ")) == (
        "Schrijf op waarom er niets gebeurt. Mensen hebben recht op de reden."
    )


def test_the_archive_is_at_rest(guide):
    away = measure(archived=True)
    told = "Deze maatregel staat in het archief. Zet hem eerst terug."
    assert said(rules.may_edit(guide, away)) == told
    assert said(rules.may_report(guide, away)) == told
    assert said(rules.may_link(guide, away)) == told
    assert said(rules.may_archive(guide, away)) == "Deze maatregel staat al in het archief."
    assert rules.may_restore(guide, away)
    assert said(rules.may_restore(guide, measure())) == "Deze maatregel staat niet in het archief."
    assert rules.may_archive(guide, measure())


def test_the_owner_and_keepers_report(guide, employee):
    assert rules.may_report(guide, measure())
    assert rules.may_report(employee, measure(owner=membership_of(employee)))
    assert said(rules.may_report(employee, measure(owner=membership_of(guide)))) == (
        "Wie voor deze maatregel zorgt, noteert hoe ver het is. Of een begeleider doet dat."
    )
    assert not rules.may_report(employee, measure())


def test_every_way_of_the_table_and_no_other(guide):
    ways = {(each.source, each.target) for each in TRANSITIONS}
    assert len(ways) == len(TRANSITIONS)
    for source in State:
        for target in State:
            verdict = rules.may_move(guide, measure(source), target)
            assert bool(verdict) is ((source, target) in ways)
    assert way("nowhere", "agreed") is None


def test_nothing_on_purpose_does_not_begin(guide):
    verdict = rules.may_move(guide, measure(State.AGREED, kind="nothing"), State.UNDER_WAY)
    assert said(verdict) == "Hier doen we bewust niets. Vertel de mensen waarom."


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        (State.PROPOSED, State.AGREED, False),
        (State.AGREED, State.UNDER_WAY, True),
        (State.UNDER_WAY, State.DELIVERED, True),
        (State.DELIVERED, State.UNDER_WAY, True),
        (State.UNDER_WAY, State.DROPPED, False),
        (State.DROPPED, State.UNDER_WAY, False),
        (State.AGREED, State.PROPOSED, False),
    ],
)
def test_what_an_owner_may_move(employee, source, target, allowed):
    mine = measure(source, owner=membership_of(employee))
    assert bool(rules.may_move(employee, mine, target)) is allowed


def test_delivering_needs_a_delivery(guide):
    busy = measure(State.UNDER_WAY)
    assert rules.may_deliver(guide, busy, deliveries=1)
    assert said(rules.may_deliver(guide, busy, deliveries=0)) == (
        "Noteer eerst wat er is opgeleverd, en wanneer."
    )
    assert not rules.may_deliver(guide, measure(), deliveries=1)


def test_dropping_needs_reasons(guide):
    assert rules.may_drop(guide, measure(), because="Te duur")
    assert said(rules.may_drop(guide, measure(), because=" ")) == (
        "Schrijf op waarom deze maatregel vervalt."
    )
    assert not rules.may_drop(guide, measure(State.DELIVERED), because="Te duur")


def test_when_something_can_be_delivered(guide, employee):
    assert rules.may_add_delivery(guide, measure(State.AGREED), what="Sessie")
    assert said(rules.may_add_delivery(guide, measure(kind="nothing"), what="Sessie")) == (
        "Hier doen we bewust niets. Dus valt er ook niets op te leveren."
    )
    assert said(rules.may_add_delivery(guide, measure(), what="Sessie")) == (
        "Spreek deze maatregel eerst af. Daarna kun je noteren wat er is opgeleverd."
    )
    assert said(rules.may_add_delivery(guide, measure(State.DROPPED), what="Sessie")) == (
        "Deze maatregel is vervallen. Pak hem eerst weer op."
    )
    assert said(rules.may_add_delivery(guide, measure(State.AGREED), what=" ")) == (
        "Schrijf op wat er is opgeleverd."
    )
    assert not rules.may_add_delivery(employee, measure(State.AGREED), what="Sessie")


def test_changing_and_removing_a_delivery(guide, employee):
    busy, done = measure(State.UNDER_WAY), measure(State.DELIVERED)
    assert rules.may_edit_delivery(guide, busy, what="Sessie")
    assert said(rules.may_edit_delivery(guide, busy, what="")) == "Schrijf op wat er is opgeleverd."
    assert not rules.may_edit_delivery(employee, busy, what="Sessie")
    assert rules.may_remove_delivery(guide, busy, left=0)
    assert rules.may_remove_delivery(guide, done, left=1)
    assert said(rules.may_remove_delivery(guide, done, left=0)) == (
        "Dit is de enige oplevering van een maatregel die klaar is. "
        "Wijzig die, of heropen de maatregel."
    )
    assert not rules.may_remove_delivery(employee, busy, left=1)


def test_for_which_concerns_a_measure_can_be():
    assert rules.may_name(Concern(state="understood"))
    assert said(rules.may_name(Concern(state="heard"))) == (
        "Schrijf eerst een oorzaak op. Een maatregel pakt een oorzaak aan."
    )
    assert said(rules.may_name(Concern(state="planned", archived_at=timezone.now()))) == (
        "Deze zorg of wens staat in het archief. Zet die eerst terug."
    )
