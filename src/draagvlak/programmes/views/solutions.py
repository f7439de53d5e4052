"""Solutions and their suppliers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import say, seen, to
from draagvlak.programmes.commands import (
    add_solution,
    add_supplier,
    edit_solution,
    edit_supplier,
)
from draagvlak.programmes.forms import SolutionForm, SupplierForm
from draagvlak.programmes.queries import access_solution, access_supplier
from draagvlak.programmes.views.frame import again, on_its_own

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.programmes.models import Solution, Supplier


@require_http_methods(["GET", "POST"])
def solution_add(request: Request) -> HttpResponse:
    """Name what is introduced or considered."""
    actor = request.actor
    form = SolutionForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            add_solution(
                by=actor,
                name=given["name"],
                summary=given["summary"],
                state=given["state"],
                supplier=_supplier(actor, form),
                once=given["once"],
            )
        except IntegrityError:
            form.add_error("name", _taken())
        else:
            say(request, _("The solution is stored."))
            return seen(request, to(actor, "programmes:programme_home"))
    return _solution_page(request, form, _("New solution"), 422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def solution_edit(request: Request, solution_id: UUID) -> HttpResponse:
    """Change a solution."""
    actor = request.actor
    solution = access_solution(actor, solution_id)
    form = SolutionForm(actor, request.POST or None, _known(solution))
    status, conflict = (422 if form.is_bound else 200), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            edit_solution(
                by=actor,
                solution=solution,
                version=given["version"] or 0,
                name=given["name"],
                summary=given["summary"],
                state=given["state"],
                supplier=_supplier(actor, form),
            )
        except EditConflict as met:
            status, conflict = 409, met.theirs
            form = SolutionForm(actor, again(request.POST, version=met.theirs.version))
        except IntegrityError:
            form.add_error("name", _taken())
        else:
            say(request, _("The solution is stored."))
            return seen(request, to(actor, "programmes:programme_home"))
    return _solution_page(request, form, solution.name, status, conflict)


def _known(solution: Solution) -> dict[str, object]:
    return {
        "name": solution.name,
        "summary": solution.summary,
        "state": solution.state,
        "supplier": str(solution.supplier_id or ""),
        "version": solution.version,
    }


def _solution_page(
    request: Request,
    form: SolutionForm,
    title: str,
    status: int,
    conflict: Solution | None = None,
) -> HttpResponse:
    context = {"form": form, "title": title, "conflict": conflict}
    return on_its_own(request, "solution_edit", context, (title, ""), status=status)


def _supplier(actor: Actor, form: SolutionForm) -> Supplier | None:
    """The chosen supplier, or the new one that was typed."""
    name = form.cleaned_data["new_supplier"]
    return add_supplier(by=actor, name=name) if name else form.supplier_row()


def _taken() -> str:
    return _("There is one with this name already. Choose another name.")


@require_http_methods(["GET", "POST"])
def supplier_add(request: Request) -> HttpResponse:
    """Name a supplier."""
    actor = request.actor
    form = SupplierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_supplier(by=actor, **_filled(form), once=form.cleaned_data["once"])
        say(request, _("The supplier is stored."))
        return seen(request, to(actor, "programmes:programme_home"))
    return _supplier_page(request, form, _("New supplier"))


@require_http_methods(["GET", "POST"])
def supplier_edit(request: Request, supplier_id: UUID) -> HttpResponse:
    """Change a supplier."""
    actor = request.actor
    supplier = access_supplier(actor, supplier_id)
    known = {"name": supplier.name, "contact": supplier.contact, "email": supplier.email}
    form = SupplierForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            edit_supplier(by=actor, supplier=supplier, **_filled(form))
        except IntegrityError:
            form.add_error("name", _taken())
        else:
            say(request, _("The supplier is stored."))
            return seen(request, to(actor, "programmes:programme_home"))
    return _supplier_page(request, form, supplier.name)


def _filled(form: SupplierForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("name", "contact", "email")}


def _supplier_page(request: Request, form: SupplierForm, title: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "title": title}
    return on_its_own(request, "supplier_edit", context, (title, ""), status=status)
