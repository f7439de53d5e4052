"""One measure: how far it is, what it answers, what it brought; and everything that moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.thread import panels_for
from draagvlak.core.undo import undo_url
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.measures import commands, queries, rules
from draagvlak.measures.forms import (
    DropForm,
    MeasureEditForm,
    draft_text,
    on_version,
    start_of,
    stored_text,
)
from draagvlak.measures.states import State
from draagvlak.measures.views.crumbs import crumbs
from draagvlak.programmes.queries import owner_choices

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.measures.models import Measure

CROSSED = gettext_lazy("Somebody else moved this measure just now. Look whether it is right.")


def address(request: Request, measure: Measure, anchor: str = "") -> str:
    """The page of a measure, at one of its parts."""
    return to(request.actor, "measures:measure_detail", measure_id=measure.pk) + anchor


@require_safe
def measure_detail(request: Request, measure_id: UUID) -> HttpResponse:
    """One measure with everything around it."""
    actor = request.actor
    measure = queries.access_measure(actor, measure_id)
    around = queries.around(actor, measure)
    context = {
        "crumbs": crumbs(actor, measure.title),
        "measure": measure,
        "portrait": queries.portrait(measure, around),
        "around": around,
        "panels": panels_for(actor, "measure", measure.pk),
        "may_edit": rules.may_edit(actor, measure),
        "may_report": rules.may_report(actor, measure),
        "may_add_delivery": rules.may_add_delivery(actor, measure, what="-"),
        "may_deliver": rules.may_deliver(actor, measure, deliveries=len(around.deliveries)),
        "may_remove_delivery": rules.may_remove_delivery(
            actor, measure, left=len(around.deliveries) - 1
        ),
        "moves": {state.value: rules.may_move(actor, measure, state) for state in State},
        "may_archive": rules.may_archive(actor, measure),
        "may_restore": rules.may_restore(actor, measure),
    }
    return page(request, "measures/measure_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_edit(request: Request, measure_id: UUID) -> HttpResponse:
    """Everything that is written about a measure."""
    actor = request.actor
    measure = queries.access_measure(actor, measure_id)
    rules.may_edit(actor, measure).demand()
    owners = owner_choices(actor)
    sent = request.POST if request.method == "POST" else None
    form = MeasureEditForm(sent, owners, start_of(measure))
    way = crumbs(actor, _("Change measure"), measure)
    context: dict[str, object] = {"crumbs": way, "measure": measure, "form": form}
    if not form.is_valid():
        status = 422 if form.errors else 200
        return page(request, "measures/measure_edit.html", context, status=status)
    version = form.cleaned_data["version"]
    try:
        commands.edit_measure(by=actor, measure=measure, draft=form.draft(), version=version)
    except EditConflict as conflict:
        context |= {
            "mine": draft_text(form.draft(), owners),
            "theirs": stored_text(conflict.theirs),
        }
        on_version(form, conflict.theirs.version)
        return page(request, "measures/measure_edit.html", context, status=409)
    _say_saved(request, measure, is_past=form.is_past)
    return seen(request, address(request, measure))


def _say_saved(request: Request, measure: Measure, *, is_past: bool) -> None:
    late = is_past and measure.state not in (State.DELIVERED, State.DROPPED)
    words = _("Measure saved. The day has passed already, so it counts as late.")
    say(request, words if late else _("Measure saved."), undo=undo_url(request.actor))


@require_POST
def measure_move(request: Request, measure_id: UUID, target: str) -> HttpResponse:
    """Take a measure to another state, with a way back."""
    measure = queries.access_measure(request.actor, measure_id)
    if target not in State.values or target == State.DROPPED:
        raise Http404
    before = State(measure.state)
    try:
        commands.move_measure(by=request.actor, measure=measure, target=State(target))
    except EditConflict:
        say(request, CROSSED)
        return seen(request, address(request, measure))
    _say_moved(request, measure, before)
    return seen(request, address(request, measure))


def _say_moved(request: Request, measure: Measure, before: State) -> None:
    undo = ""
    if before is not State.DROPPED and queries.has_way(measure.state, before):
        undo = to(
            request.actor, "measures:measure_move", measure_id=measure.pk, target=before.value
        )
    state = capfirst(State(measure.state).label)
    say(request, _("“%(title)s”: %(state)s.") % {"title": measure.title, "state": state}, undo=undo)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_drop(request: Request, measure_id: UUID) -> HttpResponse:
    """Drop a measure, and say why."""
    measure = queries.access_measure(request.actor, measure_id)
    rules.may_move(request.actor, measure, State.DROPPED).demand()
    form = DropForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        way = crumbs(request.actor, _("Drop measure"), measure)
        context = {"crumbs": way, "measure": measure, "form": form}
        status = 422 if form.errors else 200
        return page(request, "measures/measure_drop.html", context, status=status)
    undo = to(request.actor, "measures:measure_move", measure_id=measure.pk, target=measure.state)
    because = form.cleaned_data["because"]
    try:
        commands.move_measure(
            by=request.actor, measure=measure, target=State.DROPPED, because=because
        )
    except EditConflict:
        say(request, CROSSED)
    else:
        say(request, _("“%(title)s” is dropped.") % {"title": measure.title}, undo=undo)
    return seen(request, address(request, measure))


@require_POST
def measure_archive(request: Request, measure_id: UUID) -> HttpResponse:
    """Put a measure away, with a way back."""
    measure = queries.access_measure(request.actor, measure_id)
    commands.archive_measure(by=request.actor, measure=measure)
    undo = to(request.actor, "measures:measure_restore", measure_id=measure.pk)
    say(request, _("“%(title)s” is in the archive.") % {"title": measure.title}, undo=undo)
    return seen(request, to(request.actor, "measures:measure_list"))


@require_POST
def measure_restore(request: Request, measure_id: UUID) -> HttpResponse:
    """Take a measure out of the archive."""
    measure = queries.access_measure(request.actor, measure_id)
    commands.restore_measure(by=request.actor, measure=measure)
    say(request, _("“%(title)s” is back in the list.") % {"title": measure.title})
    return seen(request, address(request, measure))
