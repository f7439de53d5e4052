"""What is still owed: answers and promises, per decision maker; and promising something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from draagvlak.answering import commands, rules
from draagvlak.answering.forms import PromiseForm
from draagvlak.answering.queries import commitments, debt
from draagvlak.answering.queries.words import tabs
from draagvlak.concerns.models import Concern
from draagvlak.concerns.queries import access_concern
from draagvlak.core.web import page, say, seen, to
from draagvlak.measures.queries import access_measure
from draagvlak.stakeholders.queries import carrier_choices

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.measures.models import Measure


@require_safe
def debt_list(request: Request) -> HttpResponse:
    """Answers that are late or due this week, per decision maker."""
    actor = request.actor
    who = request.GET.get("who", "")
    shown = debt.owed_page(actor, who, request.GET.get("after", ""))
    here = to(actor, "answering:debt_list")
    context = {
        "tabs": tabs(actor, "debt_list"),
        "totals": debt.totals(actor),
        "debtors": debt.debtors(actor, who),
        "page": shown,
        "who": who,
        "all_url": here,
        "older": f"{here}?who={who}&after={shown.after}" if shown.after else "",
        "unread": debt.unread_count(actor),
        "unsolved": debt.unsolved(actor),
    }
    return page(request, "answering/debt_list.html", context)


@require_safe
def commitment_list(request: Request) -> HttpResponse:
    """What was promised, per decision maker; `?show=settled`: and how it went."""
    actor = request.actor
    who, settled = request.GET.get("who", ""), request.GET.get("show") == "settled"
    shown = commitments.promised_page(actor, who, request.GET.get("after", ""), settled=settled)
    here = to(actor, "answering:commitment_list")
    show = "settled" if settled else "open"
    context = {
        "tabs": tabs(actor, "commitment_list"),
        "counts": commitments.promise_counts(actor),
        "promisers": commitments.promisers(actor, who),
        "page": shown,
        "who": who,
        "settled": settled,
        "all_url": here,
        "older": f"{here}?show={show}&who={who}&after={shown.after}" if shown.after else "",
    }
    return page(request, "answering/commitment_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def concern_promise(request: Request, concern_id: UUID) -> HttpResponse:
    """Promise something about a concern."""
    concern = access_concern(request.actor, concern_id)
    back = to(request.actor, "concerns:concern_detail", concern_id=concern_id)
    return _promise(request, concern, back)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_promise(request: Request, measure_id: UUID) -> HttpResponse:
    """Promise something about a measure."""
    measure = access_measure(request.actor, measure_id)
    back = to(request.actor, "measures:measure_detail", measure_id=measure_id)
    return _promise(request, measure, back)


def _promise(request: Request, thing: Concern | Measure, back: str) -> HttpResponse:
    actor = request.actor
    rules.may_promise_about(actor, is_archived=thing.archived_at is not None).demand()
    receivers = commitments.receiver_choices(actor)
    likely = commitments.likely_receiver(actor, thing if isinstance(thing, Concern) else None)
    sent = request.POST if request.method == "POST" else None
    form = PromiseForm(sent, receivers, carrier_choices(actor), likely)
    if form.is_valid():
        receiver = commitments.access_receiver(actor, form.receiver_id)
        once = form.cleaned_data["once"]
        made = commands.promise_about(
            by=actor, thing=thing, stakeholder=receiver, draft=form.draft(), once=once
        )
        keys = {"stakeholder_id": receiver.pk, "commitment_id": made.pk}
        say(request, _("Promise saved."), undo=to(actor, "stakeholders:commitment_remove", **keys))
        return seen(request, f"{back}#promises")
    context = {"form": form, "thing": thing, "back": back, "has_receivers": bool(receivers)}
    return page(request, "answering/promise.html", context, status=422 if form.errors else 200)
