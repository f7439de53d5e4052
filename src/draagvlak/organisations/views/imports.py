"""Importing people: file, preview, progress, result, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.web import page, say, seen, to
from draagvlak.organisations import commands, queries, rules
from draagvlak.organisations.forms import (
    ImportColumnsForm,
    ImportGoneForm,
    ImportReadingForm,
    ImportRepairForm,
    ImportStart,
    ImportStartForm,
)
from draagvlak.organisations.imports import example, words
from draagvlak.organisations.imports.previews import preview_of, result_of
from draagvlak.organisations.imports.reading import AT_ONCE, checked_people
from draagvlak.organisations.imports.staged import mapping_of, open_report
from draagvlak.organisations.models import Organisation, PeopleImport
from draagvlak.organisations.views.tabs import tabs, way

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request

GONE_SHOWN = 8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def import_list(request: Request) -> HttpResponse:
    """The imports of late, each with what became of it."""
    context = {
        "tabs": tabs(request.actor, "import_list"),
        "imports": queries.recent_imports(request.actor),
    }
    return page(request, "organisations/import_list.html", context)


@require_http_methods(["GET", "POST"])
def import_start(request: Request) -> HttpResponse:
    """Choose an organisation and a file."""
    chosen = request.GET.get("organisation", "")
    form = ImportStartForm(request.actor, request.POST or None, request.FILES or None, chosen)
    if request.method == "POST" and form.is_valid():
        start = form.started()
        organisation = start.organisation or commands.add_organisation(
            by=request.actor, name=start.new_name
        )
        staged = _staged(request.actor, organisation, start)
        return seen(request, _address(request.actor, "import_preview", staged))
    crumbs = way(request.actor, "import_list", _("Imports"), _("Import people"))
    context = {"form": form, "crumbs": crumbs}
    status = 422 if form.errors else 200
    return page(request, "organisations/import_start.html", context, status=status)


def _staged(actor: Actor, organisation: Organisation, start: ImportStart) -> PeopleImport:
    """A small file is checked at once; a large one goes to the background."""
    if start.table is None:
        return commands.receive_import(
            by=actor,
            organisation=organisation,
            filename=start.filename,
            upload=start.upload,
            named=start.organisation is None,
        )
    return commands.stage_import(
        by=actor,
        organisation=organisation,
        filename=start.filename,
        table=start.table,
        upload=start.upload,
    )


@require_safe
def import_example(request: Request, kind: str) -> HttpResponse:
    """A file to start from."""
    del request
    if kind == "csv":
        response = HttpResponse(example.example_csv(), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = HttpResponse(example.example_xlsx(), content_type=XLSX)
    else:
        raise Http404
    name = _("people-example")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


@require_http_methods(["GET", "POST"])
def import_preview(request: Request, import_id: UUID) -> HttpResponse:
    """What would happen; columns can be chosen anew."""
    staged = queries.access_import(request.actor, import_id)
    if staged.state != PeopleImport.State.PREVIEW:
        return seen(request, _address(request.actor, "import_result", staged))
    report = open_report(staged)
    form = ImportColumnsForm(report.header, mapping_of(staged), request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.choose_columns(by=request.actor, staged=staged, columns=form.columns())
        return seen(request, _address(request.actor, "import_preview", staged))
    context = {
        "staged": staged,
        "form": form,
        "preview": preview_of(staged, report, form),
        "reading": ImportReadingForm(report),
        "gone_form": ImportGoneForm(initial={"gone_choice": staged.gone_choice}),
        "total": staged.added + staged.updated + _leaving(staged),
        "rest_changed": staged.updated - staged.moved,
        "more_changed": staged.updated - staged.moved - len(report.changes),
        "more_moved": staged.moved - len(report.moves),
        "more_gone": staged.gone - GONE_SHOWN,
        "may_apply": rules.may_apply_import(request.actor, staged),
        "may_check": rules.may_check_import(request.actor, staged),
        "crumbs": way(request.actor, "import_list", _("Imports"), staged.filename),
    }
    status = 422 if form.errors else 200
    return page(request, "organisations/import_preview.html", context, status=status)


@require_POST
def import_read(request: Request, import_id: UUID) -> HttpResponse:
    """Read the file again, from another sheet or with another header."""
    staged = queries.access_import(request.actor, import_id)
    form = ImportReadingForm(open_report(staged), request.POST)
    if form.is_valid():
        sheet, header_row = form.chosen()
        commands.read_otherwise(by=request.actor, staged=staged, sheet=sheet, header_row=header_row)
    return seen(request, _address(request.actor, "import_preview", staged))


@require_POST
def import_repair(request: Request, import_id: UUID) -> HttpResponse:
    """Correct a cell, all cells alike, or leave rows out."""
    staged = queries.access_import(request.actor, import_id)
    form = ImportRepairForm(request.POST)
    if form.is_valid():
        commands.repair_import(by=request.actor, staged=staged, repair=form.repair())
        say(request, _("Repaired. The import was worked out again."))
    return seen(request, _address(request.actor, "import_preview", staged) + "#problems")


@require_POST
def import_repair_undo(request: Request, import_id: UUID, number: int) -> HttpResponse:
    """Take a repair back."""
    staged = queries.access_import(request.actor, import_id)
    commands.take_back_repair(by=request.actor, staged=staged, number=number)
    return seen(request, _address(request.actor, "import_preview", staged) + "#repairs")


@require_POST
def import_gone(request: Request, import_id: UUID) -> HttpResponse:
    """Say what happens with those who are not in the file."""
    staged = queries.access_import(request.actor, import_id)
    form = ImportGoneForm(request.POST)
    if form.is_valid():
        commands.choose_gone(by=request.actor, staged=staged, choice=form.choice())
    return seen(request, _address(request.actor, "import_preview", staged) + "#gone")


@require_POST
def import_apply(request: Request, import_id: UUID) -> HttpResponse:
    """Bring everybody in: at once, or in the background when there are many."""
    staged = queries.access_import(request.actor, import_id)
    if staged.state == PeopleImport.State.APPLIED:
        return seen(request, _address(request.actor, "import_result", staged))
    rules.may_apply_import(request.actor, staged).demand()
    if staged.row_count > AT_ONCE:
        commands.promise_import(by=request.actor, staged=staged)
    else:
        checked = checked_people(staged)
        done = commands.apply_import(by=request.actor, staged=staged, checked=checked)
        say(request, words.sentence_of(done), undo=_address(request.actor, "import_undo", done))
    return seen(request, _address(request.actor, "import_result", staged))


@require_safe
def import_result(request: Request, import_id: UUID) -> HttpResponse:
    """How far it is, and when it is done: what was brought in and what was skipped."""
    done = queries.access_import(request.actor, import_id)
    if done.state == PeopleImport.State.PREVIEW:
        return seen(request, _address(request.actor, "import_preview", done))
    report = open_report(done)
    context = {
        "done": done,
        "sentence": words.sentence_of(done),
        "overdue": queries.is_overdue(done),
        "waiting": queries.is_waiting(done),
        "result": result_of(report),
        "refusal": words.about_refusal(*report.refusal) if report.refusal else "",
        "may_undo": rules.may_undo_import(request.actor, done),
        "crumbs": way(request.actor, "import_list", _("Imports"), done.filename),
    }
    return page(request, "organisations/import_result.html", context, fragment="result")


@require_POST
def import_undo(request: Request, import_id: UUID) -> HttpResponse:
    """Take the whole import back."""
    done = queries.access_import(request.actor, import_id)
    done = commands.undo_import(by=request.actor, done=done)
    say(request, words.sentence_of(done))
    return seen(request, _address(request.actor, "import_result", done))


def _leaving(staged: PeopleImport) -> int:
    return staged.gone if staged.gone_choice == PeopleImport.Gone.LEFT else 0


def _address(actor: Actor, name: str, row: PeopleImport) -> str:
    return to(actor, f"organisations:{name}", import_id=row.pk)
