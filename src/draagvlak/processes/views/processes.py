"""The list of processes, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.thread import panels_for
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.lib.fold import fold_key
from draagvlak.organisations.queries import access_group, groups
from draagvlak.processes import commands, queries, rules
from draagvlak.processes.forms import ProcessForm, TieForm
from draagvlak.processes.forms.fields import on_version
from draagvlak.processes.models import Process
from draagvlak.processes.views.frame import (
    Link,
    form_page,
    list_tabs,
    process_address,
    tabs,
    way,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.processes.commands import ProcessDraft


@require_safe
def process_list(request: Request) -> HttpResponse:
    """The processes that the change touches."""
    actor = request.actor
    may_keep = rules.may_keep(actor)
    archived = bool(may_keep) and request.GET.get("archived") == "yes"
    context = {
        "rows": queries.process_rows(
            actor, archived=archived, waiting=queries.waiting_by_process(actor)
        ),
        "tabs": list_tabs(actor),
        "archived": archived,
        "mine": queries.own_groups(actor),
        "may_keep": may_keep,
    }
    return page(request, "processes/process_list.html", context)


@require_safe
def process_detail(request: Request, process_id: UUID) -> HttpResponse:
    """What a process is for, how far it is written down, and who does the work."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    situations = queries.situations_of(actor, process)
    steps = queries.steps_of(actor, list(situations.values()))
    ties = queries.performers(actor)
    roles = queries.role_names([step for found in steps.values() for step in found])
    context = {
        "crumbs": [*way(actor), Link(process.name)],
        "tabs": tabs(actor, process, ""),
        "process": process,
        "sides": queries.sides(situations, steps),
        "roles": [(role, ties.get(fold_key(role))) for role in roles],
        "groups": groups(actor),
        "panels": panels_for(actor, "process", process.pk),
        "may_edit": rules.may_edit(actor, process),
        "may_archive": rules.may_archive(actor, process),
        "may_restore": rules.may_restore(actor, process),
    }
    return page(request, "processes/process_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def process_add(request: Request) -> HttpResponse:
    """Name a process that the change touches."""
    actor = request.actor
    rules.may_keep(actor).demand()
    sent = request.POST if request.method == "POST" else None
    form = ProcessForm(actor, sent, queries.owner_choices(actor))
    if form.is_valid():
        once = form.cleaned_data["once"]
        process = commands.add_process(by=actor, draft=form.draft(), once=once)
        say(request, _("“%(name)s” is in the list. How does it go now?") % {"name": process})
        return seen(request, process_address(actor, process))
    status = 422 if form.errors else 200
    title = _("Add a process")
    return form_page(request, "process_edit", {"title": title, "form": form}, status)


@require_http_methods(["GET", "HEAD", "POST"])
def process_edit(request: Request, process_id: UUID) -> HttpResponse:
    """Change what is written about a process."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    rules.may_edit(actor, process).demand()
    sent = request.POST if request.method == "POST" else None
    form = ProcessForm(actor, sent, queries.owner_choices(actor), process)
    context: dict[str, object] = {"form": form}
    status = 422 if form.errors else 200
    if form.is_valid():
        draft, version = form.draft(), form.cleaned_data["version"] or 0
        try:
            commands.edit_process(by=actor, process=process, draft=draft, version=version)
        except EditConflict as met:
            theirs, status = met.theirs, 409
            context |= {"mine": _text(draft), "theirs": _text(theirs)}
            on_version(form, theirs.version)
        else:
            say(request, _("Saved."))
            return seen(request, process_address(actor, process))
    title = _("Change what is written")
    return form_page(
        request, "process_edit", {"title": title, "process": process, **context}, status
    )


def _text(each: ProcessDraft | Process) -> str:
    kind = str(Process.Kind(each.kind).label)
    return "\n".join(filter(None, [each.name, kind, each.about]))


@require_POST
def process_archive(request: Request, process_id: UUID) -> HttpResponse:
    """Put a process away, with a way back."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    commands.archive_process(by=actor, process=process)
    undo = to(actor, "processes:process_restore", process_id=process.pk)
    say(request, _("“%(name)s” is in the archive.") % {"name": process}, undo=undo)
    return seen(request, to(actor, "processes:process_list"))


@require_POST
def process_restore(request: Request, process_id: UUID) -> HttpResponse:
    """Take a process out of the archive."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    commands.restore_process(by=actor, process=process)
    say(request, _("“%(name)s” is in the list.") % {"name": process})
    return seen(request, process_address(actor, process))


@require_POST
def role_tie(request: Request, process_id: UUID) -> HttpResponse:
    """Say which group does the work of a role."""
    actor = request.actor
    process = queries.access_process(actor, process_id)
    form = TieForm(request.POST)
    if form.is_valid():
        group = access_group(actor, form.group_id) if form.group_id else None
        role = form.cleaned_data["role"]
        commands.tie_role(by=actor, process=process, role=role, group=group)
        say(request, _("Saved."))
    return seen(request, process_address(actor, process) + "#roles")
