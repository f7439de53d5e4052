"""The rows of a table of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import say, seen, to
from draagvlak.processes import commands, queries, rules
from draagvlak.processes.forms import StepForm
from draagvlak.processes.forms.fields import on_version
from draagvlak.processes.views.frame import form_page, look, moment_address

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.processes.commands import StepDraft
    from draagvlak.processes.models import Step


@require_http_methods(["GET", "HEAD", "POST"])
def step_add(request: Request, process_id: UUID, moment: str) -> HttpResponse:
    """Put a step in the table, and perhaps another one after it."""
    actor = request.actor
    found = look(actor, process_id, moment)
    process, steps = found.process, found.steps
    rules.may_add_step(actor, process, found.situation, count=len(steps)).demand()
    form = StepForm(request.POST if request.method == "POST" else None, steps)
    if form.is_valid():
        step = commands.add_step(
            by=actor, process=process, moment=found.moment.value, draft=form.draft(),
            once=form.cleaned_data["once"],
        )  # fmt: skip
        say(request, _("“%(name)s” is in the table.") % {"name": step})
        if request.POST.get("then") == "another":
            return seen(request, request.path)
        return seen(request, moment_address(actor, process, found.moment))
    title = _("Add a step")
    context = {
        "title": title,
        "form": form,
        "process": process,
        "moment_label": str(found.moment.label),
        "steps": steps,
        "roles": queries.role_names(steps),
        "back": moment_address(actor, process, found.moment),
    }
    return form_page(request, "step_edit", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def step_edit(request: Request, process_id: UUID, step_id: UUID) -> HttpResponse:
    """Change a step."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    step = queries.access_step(actor, process, step_id)
    rules.may_edit_step(actor, step).demand()
    steps = queries.steps_of(actor, [step.situation])[step.situation_id]
    form = StepForm(request.POST if request.method == "POST" else None, steps, step)
    context = _context(actor, step, steps)
    status = 422 if form.errors else 200
    if form.is_valid():
        draft, version = form.draft(), form.cleaned_data["version"] or 0
        try:
            commands.edit_step(by=actor, step=step, draft=draft, version=version)
        except EditConflict as met:
            status = 409
            context |= {"mine": _text(draft), "theirs": _text(met.theirs)}
            on_version(form, met.theirs.version)
        else:
            say(request, _("Saved."))
            return seen(request, str(context["back"]))
    return form_page(request, "step_edit", {**context, "form": form}, status)


def _context(actor: Actor, step: Step, steps: list[Step]) -> dict[str, object]:
    """What stands around the form of a step."""
    situation = step.situation
    return {
        "title": _("Change a step"),
        "process": situation.process,
        "moment_label": str(situation.get_moment_display()),
        "step": step,
        "steps": steps,
        "roles": queries.role_names(steps),
        "back": moment_address(actor, situation.process, situation.moment),
    }


def _text(each: StepDraft | Step) -> str:
    said = [each.name, each.role, each.system, each.why, each.whom]
    return "\n".join(filter(None, said))


@require_POST
def step_remove(request: Request, process_id: UUID, step_id: UUID) -> HttpResponse:
    """Take a step out of the table, with a way back."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    step = queries.access_step(actor, process, step_id)
    commands.remove_step(by=actor, step=step)
    undo = to(actor, "processes:step_restore", process_id=process.pk, step_id=step.pk)
    say(request, _("“%(name)s” is out of the table.") % {"name": step}, undo=undo)
    return seen(request, moment_address(actor, process, step.situation.moment))


@require_POST
def step_restore(request: Request, process_id: UUID, step_id: UUID) -> HttpResponse:
    """Put a step back."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    step = queries.access_step(actor, process, step_id)
    commands.put_step_back(by=actor, step=step)
    say(request, _("“%(name)s” is in the table.") % {"name": step})
    return seen(request, moment_address(actor, process, step.situation.moment))
