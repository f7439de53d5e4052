"""The states of a concern and every way between them: for rules, pages and the diagram."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    HEARD = "heard", _("heard")
    UNDERSTOOD = "understood", _("understood")
    PLANNED = "planned", _("planned")
    ANSWERED = "answered", _("answered")
    DELIVERED = "delivered", _("told again")


@dataclass(frozen=True)
class Transition:
    """One way from a state to another: the verb of the command that takes it."""

    verb: str
    source: State
    target: State


TRANSITIONS: tuple[Transition, ...] = (
    Transition("understand", State.HEARD, State.UNDERSTOOD),
    Transition("plan", State.UNDERSTOOD, State.PLANNED),
    Transition("unplan", State.PLANNED, State.UNDERSTOOD),
    Transition("lose_cause", State.UNDERSTOOD, State.HEARD),
    Transition("answer", State.UNDERSTOOD, State.ANSWERED),
    Transition("answer", State.PLANNED, State.ANSWERED),
    Transition("deliver", State.ANSWERED, State.DELIVERED),
    Transition("reopen", State.ANSWERED, State.UNDERSTOOD),
    Transition("reopen", State.DELIVERED, State.UNDERSTOOD),
)


VERBS = {
    "understand": _("add the first cause"),
    "plan": _("agree on a measure"),
    "unplan": _("withdraw the measure"),
    "lose_cause": _("remove the last cause"),
    "answer": _("give an answer"),
    "deliver": _("tell it back"),
    "reopen": _("open it again"),
}
"""What somebody does to take a way, in words."""


def target(state: str, verb: str) -> State | None:
    """Where a verb leads from a state; None when there is no such way."""
    for way in TRANSITIONS:
        if way.source == state and way.verb == verb:
            return way.target
    return None


ANSWERED = frozenset({State.ANSWERED, State.DELIVERED})
"""The states in which an answer stands."""
UNANSWERED = tuple(state for state in State if state not in ANSWERED)
"""The others, for who counts: a database finds what is named in an index, not what is left out."""
