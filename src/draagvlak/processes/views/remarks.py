"""What the groups say beside what the project wrote down, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.undo import undo_url
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.lib.numerals import whole_number
from draagvlak.processes import commands, queries, rules
from draagvlak.processes.forms import AnswerForm
from draagvlak.processes.forms.fields import on_version
from draagvlak.processes.views.frame import Link, form_page, tabs, way

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.processes.models import Process, Remark, Step


def remarks_address(actor: Actor, process: Process) -> str:
    return to(actor, "processes:remark_list", process_id=process.pk)


@require_safe
def remark_list(request: Request, process_id: UUID) -> HttpResponse:
    """The view of the project beside that of the groups, step by step."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    beside = queries.beside(actor, process)
    context = {
        "crumbs": [*way(actor, process), Link(_("As the groups see it"))],
        "tabs": tabs(actor, process, "remarks"),
        "process": process,
        "beside": beside,
        "may_keep": rules.may_edit(actor, process),
    }
    return page(request, "processes/remark_list.html", context)


@require_POST
def remark_take_over(request: Request, process_id: UUID, remark_id: UUID) -> HttpResponse:
    """Put what a group filled in into the table."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    remark = queries.access_remark(actor, process, remark_id)
    version = whole_number(request.POST.get("version", ""))
    step = _step(actor, remark)
    commands.take_over_remark(by=actor, remark=remark, step=step, version=version)
    say(request, _("Taken over into the table. The group reads that."), undo=undo_url(actor))
    return seen(request, remarks_address(actor, process))


@require_http_methods(["GET", "HEAD", "POST"])
def remark_answer(request: Request, process_id: UUID, remark_id: UUID) -> HttpResponse:
    """Say to a group what happens with what it said."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    remark = queries.access_remark(actor, process, remark_id)
    rules.may_answer(actor, remark).demand()
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, initial={"version": remark.version})
    context: dict[str, object] = {}
    if form.is_valid():
        try:
            commands.answer_remark(by=actor, remark=remark, draft=form.draft())
        except EditConflict as met:
            context = {"theirs": met.theirs.words, "mine": form.cleaned_data["text"]}
            on_version(form, met.theirs.version)
        else:
            say(request, _("The group reads your answer on its own page."))
            return seen(request, remarks_address(actor, process))
    context |= {
        "title": _("Answer the group"),
        "form": form,
        "process": process,
        "back": remarks_address(actor, process),
        "row": queries.remark_row(actor, remark, _step(actor, remark)),
    }
    status = 409 if "theirs" in context else 422 if form.errors else 200
    return form_page(request, "remark_answer", context, status)


def _step(actor: Actor, remark: Remark) -> Step | None:
    """The step that a remark is about, as it stands now."""
    return queries.step_at(actor, remark.process, remark.moment, remark.key)
