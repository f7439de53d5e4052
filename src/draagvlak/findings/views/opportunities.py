"""Who gains by an opportunity, and which concerns it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.concerns.queries import access_concern
from draagvlak.core.web import say, seen, to
from draagvlak.findings import commands, queries, rules
from draagvlak.findings.forms import GainForm
from draagvlak.findings.states import Sort
from draagvlak.findings.views.frame import finding_address, form_page, way
from draagvlak.findings.views.ties import FROM_CONCERN, asked_words, came_from
from draagvlak.organisations.queries import access_group, groups, sees_everyone

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.findings.models import Opportunity


def opportunity_parts(actor: Actor, opportunity: Opportunity) -> dict[str, object]:
    """What the page of an opportunity has more: who gains, and what it answers."""
    return {
        "gains": queries.gains_of(actor, opportunity),
        "concerns": queries.concerns_of(actor, opportunity),
        "sees_groups": sees_everyone(actor),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def gain_put(request: Request, opportunity_id: UUID) -> HttpResponse:
    """Say what a group gains."""
    actor = request.actor
    opportunity = queries.access_opportunity(actor, opportunity_id)
    rules.may_edit(actor, opportunity).demand()
    offered = [(str(row.id), row.name) for row in groups(actor)]
    form = GainForm(request.POST if request.method == "POST" else None, offered)
    if form.is_valid():
        group = access_group(actor, form.group_id)
        commands.put_gain(by=actor, opportunity=opportunity, group=group, draft=form.draft())
        say(request, _("Saved."))
        return seen(request, finding_address(actor, opportunity) + "#gains")
    context = {"title": _("Say who gains"), "form": form, "opportunity": opportunity}
    links = way(actor, Sort.OPPORTUNITY, opportunity)
    return form_page(request, "gain_put", links, context, 422 if form.errors else 200)


@require_POST
def gain_remove(request: Request, opportunity_id: UUID, group_id: UUID) -> HttpResponse:
    """Say that a group does not gain by it."""
    actor = request.actor
    opportunity = queries.access_opportunity(actor, opportunity_id)
    commands.remove_gain(by=actor, opportunity=opportunity, group_id=group_id)
    say(request, _("Removed."))
    return seen(request, finding_address(actor, opportunity) + "#gains")


@require_safe
def concern_find(request: Request, opportunity_id: UUID) -> HttpResponse:
    """Find the concerns that an opportunity answers, by a word in their title."""
    actor, text = request.actor, asked_words(request)
    opportunity = queries.access_opportunity(actor, opportunity_id)
    rules.may_edit(actor, opportunity).demand()
    keys = {"opportunity_id": opportunity.pk}
    context = {
        "title": _("What does it answer?"),
        "lead": _("Choose the worries and wishes that this answers. It stands beside them then."),
        "about": opportunity.title,
        "here": to(actor, "findings:concern_find", **keys),
        "q": text,
        "rows": [
            (row, to(actor, "findings:concern_tie", **keys, concern_id=row.id))
            for row in queries.found_concerns(actor, opportunity, text)
        ],
    }
    return form_page(request, "tie_find", way(actor, Sort.OPPORTUNITY, opportunity), context)


@require_POST
def concern_tie(request: Request, opportunity_id: UUID, concern_id: UUID) -> HttpResponse:
    """Say that an opportunity answers a concern, with a way back."""
    actor = request.actor
    opportunity = queries.access_opportunity(actor, opportunity_id)
    concern = access_concern(actor, concern_id)
    commands.tie_concern(by=actor, opportunity=opportunity, concern=concern)
    text = _("This opportunity answers “%(title)s”.") % {"title": concern.title}
    return _tied(request, text, "concern_untie", opportunity, concern)


@require_POST
def concern_untie(request: Request, opportunity_id: UUID, concern_id: UUID) -> HttpResponse:
    """Say that it does not answer that concern, with a way back."""
    actor = request.actor
    opportunity = queries.access_opportunity(actor, opportunity_id)
    concern = access_concern(actor, concern_id)
    commands.untie_concern(by=actor, opportunity=opportunity, concern=concern)
    text = _("This opportunity no longer answers “%(title)s”.") % {"title": concern.title}
    return _tied(request, text, "concern_tie", opportunity, concern)


def _tied(
    request: Request, text: str, back: str, opportunity: Opportunity, concern: Concern
) -> HttpResponse:
    """The message with the way back, on the page where somebody began."""
    actor, from_concern = request.actor, came_from(request, FROM_CONCERN)
    keys = {"opportunity_id": opportunity.pk, "concern_id": concern.pk}
    undo = to(actor, f"findings:{back}", **keys) + (FROM_CONCERN if from_concern else "")
    say(request, text, undo=undo)
    if from_concern:
        url = to(actor, "concerns:concern_detail", concern_id=concern.pk)
        return seen(request, f"{url}#opportunities")
    return seen(request, finding_address(actor, opportunity) + "#concerns")
