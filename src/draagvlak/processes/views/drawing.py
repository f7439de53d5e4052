"""Drawing how it goes: the canvas, what would change, and only then saving it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import once_key, say, seen
from draagvlak.processes import commands, queries, rules
from draagvlak.processes.forms import DrawnForm
from draagvlak.processes.models import Situation
from draagvlak.processes.views.frame import (
    Link,
    file_name,
    form_page,
    look,
    moment_address,
    put_back_address,
    way,
)
from draagvlak.processes.views.pictures import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.processes.views.frame import Looked


@require_http_methods(["GET", "HEAD", "POST"])
def model_draw(request: Request, process_id: UUID, moment: str) -> HttpResponse:
    """Draw it, look what changes, and save it."""
    actor = request.actor
    found = look(actor, process_id, moment)
    rules.may_change(actor, found.process, found.situation).demand()
    if request.method != "POST":
        start = _start(actor, found, request.GET.get("from", ""))
        return _canvas(request, found, {"start": start, "drawn_on": _mark(found)})
    form = DrawnForm(request.POST)
    good = form.is_valid()
    if good and request.POST.get("do") == "save":
        return _save(request, found, form)
    if good and request.POST.get("do") != "draw":
        return _looked(request, found, form)
    given = {
        "start": queries.Start(request.POST.get("xml", "").replace("\r\n", "\n")),
        "drawn_on": request.POST.get("drawn_on", "")[:64],
        "given": True,
        "form": form,
    }
    return _canvas(request, found, given, 200 if good else 422)


def _mark(found: Looked) -> str:
    return queries.mark_of_situation(found.situation, found.steps)


def _start(actor: Actor, found: Looked, asked: str) -> queries.Start:
    """What somebody asked to begin with; else what stands there."""
    if asked == "empty":
        return queries.start_of(found.process, None, [])
    if asked == "now" and found.moment == Situation.Moment.LATER:
        now = look(actor, found.process.pk, Situation.Moment.NOW)
        return queries.start_of(now.process, now.situation, now.steps)
    redrawn = asked == "ours"
    return queries.start_of(found.process, found.situation, found.steps, redrawn=redrawn)


def _canvas(
    request: Request, found: Looked, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """The page with the drawing tool."""
    actor = request.actor
    later = found.moment == Situation.Moment.LATER
    full = {
        "title": _("Draw how it will go") if later else _("Draw how it goes now"),
        "process": found.process,
        "moment": found.moment.value,
        "moment_label": str(found.moment.label),
        "back": moment_address(actor, found.process, found.moment),
        "draft_key": _draft_key(actor, found),
        "words": json.dumps(queries.tool_words()),
        "stands": bool(found.steps),
        **context,
    }
    return form_page(request, "model_draw", full, status)


def _draft_key(actor: Actor, found: Looked) -> str:
    return f"drawing:{found.process.pk}:{found.moment.value}:{actor.user_id}"


def _looked(request: Request, found: Looked, form: DrawnForm) -> HttpResponse:
    """What would change; and both models when something else came to stand there meanwhile."""
    actor, mark = request.actor, _mark(found)
    stands = found.situation is not None and bool(found.steps)
    old = queries.picture(found.process, found.situation, found.steps) if found.situation else None
    shown = queries.preview(old if stands else None, form.reading, found.steps)
    met = form.cleaned_data["drawn_on"] != mark
    later = found.moment == Situation.Moment.LATER
    context = {
        "crumbs": [*way(actor, found.process), Link(_("Look at your drawing"))],
        "title": _("Look at your drawing"),
        "lead": _lead(shown, stands=stands, later=later),
        "process": found.process,
        "back": moment_address(actor, found.process, found.moment),
        "draft_key": _draft_key(actor, found),
        "shown": shown,
        "drawn": drawn(shown.model, f"{found.process}: {found.moment.label}", "new", shown.marks),
        "stands": stands,
        "tabled": stands and found.situation is not None and found.situation.source_id is None,
        "xml": form.cleaned_data["xml"].decode(),
        "drawn_on": mark,
        "once": once_key(),
        "mine": queries.lines_of(shown) if met else "",
        "theirs": queries.lines_of(old) if met and old else "",
        "met": met,
    }
    return form_page(request, "drawing_look", context, 409 if met else 200)


def _lead(shown: queries.Preview, *, stands: bool, later: bool) -> str:
    """What the page says, in a sentence."""
    if stands and not shown.changes:
        return _("The steps, roles and lines stay as they are. Only the drawing looks different.")
    count = len(shown.changes) if stands else sum(row.is_step for row in shown.rows)
    if stands and later:
        words = ngettext(
            "%(count)d step or role changes in how it will go. Nothing is saved yet.",
            "%(count)d steps or roles change in how it will go. Nothing is saved yet.",
            count,
        )
    elif stands:
        words = ngettext(
            "%(count)d step or role changes in how it goes now. Nothing is saved yet.",
            "%(count)d steps or roles change in how it goes now. Nothing is saved yet.",
            count,
        )
    else:
        words = ngettext(
            "You drew %(count)d step. Nothing is saved yet.",
            "You drew %(count)d steps. Nothing is saved yet.",
            count,
        )
    return words % {"count": count}


def _save(request: Request, found: Looked, form: DrawnForm) -> HttpResponse:
    """Let the drawing stand; what stood there can come back."""
    actor = request.actor
    try:
        commands.save_drawing(
            by=actor, process=found.process, moment=found.moment.value, reading=form.reading,
            file=form.keep(actor, file_name(found, "bpmn")),
            drawn_on=form.cleaned_data["drawn_on"], once=form.cleaned_data["once"],
        )  # fmt: skip
    except EditConflict:
        return _looked(request, look(actor, found.process.pk, found.moment.value), form)
    say(request, _("Your drawing is saved."), undo=put_back_address(actor, found))
    return seen(request, moment_address(actor, found.process, found.moment))
