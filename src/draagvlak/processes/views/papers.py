"""A process as PDF, to mail or to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from draagvlak.core.paper import paper
from draagvlak.processes import queries
from draagvlak.processes.models import Situation
from draagvlak.processes.views.differences import both_sides
from draagvlak.processes.views.frame import look

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request


@require_safe
def situation_pdf(request: Request, process_id: UUID, moment: str) -> HttpResponse:
    """How a process goes now or later, as PDF."""
    found = look(request.actor, process_id, moment)
    if found.situation is None or not found.steps:
        raise Http404
    seen = queries.picture(found.process, found.situation, found.steps)
    title = f"{found.process}: {str(found.moment.label).lower()}"
    lead = _("This is how the work will go, as far as it is known.")
    if found.moment is Situation.Moment.NOW:
        lead = _("This is how the work goes today, step by step.")
    blocks = queries.situation_blocks(title, lead, seen, found.steps)
    return paper(title, blocks, author=_author(request.actor))


@require_safe
def difference_pdf(request: Request, process_id: UUID) -> HttpResponse:
    """What changes in a process, as PDF."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    both = both_sides(actor, process)
    if both is None:
        raise Http404
    blocks = queries.difference_blocks(process, both.old, both.new, both.said)
    title = _("What changes in %(name)s") % {"name": process.name}
    return paper(title, blocks, author=_author(actor))


def _author(actor: Actor) -> str:
    return actor.programme.name if actor.programme else ""
