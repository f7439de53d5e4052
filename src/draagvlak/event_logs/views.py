"""Bringing in a log, and reading what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.web import page, say, seen, to
from draagvlak.event_logs import commands, queries, rules
from draagvlak.event_logs.forms import LogForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.processes.models import Process


@dataclass(frozen=True)
class Link:
    """One step of the way back."""

    label: str
    href: str = ""


def _way(actor: Actor, process: Process) -> list[Link]:
    return [
        Link(_("Processes"), to(actor, "processes:process_list")),
        Link(process.name, _process_address(actor, process)),
    ]


def _process_address(actor: Actor, process: Process) -> str:
    return to(actor, "processes:process_detail", process_id=process.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def log_add(request: Request, process_id: UUID) -> HttpResponse:
    """Measure a log out of a file."""
    actor = request.actor
    process = queries.access_log_process(actor, process_id)
    rules.may_add(actor, process, count=queries.log_count(actor, process)).demand()
    form = LogForm()
    if request.method == "POST":
        form = LogForm(request.POST, request.FILES)
    if form.is_valid():
        log = commands.add_log(
            by=actor, process=process, name=form.log_name, measured=form.measured,
            once=form.cleaned_data["once"],
        )  # fmt: skip
        say(request, _("Measured. The file itself was not kept."))
        return seen(request, to(actor, "event_logs:log_detail", log_id=log.pk))
    title = _("Add an event log")
    context = {
        "title": title,
        "form": form,
        "crumbs": [*_way(actor, process), Link(title)],
        "back": _process_address(actor, process),
    }
    return page(request, "event_logs/log_add.html", context, status=422 if form.errors else 200)


@require_safe
def log_detail(request: Request, log_id: UUID) -> HttpResponse:
    """What a log tells of how a process really runs."""
    actor = request.actor
    log = queries.access_log(actor, log_id)
    context = {
        "log": log,
        "told": queries.told(log),
        "beside": queries.beside_table(actor, log),
        "crumbs": [*_way(actor, log.process), Link(log.name)],
        "may_remove": rules.may_remove(actor, log),
        "may_restore": rules.may_restore(
            actor, log, count=queries.log_count(actor, log.process)
        ) if log.removed_at else None,
    }  # fmt: skip
    return page(request, "event_logs/log_detail.html", context)


@require_POST
def log_remove(request: Request, log_id: UUID) -> HttpResponse:
    """Take a log away, with a way back."""
    actor = request.actor
    log = queries.access_log(actor, log_id)
    commands.remove_log(by=actor, log=log)
    undo = to(actor, "event_logs:log_restore", log_id=log.pk)
    say(request, _("“%(name)s” was removed.") % {"name": log}, undo=undo)
    return seen(request, _process_address(actor, log.process))


@require_POST
def log_restore(request: Request, log_id: UUID) -> HttpResponse:
    """Put a log back."""
    actor = request.actor
    log = queries.access_log(actor, log_id)
    commands.restore_log(by=actor, log=log)
    say(request, _("“%(name)s” is back.") % {"name": log})
    return seen(request, to(actor, "event_logs:log_detail", log_id=log.pk))
