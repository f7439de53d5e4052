"""Who may do what with a concern; each refusal says why."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils.translation import override

from draagvlak.concerns import rules
from draagvlak.core.actor import Actor, ActorKind
from draagvlak.core.policy import Role

EDITORS = [Role.GUIDE, Role.CO_GUIDE, Role.PROJECT_LEAD]
OTHERS = [each for each in Role if each not in EDITORS]
GUIDES = [Role.GUIDE, Role.CO_GUIDE]
KEEP = "Begeleiders en de projectleider houden dit bij. Zeg tegen de begeleider wat je mist."


@pytest.fixture(autouse=True)
def _dutch():
    with override("nl"):
        yield


def _actor(*roles, user_id=None):
    return Actor(ActorKind.USER, user_id or uuid4(), "Joke", frozenset(roles))


def _concern(state="heard", *, archived=False, owner=None, voices=3):
    place = SimpleNamespace(user_id=owner) if owner else None
    return SimpleNamespace(
        state=state,
        archived_at="ooit" if archived else None,
        merged_into_id=None,
        owner=place,
        voices=voices,
    )


@pytest.mark.parametrize("role", EDITORS)
def test_editors_keep_the_register(role):
    actor = _actor(role)

    assert rules.may_keep(actor)
    assert rules.may_raise(actor)
    assert rules.may_edit(actor, _concern())
    assert rules.may_archive(actor, _concern())
    assert rules.may_edit_cause(actor, SimpleNamespace())


@pytest.mark.parametrize("role", OTHERS)
def test_others_read_why_not(role):
    actor = _actor(role)

    assert str(rules.may_keep(actor).reason) == KEEP
    assert not rules.may_raise(actor)
    assert str(rules.may_edit(actor, _concern()).reason) == KEEP
    assert str(rules.may_archive(actor, _concern()).reason) == KEEP
    assert not rules.may_restore(actor, _concern(archived=True))
    assert not rules.may_plan(actor, _concern("understood"))
    assert not rules.may_unplan(actor, _concern("planned"))
    assert not rules.may_reopen(actor, _concern("answered"))


@pytest.mark.parametrize("role", [each for each in Role if each not in GUIDES])
def test_only_guides_touch_voices(role):
    actor = _actor(role)

    assert not rules.may_see_voices(actor)
    assert not rules.may_join(actor, _concern())
    assert not rules.may_record_solved(actor, _concern("answered"), says_no=False, reason="")
    assert not rules.may_tally(actor, is_open=True)
    assert not rules.may_split(actor, _concern(), chosen=1)


def test_a_guide_splits_some_but_not_all_voices():
    guide = _actor(Role.GUIDE)

    assert rules.may_split(guide, _concern(voices=3), chosen=2)
    assert not rules.may_split(guide, _concern(voices=3), chosen=0)
    assert not rules.may_split(guide, _concern(voices=3), chosen=3)
    assert not rules.may_split(guide, _concern(voices=3, archived=True), chosen=1)


def test_what_is_in_the_archive_stays_as_it_is():
    guide, away = _actor(Role.GUIDE), _concern("understood", archived=True)

    words = "Deze zorg of wens staat in het archief. Zet die eerst terug."
    assert str(rules.may_edit(guide, away).reason) == words
    assert str(rules.may_answer(guide, away).reason) == words
    assert str(rules.may_join(guide, away).reason) == words
    assert not rules.may_archive(guide, away)
    assert rules.may_restore(guide, away)
    assert not rules.may_restore(guide, _concern())


@pytest.mark.parametrize(
    ("title", "allowed"), [("", False), ("  ", False), ("x" * 160, True), ("x" * 161, False)]
)
def test_a_title_says_something_in_160_signs(title, allowed):
    assert bool(rules.may_title(title)) is allowed


def test_why_is_asked_five_times_at_most():
    guide = _actor(Role.GUIDE)

    assert rules.may_write_origin(guide, _concern(), ["a"] * 5)
    assert not rules.may_write_origin(guide, _concern(), ["a"] * 6)
    assert not rules.may_write_origin(_actor(Role.EMPLOYEE), _concern(), ["a"])


@pytest.mark.parametrize(
    ("state", "left", "allowed"),
    [
        ("understood", 0, True),
        ("planned", 1, True),
        ("planned", 0, False),
        ("answered", 0, False),
        ("delivered", 0, False),
    ],
)
def test_the_last_cause_stays_under_a_plan_or_an_answer(state, left, allowed):
    verdict = rules.may_remove_cause(_actor(Role.GUIDE), _concern(state), left=left)

    assert bool(verdict) is allowed


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (
            "heard",
            "Schrijf eerst een oorzaak op. Aan een antwoord zonder oorzaak heeft niemand iets.",
        ),
        ("understood", ""),
        ("planned", ""),
        (
            "answered",
            "Er is al een antwoord. Kies “Open opnieuw” om een nieuw antwoord te geven.",
        ),
        (
            "delivered",
            "Er is al een antwoord. Kies “Open opnieuw” om een nieuw antwoord te geven.",
        ),
    ],
)
def test_an_answer_needs_a_cause_and_is_given_once(state, reason):
    assert str(rules.may_answer(_actor(Role.GUIDE), _concern(state)).reason) == reason


def test_the_owner_answers_and_tells_whatever_the_role():
    me = uuid4()
    owner = _actor(Role.SPONSOR, user_id=me)

    assert rules.may_answer(owner, _concern("understood", owner=me))
    assert rules.may_tell(owner, _concern("answered", owner=me))
    assert not rules.may_answer(owner, _concern("understood", owner=uuid4()))
    assert not rules.may_tell(owner, _concern("answered"))


@pytest.mark.parametrize(
    ("text", "decided_by", "reasons", "reason"),
    [
        ("", "Marjolein", "Rust", "Schrijf op wat er is besloten."),
        ("Het mag", " ", "Rust", "Schrijf op wie dit besliste."),
        (
            "Het mag",
            "Marjolein",
            "",
            "Schrijf op waarom. Een zorg of wens sluit nooit zonder redenen.",
        ),
        ("Het mag", "Marjolein", "Rust", ""),
    ],
)
def test_an_answer_says_what_who_and_why(text, decided_by, reasons, reason):
    verdict = rules.may_answer_with(text=text, decided_by=decided_by, reasons=reasons)

    assert str(verdict.reason) == reason


@pytest.mark.parametrize(
    ("state", "tells", "reopens", "plans", "unplans"),
    [
        ("heard", False, False, False, False),
        ("understood", False, False, True, False),
        ("planned", False, False, False, True),
        ("answered", True, True, False, False),
        ("delivered", False, True, False, False),
    ],
)
def test_verbs_follow_the_table(state, tells, reopens, plans, unplans):
    guide, concern = _actor(Role.GUIDE), _concern(state)

    assert bool(rules.may_tell(guide, concern)) is tells
    assert bool(rules.may_reopen(guide, concern)) is reopens
    assert bool(rules.may_plan(guide, concern)) is plans
    assert bool(rules.may_unplan(guide, concern)) is unplans


@pytest.mark.parametrize(
    ("state", "says_no", "reason", "allowed"),
    [
        ("understood", False, "", False),
        ("answered", False, "", True),
        ("delivered", True, "", False),
        ("delivered", True, "De printer", True),
    ],
)
def test_solved_is_recorded_after_an_answer_and_no_needs_a_reason(state, says_no, reason, allowed):
    verdict = rules.may_record_solved(
        _actor(Role.GUIDE), _concern(state), says_no=says_no, reason=reason
    )

    assert bool(verdict) is allowed


def test_a_name_needs_a_vault():
    assert rules.may_name_voice(has_vault=True)
    assert str(rules.may_name_voice(has_vault=False).reason).startswith("Maak eerst je kluis aan")


def test_counting_needs_an_open_vault():
    assert rules.may_tally(_actor(Role.GUIDE), is_open=True)
    assert str(rules.may_tally(_actor(Role.GUIDE), is_open=False).reason) == (
        "Open eerst je kluis. Pas dan zijn de stemmen per doelgroep te tellen."
    )
