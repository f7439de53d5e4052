"""The whole table of steps on one page: type it, or paste it from a spreadsheet."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from draagvlak.core.undo import undo_url
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import say, seen
from draagvlak.lib.numerals import whole_number
from draagvlak.lib.steps_table import read_steps, steps_text
from draagvlak.lib.table_file import TableError
from draagvlak.processes import commands, queries, rules
from draagvlak.processes.forms import StepGrid
from draagvlak.processes.forms.tables import SHOWN, fate_choices
from draagvlak.processes.views.frame import form_page, look, moment_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.processes.views.frame import Looked

_MORE = 10


@require_http_methods(["GET", "HEAD", "POST"])
def table_edit(request: Request, process_id: UUID, moment: str) -> HttpResponse:
    """Fill in, paste or change many steps at once; all of it is saved, or nothing."""
    actor = request.actor
    found = look(actor, process_id, moment)
    rules.may_change(actor, found.process, found.situation).demand()
    sent = request.POST if request.method == "POST" else None
    start = min(whole_number(request.GET.get("from", "")) or 1, max(1, len(found.steps)))
    filed = found.situation is not None and found.situation.source_id is not None
    grid = StepGrid(found.steps, max(1, start), sent, filed=filed)
    if sent is None:
        return _grid_page(request, found, grid, {"start": max(1, start)})
    if sent.get("do") == "paste":
        return _paste(request, found, grid)
    if sent.get("do") == "more":
        grid.more(_MORE)
        return _grid_page(request, found, grid, {})
    return _save(request, found, grid)


def _save(request: Request, found: Looked, grid: StepGrid) -> HttpResponse:
    """Save when every cell is right; else the same page with what has to be mended."""
    if not grid.is_valid():
        return _grid_page(request, found, grid, {}, 422)
    edits = grid.edits()
    back = moment_address(request.actor, found.process, found.moment)
    room = rules.may_add_step(
        request.actor, found.process, found.situation,
        count=len(found.steps) + sum(edit.version is None for edit in edits) - 1,
    )  # fmt: skip
    if any(edit.version is None for edit in edits) and not room:
        return _grid_page(request, found, grid, {"no_room": str(room.reason)}, 422)
    if not edits:
        say(request, _("Nothing was changed."))
        return seen(request, back)
    try:
        commands.save_table(
            by=request.actor, process=found.process, moment=found.moment.value, edits=edits,
            once=request.POST.get("once", "")[:80],
        )  # fmt: skip
    except EditConflict as met:
        grid.met(met.theirs)
        return _grid_page(request, found, grid, {"conflict": True}, 409)
    count = len(edits)
    words = ngettext("%(count)d step saved.", "%(count)d steps saved.", count)
    say(request, words % {"count": count}, undo=undo_url(request.actor))
    return seen(request, back)


def _paste(request: Request, found: Looked, grid: StepGrid) -> HttpResponse:
    """Put what was pasted in the empty rows, to look over; nothing is saved yet."""
    text = request.POST.get("pasted", "")
    try:
        pasted = read_steps(text)
    except TableError as no:
        context = {"pasted": text, "paste_error": queries.table_words(no)}
        return _grid_page(request, found, grid, context, 422)
    fitted = grid.put(pasted)
    grid.is_valid()
    rest = pasted.rows[fitted:]
    notes = queries.paste_notes(pasted, fitted, len(grid.wrong))
    left = steps_text(rest) if rest else ""
    return _grid_page(request, found, grid, {"pasted": left, "notes": notes})


def _grid_page(
    request: Request,
    found: Looked,
    grid: StepGrid,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    start = context.get("start")
    count = len(found.steps)
    after = start + SHOWN if isinstance(start, int) and start + SHOWN <= count else 0
    full = {
        "title": _("All steps in one table"),
        "process": found.process,
        "moment_label": str(found.moment.label),
        "grid": grid,
        "fates": fate_choices(),
        "once": request.POST.get("once", "")[:80] or secrets.token_hex(16),
        "back": moment_address(request.actor, found.process, found.moment),
        "next_from": after,
        "earlier": isinstance(start, int) and start > 1,
        "count": count,
        **context,
    }
    return form_page(request, "table_edit", full, status)
