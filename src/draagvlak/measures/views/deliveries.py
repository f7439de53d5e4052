"""What a measure brought: write down, change, remove with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from draagvlak.concerns.queries import day_words
from draagvlak.core.undo import undo_url
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.measures import commands, queries, rules
from draagvlak.measures.forms import DeliveryAddForm, DeliveryEditForm, on_version
from draagvlak.measures.states import State
from draagvlak.measures.views.crumbs import crumbs
from draagvlak.measures.views.details import address

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.measures.models import Delivery, Measure


@require_http_methods(["GET", "HEAD", "POST"])
def delivery_add(request: Request, measure_id: UUID) -> HttpResponse:
    """Write down what was delivered."""
    actor = request.actor
    measure = queries.access_measure(actor, measure_id)
    rules.may_add_delivery(actor, measure, what="-").demand()
    form = DeliveryAddForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        way = crumbs(actor, _("Write down a delivery"), measure)
        context = {"crumbs": way, "measure": measure, "form": form}
        status = 422 if form.errors else 200
        return page(request, "measures/delivery_add.html", context, status=status)
    delivery = commands.add_delivery(
        by=actor,
        measure=measure,
        draft=form.draft(),
        complete=form.cleaned_data["complete"],
        once=form.cleaned_data["once"],
    )
    _say_added(request, measure, delivery)
    return seen(request, address(request, measure, "#deliveries"))


def _say_added(request: Request, measure: Measure, delivery: Delivery) -> None:
    actor = request.actor
    if measure.state == State.DELIVERED:
        undo = to(actor, "measures:measure_move", measure_id=measure.pk, target=State.UNDER_WAY)
        say(request, _("This measure is delivered. Now tell the people."), undo=undo)
        return
    undo = to(actor, "measures:delivery_remove", measure_id=measure.pk, delivery_id=delivery.pk)
    say(request, _("Delivery saved."), undo=undo)


@require_http_methods(["GET", "HEAD", "POST"])
def delivery_edit(request: Request, measure_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Change what was delivered, or when."""
    actor = request.actor
    measure = queries.access_measure(actor, measure_id)
    delivery = queries.access_delivery(actor, measure, delivery_id)
    rules.may_report(actor, measure).demand()
    form = DeliveryEditForm(request.POST if request.method == "POST" else None, delivery)
    way = crumbs(actor, _("Change delivery"), measure)
    context: dict[str, object] = {
        "crumbs": way,
        "measure": measure,
        "delivery": delivery,
        "form": form,
    }
    if not form.is_valid():
        status = 422 if form.errors else 200
        return page(request, "measures/delivery_edit.html", context, status=status)
    mine, version = form.draft(), form.cleaned_data["version"]
    try:
        commands.edit_delivery(
            by=actor, measure=measure, delivery=delivery, draft=mine, version=version
        )
    except EditConflict as conflict:
        theirs = conflict.theirs
        context["mine"] = f"{mine.what}\n{day_words(mine.delivered_on)}"
        context["theirs"] = f"{theirs.what}\n{day_words(theirs.delivered_on)}"
        on_version(form, theirs.version)
        return page(request, "measures/delivery_edit.html", context, status=409)
    say(request, _("Delivery saved."), undo=undo_url(actor))
    return seen(request, address(request, measure, "#deliveries"))


@require_POST
def delivery_remove(request: Request, measure_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Remove a delivery, with a way back."""
    measure = queries.access_measure(request.actor, measure_id)
    delivery = queries.access_delivery(request.actor, measure, delivery_id)
    commands.remove_delivery(by=request.actor, measure=measure, delivery=delivery)
    undo = to(
        request.actor,
        "measures:delivery_restore",
        measure_id=measure.pk,
        delivery_id=delivery.pk,
    )
    say(request, _("“%(what)s” is removed.") % {"what": delivery.what}, undo=undo)
    return seen(request, address(request, measure, "#deliveries"))


@require_POST
def delivery_restore(request: Request, measure_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Put a removed delivery back."""
    measure = queries.access_measure(request.actor, measure_id)
    delivery = queries.access_delivery(request.actor, measure, delivery_id)
    commands.restore_delivery(by=request.actor, measure=measure, delivery=delivery)
    say(request, _("“%(what)s” is back.") % {"what": delivery.what})
    return seen(request, address(request, measure, "#deliveries"))
