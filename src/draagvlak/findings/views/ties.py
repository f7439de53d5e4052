"""What is tied afterwards: a measure to a bottleneck, from either side; what answers a concern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from draagvlak.concerns.queries import access_concern
from draagvlak.core.web import say, seen, to
from draagvlak.findings import commands, queries, rules
from draagvlak.findings.states import Sort
from draagvlak.findings.views.frame import Link, finding_address, form_page, way
from draagvlak.measures.queries import access_measure

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.findings.models import Bottleneck
    from draagvlak.measures.models import Measure

FROM_MEASURE = "?from=measure"
FROM_CONCERN = "?from=concern"


def asked_words(request: Request) -> str:
    """The words that somebody looks for."""
    return request.GET.get("q", "").replace("\0", "").strip()[:160]


def came_from(request: Request, mark: str) -> bool:
    """Whether who ties came from the other side, and goes back there."""
    return request.GET.get("from") == mark.rpartition("=")[2]


@require_safe
def measure_find(request: Request, bottleneck_id: UUID) -> HttpResponse:
    """Find a measure that is there already, for a bottleneck."""
    actor, text = request.actor, asked_words(request)
    bottleneck = queries.access_bottleneck(actor, bottleneck_id)
    rules.may_edit(actor, bottleneck).demand()
    keys = {"bottleneck_id": bottleneck.pk}
    context = {
        "title": _("Which measure is for this?"),
        "lead": _("Choose a measure that is there already. It stands with the bottleneck then."),
        "about": bottleneck.title,
        "here": to(actor, "findings:measure_find", **keys),
        "q": text,
        "rows": [
            (row, to(actor, "findings:measure_tie", **keys, measure_id=row.id))
            for row in queries.found_measures(actor, bottleneck, text)
        ],
    }
    return form_page(request, "tie_find", way(actor, Sort.BOTTLENECK, bottleneck), context)


@require_safe
def bottleneck_find(request: Request, measure_id: UUID) -> HttpResponse:
    """Find a bottleneck that a measure is there to solve."""
    actor, text = request.actor, asked_words(request)
    measure = access_measure(actor, measure_id)
    rules.may_keep(actor).demand()
    rules.may_be_for(measure).demand()
    keys = {"measure_id": measure.pk}
    context = {
        "title": _("Which bottleneck does this solve?"),
        "lead": _("Choose a bottleneck that is written down. The measure stands with it then."),
        "about": measure.title,
        "here": to(actor, "findings:bottleneck_find", **keys),
        "q": text,
        "rows": [
            (row, to(actor, "findings:measure_tie", bottleneck_id=row.id, **keys) + FROM_MEASURE)
            for row in queries.found_bottlenecks(actor, measure, text)
        ],
    }
    links = [
        Link(_("Measures"), to(actor, "measures:measure_list")),
        Link(measure.title, to(actor, "measures:measure_detail", **keys)),
    ]
    return form_page(request, "tie_find", links, context)


@require_safe
def opportunity_find(request: Request, concern_id: UUID) -> HttpResponse:
    """Find an opportunity that answers a concern."""
    actor, text = request.actor, asked_words(request)
    concern = access_concern(actor, concern_id)
    rules.may_keep(actor).demand()
    keys = {"concern_id": concern.pk}
    context = {
        "title": _("Which opportunity answers this?"),
        "lead": _("Choose an opportunity that is written down. It stands beside this then."),
        "about": concern.title,
        "here": to(actor, "findings:opportunity_find", **keys),
        "q": text,
        "rows": [
            (row, to(actor, "findings:concern_tie", opportunity_id=row.id, **keys) + FROM_CONCERN)
            for row in queries.found_opportunities(actor, concern, text)
        ],
    }
    links = [
        Link(_("Worries and wishes"), to(actor, "concerns:concern_list")),
        Link(concern.title, to(actor, "concerns:concern_detail", **keys)),
    ]
    return form_page(request, "tie_find", links, context)


@require_POST
def measure_tie(request: Request, bottleneck_id: UUID, measure_id: UUID) -> HttpResponse:
    """Say that a measure is there to solve a bottleneck, with a way back."""
    actor = request.actor
    bottleneck = queries.access_bottleneck(actor, bottleneck_id)
    measure = access_measure(actor, measure_id)
    commands.tie_measure(by=actor, bottleneck=bottleneck, measure=measure)
    text = _("“%(measure)s” is there for “%(bottleneck)s” from now on.")
    names = {"measure": measure.title, "bottleneck": bottleneck.title}
    return _tied(request, text % names, "measure_untie", bottleneck, measure)


@require_POST
def measure_untie(request: Request, bottleneck_id: UUID, measure_id: UUID) -> HttpResponse:
    """Say that a measure is not for a bottleneck, with a way back."""
    actor = request.actor
    bottleneck = queries.access_bottleneck(actor, bottleneck_id)
    measure = access_measure(actor, measure_id)
    commands.untie_measure(by=actor, bottleneck=bottleneck, measure=measure)
    text = _("“%(measure)s” is no longer for “%(bottleneck)s”.")
    names = {"measure": measure.title, "bottleneck": bottleneck.title}
    return _tied(request, text % names, "measure_tie", bottleneck, measure)


def _tied(
    request: Request, text: str, back: str, bottleneck: Bottleneck, measure: Measure
) -> HttpResponse:
    """The message with the way back, on the page where somebody began."""
    actor, from_measure = request.actor, came_from(request, FROM_MEASURE)
    keys = {"bottleneck_id": bottleneck.pk, "measure_id": measure.pk}
    undo = to(actor, f"findings:{back}", **keys) + (FROM_MEASURE if from_measure else "")
    say(request, text, undo=undo)
    return seen(request, _page_of(actor, bottleneck, measure if from_measure else None))


def _page_of(actor: Actor, bottleneck: Bottleneck, measure: Measure | None) -> str:
    if measure is None:
        return finding_address(actor, bottleneck) + "#measures"
    return to(actor, "measures:measure_detail", measure_id=measure.pk) + "#bottlenecks"
