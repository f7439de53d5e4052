"""Measures by state, side by side; each card with the ways it can go, and why not elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from draagvlak.core.board import CARDS, Card, Column, Way
from draagvlak.core.web import to
from draagvlak.measures.models import Measure
from draagvlak.measures.queries.access import visible_measures
from draagvlak.measures.queries.lists import DOTS, SORTS, Filters, measure_rows
from draagvlak.measures.states import TRANSITIONS, State

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.measures.queries.lists import MeasureRow


def board_columns(actor: Actor) -> list[Column]:
    """The five states with their first measures; statements do not grow with the measures."""
    rows = visible_measures(actor).present()
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("*")))
    keyed = rows.annotate(key=SORTS["due"]().key).order_by("key", "pk")
    heads = {
        state: list(keyed.filter(state=state).values_list("pk", flat=True)[:CARDS])
        for state in State
    }
    shown = [pk for ids in heads.values() for pk in ids]
    lines = {row.id: row for row in measure_rows(actor, rows.filter(pk__in=shown))}
    address = to(actor, "measures:measure_list")
    return [
        Column(
            state.value,
            capfirst(str(state.label)),
            DOTS[state],
            counts.get(state.value, 0),
            [_card(actor, lines[pk]) for pk in heads[state]],
            address + Filters().href(state=state.value),
        )
        for state in State
    ]


def _card(actor: Actor, row: MeasureRow) -> Card:
    return Card(
        id=row.id,
        title=row.title,
        url=to(actor, "measures:measure_detail", measure_id=row.id),
        note=row.note,
        move_url=to(actor, "measures:measure_shift", measure_id=row.id),
        late=row.due_words if row.late else "",
        ways=ways_from(State(row.state), row.kind),
    )


def ways_from(state: State, kind: str) -> list[Way]:
    """Every state that the table leads to from here, with what one does for it."""
    idle = kind == Measure.Kind.NOTHING
    return [
        Way(way.target.value, _words(way.verb, way.target))
        for way in TRANSITIONS
        if way.source == state and not (idle and way.target == State.UNDER_WAY)
    ]


def _words(verb: str, target: State) -> str:
    if verb == "take_up":
        return _("Take it up again: %(state)s") % {"state": target.label}
    words = {
        "agree": _("Agree on it"),
        "start": pgettext("measure", "Begin"),
        "deliver": _("It is delivered"),
        "drop": pgettext("measure", "Drop"),
        "propose_again": _("Not agreed after all"),
        "stop": _("It has not begun yet"),
        "reopen": _("Reopen: it is not finished"),
    }
    return words[verb]


def why_not(state: str, target: str) -> str:
    """Why a card cannot go from one state to another."""
    if state == target:
        return _("It stands there already.")
    if target == State.UNDER_WAY:
        return _("Agree on this measure first. Then it can begin.")
    if target == State.DELIVERED:
        return _("Only what is under way can be delivered. Let it begin first.")
    if target == State.DROPPED:
        return _("It is delivered. What is delivered cannot be dropped any more.")
    return _("Work on it was begun already. Take it back to “agreed” first.")
