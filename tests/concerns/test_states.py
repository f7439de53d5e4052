"""The one table of states, and the picture that is drawn from it."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command

from draagvlak.concerns.states import TRANSITIONS, VERBS, State, target


def test_every_way_has_words():
    assert {way.verb for way in TRANSITIONS} == set(VERBS)


def test_a_verb_leads_to_one_state():
    ways = [(way.source, way.verb) for way in TRANSITIONS]

    assert len(ways) == len(set(ways))


def test_only_an_answer_leads_to_answered():
    assert {way.verb for way in TRANSITIONS if way.target == State.ANSWERED} == {"answer"}
    assert target(State.HEARD, "answer") is None


def test_every_state_can_be_reached_and_left():
    assert {way.target for way in TRANSITIONS} == set(State)
    assert {way.source for way in TRANSITIONS} == set(State)


def test_the_picture_in_the_documentation_is_fresh(tmp_path):
    drawn = tmp_path / "states.svg"
    call_command("concern_states", str(drawn))

    kept = Path(__file__).parents[2] / "docs/en/concern-states.svg"
    assert drawn.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")
