"""The states of a measure and every way between them: for rules, pages and the diagram."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("measure", "proposed")
    AGREED = "agreed", pgettext_lazy("measure", "agreed")
    UNDER_WAY = "under_way", pgettext_lazy("measure", "under way")
    DELIVERED = "delivered", pgettext_lazy("measure", "delivered")
    DROPPED = "dropped", pgettext_lazy("measure", "dropped")


OPEN = frozenset({State.PROPOSED, State.AGREED, State.UNDER_WAY})
"""Something is still to be done: a due date can pass."""


DECIDED = frozenset({State.AGREED, State.UNDER_WAY, State.DELIVERED})
"""Somebody agreed on it: the concerns it is for are planned. A proposal decides nothing."""


@dataclass(frozen=True)
class Transition:
    """One way from a state to another. `back` marks a way that only takes an earlier step back."""

    verb: str
    source: State
    target: State
    back: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition("agree", State.PROPOSED, State.AGREED),
    Transition("start", State.AGREED, State.UNDER_WAY),
    Transition("deliver", State.UNDER_WAY, State.DELIVERED),
    Transition("drop", State.PROPOSED, State.DROPPED),
    Transition("drop", State.AGREED, State.DROPPED),
    Transition("drop", State.UNDER_WAY, State.DROPPED),
    Transition("propose_again", State.AGREED, State.PROPOSED, back=True),
    Transition("stop", State.UNDER_WAY, State.AGREED, back=True),
    Transition("reopen", State.DELIVERED, State.UNDER_WAY, back=True),
    Transition("take_up", State.DROPPED, State.PROPOSED, back=True),
    Transition("take_up", State.DROPPED, State.AGREED, back=True),
    Transition("take_up", State.DROPPED, State.UNDER_WAY, back=True),
)


def way(source: str, target: str) -> Transition | None:
    """The way from one state to another; None when there is none."""
    for transition in TRANSITIONS:
        if transition.source == source and transition.target == target:
            return transition
    return None
