"""The board: concerns by state, and moving them along the ways of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from draagvlak.concerns import commands, queries, rules
from draagvlak.concerns.states import State
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.concerns.models import Concern
    from draagvlak.core.web import Request

TEMPLATE = "concerns/concern_board.html"


@require_GET
def concern_board(request: Request) -> HttpResponse:
    """Every state as a column, with its first concerns."""
    return _board(request)


@require_POST
def concern_move(request: Request, concern_id: UUID) -> HttpResponse:
    """Take a concern to another column: at once, by what that asks first, or not, with why."""
    actor = request.actor
    concern = queries.access_concern(actor, concern_id)
    target = request.POST.get("target", "")
    if target not in {way.target for way in queries.ways_from(State(concern.state))}:
        return _board(request, concern, queries.why_not(concern.state, target))
    if target in (State.UNDERSTOOD, State.PLANNED) and concern.state in (
        State.ANSWERED,
        State.DELIVERED,
    ):
        verdict = rules.may_reopen(actor, concern)
        if not verdict:
            return _board(request, concern, str(verdict.reason))
        commands.reopen_concern(by=actor, concern=concern)
        say(request, _("Open again. The earlier answer stays readable."))
        return seen(request, to(actor, "concerns:concern_board"))
    return _asked_first(request, concern, target)


def _asked_first(request: Request, concern: Concern, target: str) -> HttpResponse:
    """The page that asks what a move needs: a cause, a measure, an answer, the telling."""
    actor = request.actor
    step = queries.next_step(actor, concern)
    pages = {
        State.UNDERSTOOD: ("concerns:concern_cause_add", rules.may_edit(actor, concern)),
        State.ANSWERED: ("concerns:concern_answer", rules.may_answer(actor, concern)),
        State.DELIVERED: ("concerns:concern_tell", rules.may_tell(actor, concern)),
    }
    if target == State.PLANNED:
        verdict = rules.may_keep(actor)
        if verdict and step is not None:
            return seen(request, step.url)
    else:
        route, verdict = pages[State(target)]
        if verdict:
            return seen(request, to(actor, route, concern_id=concern.pk))
    return _board(request, concern, str(verdict.reason))


def _board(request: Request, concern: Concern | None = None, refused: str = "") -> HttpResponse:
    context = {
        "columns": queries.board_columns(request.actor),
        "concern": concern,
        "refused": refused,
    }
    return page(request, TEMPLATE, context, status=409 if refused else 200)
