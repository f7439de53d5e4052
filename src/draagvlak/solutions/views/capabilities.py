"""What one solution can do, and how that list is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.undo import undo_url
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen
from draagvlak.programmes.queries import access_solution
from draagvlak.solutions import commands, queries, rules
from draagvlak.solutions.forms import CapabilityForm, on_version
from draagvlak.solutions.models import How
from draagvlak.solutions.queries import solution_address
from draagvlak.solutions.views.frame import Link, way

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.programmes.models import Solution


@require_safe
def solution_detail(request: Request, solution_id: UUID) -> HttpResponse:
    """What a solution can do, by area, and how each thing is there."""
    actor = request.actor
    solution = access_solution(actor, solution_id)
    how = request.GET.get("how", "")
    counts = queries.how_counts(actor, solution)
    tabs = [Link(_("All"), solution_address(actor, solution), how == "", str(sum(counts.values())))]
    for each in How:
        href, count = f"?how={each.value}", str(counts.get(each.value, 0))
        tabs.append(Link(capfirst(str(each.label)), href, how == each.value, count))
    context = {
        "crumbs": [*way(actor), Link(solution.name)],
        "solution": solution,
        "areas": queries.capability_areas(actor, solution, how),
        "any": bool(counts),
        "tabs": tabs,
        "starter": queries.starter_lists().get(queries.list_for(solution.name)),
        "may_keep": rules.may_keep(actor),
    }
    return page(request, "solutions/solution_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def capability_add(request: Request, solution_id: UUID) -> HttpResponse:
    """Write down something that a solution can do, or cannot."""
    actor = request.actor
    solution = access_solution(actor, solution_id)
    form = CapabilityForm(actor, solution, request.POST if request.method == "POST" else None)
    if form.is_valid():
        once = form.cleaned_data["once"]
        commands.add_capability(by=actor, solution=solution, draft=form.draft(), once=once)
        say(request, _("It stands in the list."))
        return seen(request, solution_address(actor, solution))
    context = {"form": form, "title": _("Add a capability")}
    return _form_page(request, solution, context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def capability_edit(request: Request, capability_id: UUID) -> HttpResponse:
    """Change what is written about a capability."""
    actor = request.actor
    found = queries.access_capability(actor, capability_id)
    sent = request.POST if request.method == "POST" else None
    form = CapabilityForm(actor, found.solution, sent, found)
    context: dict[str, object] = {"form": form, "title": found.name, "capability": found}
    status = 422 if form.errors else 200
    if form.is_valid():
        draft, version = form.draft(), form.cleaned_data["version"] or 0
        try:
            commands.edit_capability(by=actor, capability=found, draft=draft, version=version)
        except EditConflict as met:
            theirs, status = met.theirs, 409
            on_version(form, theirs.version)
            texts = f"{theirs.name}\n{theirs.what}", f"{draft.name}\n{draft.what}"
            context |= {"theirs": texts[0].strip(), "mine": texts[1].strip()}
        else:
            say(request, _("Saved."))
            return seen(request, solution_address(actor, found.solution))
    return _form_page(request, found.solution, context, status)


@require_POST
def capability_remove(request: Request, capability_id: UUID) -> HttpResponse:
    """Take a capability off the list; the message brings it back."""
    actor = request.actor
    found = queries.access_capability(actor, capability_id)
    commands.remove_capability(by=actor, capability=found)
    words = _("“%(name)s” is no longer in the list.") % {"name": found.name}
    say(request, words, undo=undo_url(actor))
    return seen(request, solution_address(actor, found.solution))


@require_http_methods(["GET", "HEAD", "POST"])
def starter_import(request: Request, solution_id: UUID) -> HttpResponse:
    """Look at a starter list, choose from it, and take that over."""
    actor = request.actor
    solution = access_solution(actor, solution_id)
    lists = queries.starter_lists()
    name = request.GET.get("list", "") or queries.list_for(solution.name) or next(iter(lists))
    shelf = lists.get(name)
    if shelf is None:
        raise Http404
    if request.method == "POST":
        wanted = set(request.POST.getlist("starter"))
        chosen = [each for each in shelf.starters if each.key in wanted]
        if verdict := rules.may_import(actor, count=len(chosen)):
            return _imported(request, solution, shelf, chosen)
        return _starters(request, solution, shelf, str(verdict.reason))
    return _starters(request, solution, shelf)


def _imported(
    request: Request,
    solution: Solution,
    shelf: queries.StarterList,
    chosen: list[queries.Starter],
) -> HttpResponse:
    actor = request.actor
    count = commands.import_starters(by=actor, solution=solution, shelf=shelf, starters=chosen)
    words = ngettext("%(count)d line taken over.", "%(count)d lines taken over.", count)
    say(request, words % {"count": count}, undo=undo_url(actor) if count else "")
    return seen(request, solution_address(actor, solution))


def _starters(
    request: Request, solution: Solution, shelf: queries.StarterList, problem: str = ""
) -> HttpResponse:
    """The preview: every line, with those that are there already marked."""
    actor = request.actor
    here = queries.names_of(actor, solution)
    tabs = [
        Link(each.label, f"?list={each.system}", each.system == shelf.system)
        for each in queries.starter_lists().values()
    ]
    rows = [(one, str(How(one.how).label), one.name in here) for one in shelf.starters]
    rows.sort(key=lambda row: row[2])
    context = {
        "crumbs": [*way(actor, solution), Link(_("Starter list"))],
        "solution": solution,
        "shelf": shelf,
        "tabs": tabs,
        "rows": rows,
        "new": sum(not there for _one, _how, there in rows),
        "problem": problem,
    }
    return page(request, "solutions/starter_import.html", context, status=422 if problem else 200)


def _form_page(
    request: Request, solution: Solution, context: dict[str, object], status: int
) -> HttpResponse:
    full = {
        "crumbs": [*way(request.actor, solution), Link(str(context["title"]))],
        "solution": solution,
        "back": solution_address(request.actor, solution),
        **context,
    }
    return page(request, "solutions/capability_edit.html", full, status=status)
