"""What a measure answers: tie causes and concerns to it, and take them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from draagvlak.concerns.queries import access_cause, access_concern
from draagvlak.core.web import page, say, seen, to
from draagvlak.measures import commands, queries, rules
from draagvlak.measures.forms import CausePickForm, CauseTieForm, ConcernTieForm
from draagvlak.measures.states import DECIDED
from draagvlak.measures.views.crumbs import crumbs
from draagvlak.measures.views.details import address

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_http_methods(["GET", "HEAD", "POST"])
def measure_cause_add(request: Request, measure_id: UUID) -> HttpResponse:
    """Two steps: which cause (`?cause=`), and for which of its concerns."""
    actor = request.actor
    measure = queries.access_measure(actor, measure_id)
    rules.may_link(actor, measure).demand()
    pick = CausePickForm(request.GET or None, queries.open_causes(actor, measure))
    way = crumbs(actor, _("Add a cause"), measure)
    context: dict[str, object] = {"crumbs": way, "measure": measure, "pick": pick}
    if not pick.is_valid():
        return page(request, "measures/measure_cause_add.html", context)
    cause = access_cause(actor, pick.cleaned_data["cause"])
    offered = queries.offered_concerns(actor, [cause.pk], measure=measure)
    form = CauseTieForm(request.POST if request.method == "POST" else None, offered)
    if request.method == "POST" and form.is_valid():
        commands.link_cause(by=actor, measure=measure, cause=cause, concerns=form.chosen())
        undo = to(actor, "measures:measure_cause_remove", measure_id=measure.pk, cause_id=cause.pk)
        text = _("This measure answers “%(title)s” from now on.") % {"title": cause.title}
        say(request, text, undo=undo)
        return seen(request, address(request, measure, "#causes"))
    context |= {"cause": cause, "form": form, "offered": offered}
    status = 422 if form.errors else 200
    return page(request, "measures/measure_cause_add.html", context, status=status)


@require_POST
def measure_cause_link(request: Request, measure_id: UUID, cause_id: UUID) -> HttpResponse:
    """Tie a cause back after it was taken away."""
    measure = queries.access_measure(request.actor, measure_id)
    cause = access_cause(request.actor, cause_id)
    commands.link_cause(by=request.actor, measure=measure, cause=cause)
    text = _("This measure answers “%(title)s” from now on.") % {"title": cause.title}
    say(request, text)
    return seen(request, address(request, measure, "#causes"))


@require_POST
def measure_cause_remove(request: Request, measure_id: UUID, cause_id: UUID) -> HttpResponse:
    """Take a cause away from a measure, with a way back."""
    measure = queries.access_measure(request.actor, measure_id)
    cause = access_cause(request.actor, cause_id)
    commands.unlink_cause(by=request.actor, measure=measure, cause=cause)
    undo = to(
        request.actor, "measures:measure_cause_link", measure_id=measure.pk, cause_id=cause.pk
    )
    text = _("This measure no longer answers “%(title)s”.") % {"title": cause.title}
    say(request, text, undo=undo)
    return seen(request, address(request, measure, "#causes"))


@require_http_methods(["GET", "HEAD", "POST"])
def measure_concern_add(request: Request, measure_id: UUID) -> HttpResponse:
    """For which concerns a measure is: those of its causes, or others found by `?q=`."""
    actor = request.actor
    measure = queries.access_measure(actor, measure_id)
    rules.may_link(actor, measure).demand()
    text = request.GET.get("q", "").replace("\0", "").strip()[:160]
    if text:
        offered = queries.other_concerns(actor, measure, text)
    else:
        causes = [row.id for row in queries.causes_of(actor, measure)]
        offered = queries.offered_concerns(actor, causes, measure=measure)
    form = ConcernTieForm(request.POST if request.method == "POST" else None, offered)
    if request.method == "POST" and form.is_valid():
        commands.link_concerns(by=actor, measure=measure, concerns=form.chosen())
        say(
            request,
            _("Saved. They are planned from now on.")
            if measure.state in DECIDED
            else _("Saved. They are planned once you agree on this measure."),
        )
        return seen(request, address(request, measure, "#concerns"))
    way = crumbs(actor, _("Add worries and wishes"), measure)
    context = {"crumbs": way, "measure": measure, "form": form, "offered": offered, "q": text}
    status = 422 if form.errors else 200
    return page(request, "measures/measure_concern_add.html", context, status=status)


@require_POST
def measure_concern_link(request: Request, measure_id: UUID, concern_id: UUID) -> HttpResponse:
    """Tie a concern back after it was taken away."""
    measure = queries.access_measure(request.actor, measure_id)
    concern = access_concern(request.actor, concern_id)
    commands.link_concerns(by=request.actor, measure=measure, concerns=[concern.pk])
    say(request, _("This measure is for “%(title)s” again.") % {"title": concern.title})
    return seen(request, address(request, measure, "#concerns"))


@require_POST
def measure_concern_remove(request: Request, measure_id: UUID, concern_id: UUID) -> HttpResponse:
    """Take a concern away from a measure, with a way back."""
    measure = queries.access_measure(request.actor, measure_id)
    concern = access_concern(request.actor, concern_id)
    commands.unlink_concern(by=request.actor, measure=measure, concern=concern)
    undo = to(
        request.actor,
        "measures:measure_concern_link",
        measure_id=measure.pk,
        concern_id=concern.pk,
    )
    text = _("This measure is no longer for “%(title)s”.") % {"title": concern.title}
    say(request, text, undo=undo)
    return seen(request, address(request, measure, "#concerns"))
