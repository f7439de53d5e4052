"""Decisions: who takes part and how, and what was decided, by whom and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from draagvlak.core.thread import panels_for
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import say, seen, to
from draagvlak.programmes.commands import (
    add_decision,
    add_participation,
    decide,
    edit_decision,
    remove_participation,
    reopen_decision,
)
from draagvlak.programmes.forms import DecideForm, DecisionForm, ParticipationForm
from draagvlak.programmes.models import Participation
from draagvlak.programmes.queries import (
    access_decision,
    access_participation,
    access_person_or_group,
    decision_rows,
    level_columns,
    own_part,
)
from draagvlak.programmes.rules import may_change_decision, may_edit_programme, may_reopen_decision
from draagvlak.programmes.views.frame import again, on_its_own, tabbed

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.programmes.models import Decision


@require_GET
def decision_list(request: Request) -> HttpResponse:
    """What is still to be decided, and what was."""
    actor = request.actor
    rows = decision_rows(actor)
    context = {
        "open": [row for row in rows if not row.is_decided],
        "decided": [row for row in rows if row.is_decided],
        "may_edit": may_edit_programme(actor),
    }
    return tabbed(request, "decision_list", context)


@require_GET
def decision_detail(request: Request, decision_id: UUID) -> HttpResponse:
    """One decision, with who decides, co-creates, is heard and is informed."""
    decision = access_decision(request.actor, decision_id)
    return _detail(request, decision, ParticipationForm(request.actor))


def _detail(
    request: Request, decision: Decision, form: ParticipationForm, status: int = 200
) -> HttpResponse:
    actor = request.actor
    context = {
        "decision": decision,
        "columns": level_columns(actor, decision),
        "mine": own_part(actor, decision),
        "form": form,
        "may_change": may_change_decision(actor, decision),
        "may_reopen": may_reopen_decision(actor, decision),
        "panels": panels_for(actor, "decision", decision.pk),
    }
    way = [(_("Decisions"), to(actor, "programmes:decision_list")), (decision.title, "")]
    return on_its_own(request, "decision_detail", context, *way, status=status)


@require_http_methods(["GET", "POST"])
def decision_add(request: Request) -> HttpResponse:
    """Write down a question that will be decided."""
    actor = request.actor
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        decision = add_decision(
            by=actor,
            title=given["title"],
            question=given["question"],
            due_on=given["due_on"],
            once=given["once"],
        )
        say(request, _("The question is stored. Now say who takes part."))
        return seen(request, to(actor, "programmes:decision_detail", decision_id=decision.pk))
    way = [(_("Decisions"), to(actor, "programmes:decision_list")), (_("New decision"), "")]
    context = {"form": form, "title": _("New decision")}
    status = 422 if form.is_bound else 200
    return on_its_own(request, "decision_edit", context, *way, status=status)


@require_http_methods(["GET", "POST"])
def decision_edit(request: Request, decision_id: UUID) -> HttpResponse:
    """Change an open question."""
    actor = request.actor
    decision = access_decision(actor, decision_id)
    may_change_decision(actor, decision).demand()
    address = to(actor, "programmes:decision_detail", decision_id=decision.pk)
    form = DecisionForm(request.POST or None, initial=_known(decision))
    status, conflict = (422 if form.is_bound else 200), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            edit_decision(
                by=actor,
                decision=decision,
                version=given["version"] or 0,
                title=given["title"],
                question=given["question"],
                due_on=given["due_on"],
            )
        except EditConflict as met:
            status, conflict = 409, met.theirs
            form = DecisionForm(again(request.POST, version=met.theirs.version))
        else:
            return seen(request, address)
    context = {"form": form, "title": decision.title, "conflict": conflict}
    way = [(_("Decisions"), to(actor, "programmes:decision_list")), (decision.title, address)]
    return on_its_own(request, "decision_edit", context, *way, (_("Change"), ""), status=status)


def _known(decision: Decision) -> dict[str, object]:
    return {
        "title": decision.title,
        "question": decision.question,
        "due_on": decision.due_on,
        "version": decision.version,
    }


@require_http_methods(["GET", "POST"])
def decision_decide(request: Request, decision_id: UUID) -> HttpResponse:
    """Write down what was decided and why."""
    actor = request.actor
    decision = access_decision(actor, decision_id)
    may_change_decision(actor, decision).demand()
    address = to(actor, "programmes:decision_detail", decision_id=decision.pk)
    form = DecideForm(request.POST) if request.method == "POST" else DecideForm.of(decision)
    status, conflict = (422 if form.is_bound else 200), None
    if form.is_valid():
        given = form.cleaned_data
        try:
            decide(
                by=actor,
                decision=decision,
                version=given["version"] or 0,
                outcome=given["outcome"],
                reasons=given["reasons"],
                decided_on=given["decided_on"],
            )
        except EditConflict as met:
            status, conflict = 409, met.theirs
            form = DecideForm(again(request.POST, version=met.theirs.version))
        else:
            undo = to(actor, "programmes:decision_reopen", decision_id=decision.pk)
            say(request, _("The decision is stored."), undo=undo)
            return seen(request, address)
    context = {"form": form, "decision": decision, "conflict": conflict}
    way = [(_("Decisions"), to(actor, "programmes:decision_list")), (decision.title, address)]
    return on_its_own(request, "decision_decide", context, *way, (_("Decide"), ""), status=status)


@require_POST
def decision_reopen(request: Request, decision_id: UUID) -> HttpResponse:
    """Open a decision again."""
    actor = request.actor
    decision = reopen_decision(by=actor, decision=access_decision(actor, decision_id))
    say(request, _("The decision is open again. What was written stays as a draft."))
    return seen(request, to(actor, "programmes:decision_detail", decision_id=decision.pk))


@require_POST
def participation_add(request: Request, decision_id: UUID) -> HttpResponse:
    """Say how a group or a person takes part."""
    actor = request.actor
    decision = access_decision(actor, decision_id)
    form = ParticipationForm(actor, request.POST)
    if not form.is_valid():
        return _detail(request, decision, form, 422)
    add_participation(
        by=actor,
        decision=decision,
        level=form.cleaned_data["level"],
        person=form.person_row(),
        group=form.group_row(),
    )
    return seen(request, to(actor, "programmes:decision_detail", decision_id=decision.pk))


@require_POST
def participation_remove(
    request: Request, decision_id: UUID, participation_id: UUID
) -> HttpResponse:
    """Take somebody out of a decision."""
    actor = request.actor
    decision = access_decision(actor, decision_id)
    part = access_participation(actor, decision, participation_id)
    name, undo = str(part.group or part.person), _restore_address(actor, part)
    remove_participation(by=actor, part=part)
    say(request, _("%(name)s does not take part any more.") % {"name": name}, undo=undo)
    return seen(request, to(actor, "programmes:decision_detail", decision_id=decision.pk))


def _restore_address(actor: Actor, part: Participation) -> str:
    return to(
        actor,
        "programmes:participation_restore",
        decision_id=part.decision_id,
        level=part.level,
        target_id=part.group_id or part.person_id,
    )


@require_POST
def participation_restore(
    request: Request, decision_id: UUID, level: str, target_id: UUID
) -> HttpResponse:
    """Put back somebody who was taken out."""
    actor = request.actor
    decision = access_decision(actor, decision_id)
    if level not in Participation.Level.values:
        raise Http404
    person, group = access_person_or_group(actor, target_id)
    add_participation(by=actor, decision=decision, level=level, person=person, group=group)
    return seen(request, to(actor, "programmes:decision_detail", decision_id=decision.pk))
