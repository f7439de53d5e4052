"""The home of a programme, its text and its phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.programmes.commands import edit_programme, move_phase, open_programme, plan_phases
from draagvlak.programmes.forms import PhasesForm, ProgrammeForm, StartForm
from draagvlak.programmes.models import Phase, Programme
from draagvlak.programmes.queries import (
    access_programme,
    decision_rows,
    latest_vision,
    missing_before,
    phase_rows,
    solutions,
    who_is_who,
)
from draagvlak.programmes.rules import may_edit_programme, may_keep_members, may_move_phase
from draagvlak.programmes.views.frame import again, on_its_own, tabbed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request

DECISIONS_SHOWN = 3


@require_GET
def programme_home(request: Request) -> HttpResponse:
    """Where the programme stands: phase, vision, solution, decisions, who is who."""
    actor = request.actor
    programme = access_programme(actor)
    decisions = decision_rows(actor)
    people, people_count = who_is_who(actor)
    context = {
        "programme": programme,
        "phases": phase_rows(actor, programme),
        "missing": missing_before(actor, programme.phase),
        "next_phase": _after(programme),
        "vision": latest_vision(actor),
        "solutions": solutions(actor),
        "decisions": decisions[:DECISIONS_SHOWN],
        "decision_count": len(decisions),
        "people": people,
        "people_count": people_count,
        "may_edit": may_edit_programme(actor),
        "may_keep_members": may_keep_members(actor),
    }
    return tabbed(request, "programme_home", context)


def _after(programme: Programme) -> Phase | None:
    order = list(Phase)
    place = order.index(Phase(programme.phase)) + 1
    return order[place] if place < len(order) else None


@require_http_methods(["GET", "POST"])
def programme_add(request: Request) -> HttpResponse:
    """A further programme in this workspace."""
    actor = request.actor
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        programme = open_programme(
            by=actor, name=given["name"], summary=given["summary"], once=given["once"]
        )
        say(request, _("The programme has started. You are its guide."))
        return seen(request, to(actor, "programmes:programme_home", programme=programme.slug))
    status = 422 if form.is_bound else 200
    return page(request, "programmes/programme_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def programme_edit(request: Request) -> HttpResponse:
    """Name, summary, organisations."""
    actor = request.actor
    programme = access_programme(actor)
    form = ProgrammeForm(actor, programme, request.POST or None)
    status, conflict = (422 if form.is_bound else 200), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            edit_programme(
                by=actor,
                programme=programme,
                version=given["version"] or 0,
                name=given["name"],
                summary=given["summary"],
                organisation_ids=form.organisation_ids(),
            )
        except EditConflict as met:
            status, conflict = 409, met.theirs
            form = ProgrammeForm(actor, programme, again(request.POST, version=met.theirs.version))
        else:
            say(request, _("The programme is stored."))
            return seen(request, to(actor, "programmes:programme_home"))
    context = {"form": form, "conflict": conflict}
    return on_its_own(request, "programme_edit", context, (_("Change"), ""), status=status)


@require_GET
def phase_list(request: Request) -> HttpResponse:
    """The five phases, with what each still misses."""
    actor = request.actor
    programme = access_programme(actor)
    rows = phase_rows(actor, programme)
    context = {
        "rows": [
            (row, missing_before(actor, row.phase) if row.state != "done" else []) for row in rows
        ],
        "next_phase": _after(programme),
        "may_edit": may_edit_programme(actor),
    }
    return tabbed(request, "phase_list", context)


@require_http_methods(["GET", "POST"])
def phase_plan(request: Request) -> HttpResponse:
    """When phases begin and end."""
    actor = request.actor
    programme = access_programme(actor)
    known = {str(row.phase): (row.starts_on, row.ends_on) for row in phase_rows(actor, programme)}
    form = PhasesForm(known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan_phases(by=actor, programme=programme, dates=form.dates())
        say(request, _("The dates are stored."))
        return seen(request, to(actor, "programmes:phase_list"))
    way = [(_("Phases"), to(actor, "programmes:phase_list")), (_("Plan"), "")]
    status = 422 if form.is_bound else 200
    return on_its_own(request, "phase_plan", {"form": form}, *way, status=status)


@require_http_methods(["GET", "POST"])
def phase_move(request: Request, phase: str) -> HttpResponse:
    """Go to another phase: what the present one still misses is shown first."""
    actor = request.actor
    programme = access_programme(actor)
    if request.method == "POST":
        before = programme.phase
        moved = move_phase(by=actor, programme=programme, phase=phase)
        back = to(actor, "programmes:phase_move", phase=before)
        words = _("The programme is now in the phase “%(phase)s”.")
        say(request, words % {"phase": moved.get_phase_display()}, undo=back)
        return seen(request, to(actor, "programmes:phase_list"))
    may_move_phase(actor, programme, phase).demand()
    context = {
        "programme": programme,
        "target": Phase(phase),
        "missing": missing_before(actor, programme.phase),
    }
    way = [(_("Phases"), to(actor, "programmes:phase_list")), (_("Move on"), "")]
    return on_its_own(request, "phase_move", context, *way)
