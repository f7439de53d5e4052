"""The board: measures by state, and moving them along the ways of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from draagvlak.core.undo import undo_url
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.measures import commands, queries, rules
from draagvlak.measures.states import State
from draagvlak.measures.views.crumbs import crumbs
from draagvlak.measures.views.details import CROSSED

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.measures.models import Measure

TEMPLATE = "measures/measure_board.html"


@require_safe
def measure_board(request: Request) -> HttpResponse:
    """Every state as a column, with its first measures."""
    return _board(request)


@require_POST
def measure_shift(request: Request, measure_id: UUID) -> HttpResponse:
    """Take a measure to another column: at once, by what that asks first, or not, with why."""
    actor = request.actor
    measure = queries.access_measure(actor, measure_id)
    target = request.POST.get("target", "")
    if target not in {way.target for way in queries.ways_from(State(measure.state), measure.kind)}:
        return _board(request, measure, queries.why_not(measure.state, target))
    verdict = rules.may_move(actor, measure, target)
    if not verdict:
        return _board(request, measure, str(verdict.reason))
    asks = _asked_first(request, measure, State(target))
    if asks:
        return seen(request, to(actor, asks, measure_id=measure.pk))
    try:
        commands.move_measure(by=actor, measure=measure, target=State(target))
    except EditConflict:
        return _board(request, measure, str(CROSSED))
    words = {"title": measure.title, "state": capfirst(str(State(measure.state).label))}
    say(request, _("“%(title)s”: %(state)s.") % words, undo=undo_url(actor))
    return seen(request, to(actor, "measures:measure_board"))


def _asked_first(request: Request, measure: Measure, target: State) -> str:
    """The page that asks what a move needs: why it is dropped, or what was delivered."""
    if target is State.DROPPED:
        return "measures:measure_drop"
    brought = queries.with_deliveries(request.actor, [measure.pk])
    return "measures:delivery_add" if target is State.DELIVERED and not brought else ""


def _board(request: Request, measure: Measure | None = None, refused: str = "") -> HttpResponse:
    context = {
        "crumbs": crumbs(request.actor, _("Board")),
        "columns": queries.board_columns(request.actor),
        "measure": measure,
        "refused": refused,
    }
    return page(request, TEMPLATE, context, status=409 if refused else 200)
