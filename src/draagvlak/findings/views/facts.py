"""Whether a fact is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from draagvlak.core.web import say, seen, to
from draagvlak.findings import commands, queries, rules
from draagvlak.findings.views.frame import finding_address

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.findings.models import Fact


def fact_parts(actor: Actor, fact: Fact) -> dict[str, object]:
    """What the page of a fact has more: whether it can be checked."""
    return {
        "may_check": rules.may_check(actor, fact),
        "may_uncheck": rules.may_uncheck(actor, fact),
    }


@require_POST
def fact_check(request: Request, fact_id: UUID) -> HttpResponse:
    """Say that one looked, and that it is so; with a way back."""
    actor = request.actor
    fact = commands.check_fact(by=actor, fact=queries.access_fact(actor, fact_id))
    undo = to(actor, "findings:fact_uncheck", fact_id=fact.pk)
    say(request, _("It is written down that you checked this."), undo=undo)
    return seen(request, finding_address(actor, fact))


@require_POST
def fact_uncheck(request: Request, fact_id: UUID) -> HttpResponse:
    """Say that it still has to be checked."""
    actor = request.actor
    fact = commands.uncheck_fact(by=actor, fact=queries.access_fact(actor, fact_id))
    say(request, _("This still has to be checked."))
    return seen(request, finding_address(actor, fact))
