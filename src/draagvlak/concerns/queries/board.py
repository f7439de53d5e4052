"""Concerns by state, side by side; each card with the ways it can go, and why not elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.concerns.queries.access import visible_concerns
from draagvlak.concerns.queries.lists import Filters, concern_rows
from draagvlak.concerns.queries.words import capital
from draagvlak.concerns.states import TRANSITIONS, VERBS, State
from draagvlak.core.board import CARDS, Card, Column, Way
from draagvlak.core.web import to

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


def board_columns(actor: Actor) -> list[Column]:
    """The five states with their first concerns; statements do not grow with the concerns."""
    rows = visible_concerns(actor).filter(archived_at=None)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("*")))
    heads = {
        state: list(
            rows.filter(state=state).order_by("-voices", "pk").values_list("pk", flat=True)[:CARDS]
        )
        for state in State
    }
    lines = {
        row.id: row for row in concern_rows(actor, [pk for ids in heads.values() for pk in ids])
    }
    columns = []
    for state in State:
        cards = [
            Card(
                id=pk,
                title=lines[pk].title,
                url=to(actor, "concerns:concern_detail", concern_id=pk),
                note=" · ".join(
                    word for word in (_voices(lines[pk].voices), lines[pk].owner) if word
                ),
                move_url=to(actor, "concerns:concern_move", concern_id=pk),
                late=lines[pk].due_words if lines[pk].late else "",
                kind=lines[pk].kind,
                ways=ways_from(state),
            )
            for pk in heads[state]
        ]
        count = counts.get(state.value, 0)
        href = to(actor, "concerns:concern_list") + Filters().href(state=state.value)
        label = capital(state.label)
        columns.append(Column(state.value, label, state.value, count, cards, href))
    return columns


def ways_from(state: State) -> list[Way]:
    """Every state that the table leads to from here, with what one does for it."""
    found: dict[str, Way] = {}
    for way in TRANSITIONS:
        if way.source == state and way.verb not in ("unplan", "lose_cause"):
            found[way.target.value] = Way(way.target.value, capital(str(VERBS[way.verb])))
    return list(found.values())


def _voices(count: int) -> str:
    return ngettext("%(count)s voice", "%(count)s voices", count) % {"count": count}


def why_not(state: str, target: str) -> str:
    """Why a card cannot go from one state to another."""
    if state == target:
        return _("It stands there already.")
    if target == State.PLANNED:
        return (
            _("First write down a cause. A measure answers a cause.")
            if (state == State.HEARD)
            else _("There is an answer already. Open it again first.")
        )
    if target == State.ANSWERED:
        return (
            _("First write down a cause. An answer without a cause helps nobody.")
            if state == State.HEARD
            else _("The answer was told back. Open it again to give a new one.")
        )
    if target == State.DELIVERED:
        return _("There is no answer to tell yet. Give one first.")
    if target == State.UNDERSTOOD:
        return _("A measure is planned for it. Take that measure away first.")
    return _("What was understood does not become unheard. Take its causes away on its page.")
