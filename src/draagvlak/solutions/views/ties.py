"""The page of a step, and saying that something is about it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.undo import undo_url
from draagvlak.core.web import page, say, seen, to
from draagvlak.processes.models import Situation
from draagvlak.processes.queries import access_process, find_step
from draagvlak.solutions import commands, queries, rules
from draagvlak.solutions.views.frame import Link

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.processes.models import Process


@require_safe
def step_detail(request: Request, process_id: UUID, moment: str) -> HttpResponse:
    """Everything that is about one step, also when the step is no longer in the model."""
    actor = request.actor
    if moment not in Situation.Moment.values:
        raise Http404
    process = access_process(actor, process_id)
    model = to(actor, "processes:situation_detail", process_id=process.pk, moment=moment)
    key = request.GET.get("step", "").replace("\0", "")
    if not key:
        return seen(request, model)
    asked = {"process": str(process.pk), "moment": moment, "step": key}
    step, mark = find_step(actor, asked), queries.mark_at(actor, process, moment, key)
    if step is None and mark is None:
        raise Http404
    name = (step.name if step else mark.name if mark else "") or key
    context = {
        "crumbs": [*_way(actor, process, moment, model), Link(name)],
        "name": name,
        "where": queries.where_words(process, moment),
        "step": step,
        "lists": queries.things_at(actor, process, moment, key),
        "model_url": model,
        "query": urlencode(asked),
        "may_keep": rules.may_keep(actor),
    }
    return page(request, "solutions/step_detail.html", context)


def _way(actor: Actor, process: Process, moment: str, model: str) -> list[Link]:
    page_ = to(actor, "processes:process_detail", process_id=process.pk)
    return [
        Link(_("Processes"), to(actor, "processes:process_list")),
        Link(process.name, page_),
        Link(str(Situation.Moment(moment).label), model),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def tie_add(request: Request, kind: str, object_id: UUID) -> HttpResponse:
    """Choose the steps that something is about: by words, or by process."""
    actor = request.actor
    thing = queries.access_thing(actor, kind, object_id)
    back = queries.thing_address(actor, thing)
    problem = ""
    if request.method == "POST":
        steps = queries.chosen_steps(actor, request.POST.getlist("step"))
        count = len(steps)
        if verdict := rules.may_tie(actor, thing, count=count):
            commands.tie_steps(by=actor, kind=kind, thing=thing, steps=steps)
            words = ngettext("Now it is about this step.", "Now it is about %(n)d steps.", count)
            say(request, words % {"n": count})
            return seen(request, back)
        problem = str(verdict.reason)
    context = {
        "crumbs": [Link(str(thing), back), Link(_("Choose a step"))],
        "back": back,
        "problem": problem,
        **queries.step_offer(actor, kind, thing, request.GET),
    }
    return page(request, "solutions/tie_add.html", context, status=422 if problem else 200)


@require_POST
def tie_remove(request: Request, tie_id: UUID) -> HttpResponse:
    """Something is not about a step after all; the message brings it back."""
    actor = request.actor
    tie = queries.access_tie(actor, tie_id)
    kind, object_id = queries.kind_of(tie)
    thing = queries.access_thing(actor, kind, object_id)
    commands.remove_tie(by=actor, tie=tie)
    words = _("It is no longer about “%(step)s”.") % {"step": tie.mark.name or tie.mark.key}
    say(request, words, undo=undo_url(actor))
    if request.POST.get("from") == "step":
        mark = tie.mark
        return seen(request, queries.step_address(actor, mark.process_id, mark.moment, mark.key))
    return seen(request, queries.thing_address(actor, thing))
