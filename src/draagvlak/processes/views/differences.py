"""What is different later, step by step, and what is said about it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.web import page, say, seen, to
from draagvlak.lib.process_diff import correction
from draagvlak.processes import commands, queries, rules
from draagvlak.processes.forms import PairForm
from draagvlak.processes.models import Situation
from draagvlak.processes.views.frame import Link, form_page, tabs, way
from draagvlak.processes.views.pictures import drawn

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.processes.models import Correction, Process


@dataclass(frozen=True)
class Both:
    """Both situations of a process as models, and what was said by hand."""

    old: queries.Picture
    new: queries.Picture
    said: list[Correction]


def both_sides(actor: Actor, process: Process) -> Both | None:
    """Now and later; None when one of them is not written down."""
    found = queries.situations_of(actor, process)
    steps = queries.steps_of(actor, list(found.values()))
    seen_ = {
        moment: queries.picture(process, each, steps[each.pk])
        for moment, each in found.items()
        if steps[each.pk]
    }
    old, new = seen_.get(Situation.Moment.NOW), seen_.get(Situation.Moment.LATER)
    if old is None or new is None:
        return None
    return Both(old, new, queries.corrections_of(actor, process))


@require_safe
def difference_detail(request: Request, process_id: UUID) -> HttpResponse:
    """What is different later."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    both = both_sides(actor, process)
    context = {
        "crumbs": [*way(actor, process), Link(_("What changes"))],
        "tabs": tabs(actor, process, "difference"),
        "process": process,
        "may_correct": rules.may_correct(actor, process),
        **(_shown(process, both) if both else {"missing": True}),
    }
    return page(request, "processes/difference_detail.html", context)


def _shown(process: Process, both: Both) -> dict[str, object]:
    """The difference in sentences and in two pictures."""
    found = queries.difference_of(both.old, both.new, both.said)
    pictures = [
        drawn(side.model, f"{process}: {label}", name, marks)
        for side, label, name, marks in (
            (both.old, Situation.Moment.NOW.label, "old", found.marks_old),
            (both.new, Situation.Moment.LATER.label, "new", found.marks_new),
        )
    ]
    return {
        "found": found,
        "lead": queries.difference_words(found, both.old, both.new),
        "old_drawn": pictures[0],
        "new_drawn": pictures[1],
        "said": both.said,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def pair_correct(request: Request, process_id: UUID) -> HttpResponse:
    """Say whether a step of now and one of later are the same."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    rules.may_correct(actor, process).demand()
    both = both_sides(actor, process)
    back = to(actor, "processes:difference_detail", process_id=process.pk)
    if both is None:
        return seen(request, back)
    choices = queries.node_choices(both.old.model), queries.node_choices(both.new.model)
    asked = {name: request.GET.get(name, "") for name in ("old", "new")}
    form = PairForm(request.POST if request.method == "POST" else None, *choices, asked)
    if form.is_valid():
        said = form.cleaned_data
        pair = said["old"], said["new"]
        kept = correction(both.old.model, both.new.model, pair, together=said["together"])
        commands.correct_pair(by=actor, process=process, correction=kept, once=said["once"])
        say(request, _("We remember this, also when a new model comes."))
        return seen(request, back)
    context = {"title": _("Are these the same step?"), "form": form, "process": process}
    context["back"] = back
    return form_page(request, "pair_correct", context, 422 if form.errors else 200)


@require_POST
def correction_withdraw(request: Request, process_id: UUID, correction_id: UUID) -> HttpResponse:
    """Take back what was said by hand."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    row = queries.access_correction(actor, process, correction_id)
    commands.withdraw_correction(by=actor, correction=row)
    say(request, _("Taken back. We look again by ourselves."))
    return seen(request, to(actor, "processes:difference_detail", process_id=process.pk))
