"""How a process goes now and later: the picture with its table, and how it comes and leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.storage import download
from draagvlak.core.thread import panels_for
from draagvlak.core.web import as_download, page, say, seen
from draagvlak.lib.bpmn import write_bpmn
from draagvlak.processes import commands, queries, rules
from draagvlak.processes.forms import BroughtForm
from draagvlak.processes.models import Situation
from draagvlak.processes.views.frame import (
    Link,
    file_name,
    form_page,
    look,
    moment_address,
    put_back_address,
    tabs,
    way,
)
from draagvlak.processes.views.pictures import drawn

if TYPE_CHECKING:
    from uuid import UUID

    from django.http.response import HttpResponseBase

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.processes.views.frame import Looked


@require_safe
def situation_detail(request: Request, process_id: UUID, moment: str) -> HttpResponse:
    """The picture of a process now or later, and the same as a table."""
    actor = request.actor
    found = look(actor, process_id, moment)
    process = found.process
    context = {
        "crumbs": [*way(actor, process), Link(str(found.moment.label))],
        "tabs": tabs(actor, process, found.moment.value),
        "process": process,
        "moment": found.moment.value,
        "moment_label": str(found.moment.label),
        "situation": found.situation,
        **_acts(actor, found),
        **(_shown(actor, found) if found.situation else {}),
    }
    return page(request, "processes/situation_detail.html", context)


def _acts(actor: Actor, found: Looked) -> dict[str, object]:
    """What this actor may do here."""
    process, situation, count = found.process, found.situation, len(found.steps)
    return {
        "may_keep": rules.may_edit(actor, process),
        "may_change": rules.may_change(actor, process, situation),
        "may_add_step": rules.may_add_step(actor, process, situation, count=count),
        "may_settle": rules.may_settle(actor, situation, count=count) if situation else None,
        "settled": situation is not None and situation.state == Situation.State.SETTLED,
    }


def _shown(actor: Actor, found: Looked) -> dict[str, object]:
    """The picture and the table of a situation that stands, with what points at its steps."""
    if found.situation is None or not (found.steps or found.situation.source_id):
        return {}
    shown = queries.picture(found.process, found.situation, found.steps)
    title = f"{found.process}: {found.moment.label}"
    keys = [step.key for step in found.steps]
    pointed, gone = queries.pointers(actor, found.process, found.moment.value, keys)
    return {
        "drawn": "" if shown.lost else drawn(shown.model, title, "model"),
        "lost": shown.lost,
        "rows": queries.step_rows(shown, pointed),
        "gone": gone,
        "panels": panels_for(actor, "situation", found.situation.pk),
        "findings": [queries.finding_words(each, shown.model) for each in shown.findings],
        "total": queries.weekly_words(found.steps),
        "tool": shown.model.tool,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def model_import(request: Request, process_id: UUID, moment: str) -> HttpResponse:
    """A model out of a file of any program."""
    actor = request.actor
    found = look(actor, process_id, moment)
    rules.may_change(actor, found.process, found.situation).demand()
    form = BroughtForm(actor)
    if request.method == "POST":
        form = BroughtForm(actor, request.POST, request.FILES)
    if form.is_valid():
        commands.import_model(
            by=actor, process=found.process, moment=found.moment.value,
            reading=form.reading, file=form.kept, once=form.cleaned_data["once"],
        )  # fmt: skip
        undo = put_back_address(actor, found)
        say(request, _("The model is here. Look whether everything is in it."), undo=undo)
        return seen(request, moment_address(actor, found.process, found.moment))
    title = _("Import a model")
    context = {"title": title, "form": form, "process": found.process, "replaces": found.steps}
    return form_page(request, "model_import", context, 422 if form.errors else 200)


@require_POST
def situation_copy(request: Request, process_id: UUID) -> HttpResponse:
    """Let later begin as now."""
    actor = request.actor
    found = look(actor, process_id, Situation.Moment.LATER)
    commands.copy_to_later(by=actor, process=found.process)
    words = _("This is how it goes now. Change here what will be different later.")
    say(request, words, undo=put_back_address(actor, found))
    return seen(request, moment_address(actor, found.process, found.moment))


@require_POST
def situation_restore(request: Request, process_id: UUID, situation_id: UUID) -> HttpResponse:
    """Let what stood here stand again."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    situation = queries.access_replaced(actor, process, situation_id)
    commands.put_situation_back(by=actor, situation=situation)
    say(request, _("It stands again as it was."))
    return seen(request, moment_address(actor, process, situation.moment))


@require_POST
def situation_settle(request: Request, process_id: UUID, moment: str) -> HttpResponse:
    """Settle how it goes, or open it again."""
    actor = request.actor
    found = look(actor, process_id, moment)
    if found.situation is None:
        raise Http404
    settled = request.POST.get("settled") == "yes"
    commands.set_state(by=actor, situation=found.situation, settled=settled)
    say(request, _("This is settled.") if settled else _("You can change it again."))
    return seen(request, moment_address(actor, found.process, found.moment))


@require_safe
def model_file(request: Request, process_id: UUID, moment: str) -> HttpResponseBase:
    """The model as BPMN: byte for byte as it came, or made of the table."""
    found = look(request.actor, process_id, moment)
    if found.situation is None:
        raise Http404
    if found.situation.source is not None:
        return download(found.situation.source)
    shown = queries.picture(found.process, found.situation, found.steps)
    return _file(write_bpmn(shown.model), file_name(found, "bpmn"), "application/xml")


@require_safe
def model_picture(request: Request, process_id: UUID, moment: str) -> HttpResponse:
    """The picture as a file."""
    found = look(request.actor, process_id, moment)
    if found.situation is None:
        raise Http404
    shown = queries.picture(found.process, found.situation, found.steps)
    drawn = queries.sheet(shown.model, f"{found.process}: {found.moment.label}")
    return _file(drawn, file_name(found, "svg"), "image/svg+xml")


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Always a download, never a page of ours."""
    response = HttpResponse(content, content_type=media_type)
    as_download(response, name, style=True)
    return response
