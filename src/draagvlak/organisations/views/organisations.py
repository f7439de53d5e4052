"""Organisations and their units."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.lib.numerals import whole_number
from draagvlak.organisations import commands, queries, rules
from draagvlak.organisations.forms import OrganisationForm, UnitForm
from draagvlak.organisations.views.tabs import Tab, tabs

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.organisations.models import Organisation, Unit

RESTORE_SECONDS = 30 * 24 * 60 * 60


@require_safe
def organisation_list(request: Request) -> HttpResponse:
    """All organisations with their counts."""
    context = {
        "tabs": tabs(request.actor, "organisation_list"),
        "organisations": queries.organisation_rows(request.actor),
        "may_keep": rules.may_keep_register(request.actor),
    }
    return page(request, "organisations/organisation_list.html", context)


@require_http_methods(["GET", "POST"])
def organisation_add(request: Request) -> HttpResponse:
    """Write down an organisation."""
    form = OrganisationForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        made = commands.add_organisation(by=request.actor, name=kept["name"], once=kept["once"])
        say(request, _("“%(name)s” is added.") % {"name": made.name})
        return seen(request, _tree_of(request.actor, made))
    context = {"form": form, "crumbs": _way(request.actor)}
    status = 422 if form.errors else 200
    return page(request, "organisations/organisation_add.html", context, status=status)


@require_http_methods(["GET", "POST"])
def organisation_rename(request: Request, organisation_id: UUID) -> HttpResponse:
    """Give an organisation another name."""
    organisation = queries.access_organisation(request.actor, organisation_id)
    form = OrganisationForm(request.actor, request.POST or None, organisation)
    context = {"form": form, "organisation": organisation, "crumbs": _way(request.actor)}
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        name, was = form.cleaned_data["name"], form.cleaned_data["was"]
        try:
            commands.rename_organisation(
                by=request.actor, organisation=organisation, name=name, was=was
            )
        except EditConflict as conflict:
            form.now_seen(was=conflict.theirs.name)
            context |= {"mine": name, "theirs": conflict.theirs.name}
            status = 409
        else:
            say(request, _("The new name is stored."))
            return seen(request, _tree_of(request.actor, organisation))
    return page(request, "organisations/organisation_rename.html", context, status=status)


@require_safe
def unit_tree(request: Request, organisation_id: UUID) -> HttpResponse:
    """The units of an organisation, as a tree."""
    organisation = queries.access_organisation(request.actor, organisation_id)
    under, number = request.GET.get("under", ""), request.GET.get("page", "")[:5]
    at = max(whole_number(number) or 1, 1)
    shown = queries.unit_page(request.actor, organisation, _uuid(under), at)
    more = shown.start + len(shown.branches) < shown.count
    here = f"?under={under}&page=" if shown.way else "?page="
    context = {
        "organisation": organisation,
        "branches": shown.branches,
        "way": shown.way,
        "newer": f"{here}{at - 1}" if shown.start else "",
        "older": f"{here}{at + 1}" if more else "",
        "crumbs": _way(request.actor, organisation),
        "may_keep": rules.may_keep_register(request.actor),
    }
    return page(request, "organisations/unit_tree.html", context)


@require_http_methods(["GET", "POST"])
def unit_add(request: Request, organisation_id: UUID) -> HttpResponse:
    """Add a unit; `?under=` proposes the unit above it."""
    organisation = queries.access_organisation(request.actor, organisation_id)
    under = _uuid(request.GET.get("under", ""))
    form = UnitForm(request.actor, organisation, request.POST or None, parent=under)
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        commands.add_unit(
            by=request.actor,
            organisation=organisation,
            name=wanted.name,
            parent=wanted.parent,
            once=form.cleaned_data["once"],
        )
        say(request, _("“%(name)s” is added.") % {"name": wanted.name})
        return seen(request, _tree_of(request.actor, organisation))
    way = [*_way(request.actor, organisation, linked=True), Tab(_("Add a unit"))]
    context = {"form": form, "organisation": organisation, "crumbs": way}
    status = 422 if form.errors else 200
    return page(request, "organisations/unit_add.html", context, status=status)


@require_http_methods(["GET", "POST"])
def unit_edit(request: Request, unit_id: UUID) -> HttpResponse:
    """Rename or move a unit, or remove it when it is empty."""
    unit = queries.access_unit(request.actor, unit_id)
    form = UnitForm(request.actor, unit.organisation, request.POST or None, unit)
    context = _about_unit(request.actor, unit, form)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        wanted, was = form.wanted(), form.cleaned_data["was"]
        try:
            commands.change_unit(
                by=request.actor, unit=unit, name=wanted.name, parent=wanted.parent, was=was
            )
        except EditConflict as conflict:
            form.now_seen(was=conflict.theirs.name)
            context |= {"mine": wanted.name, "theirs": conflict.theirs.name}
            status = 409
        else:
            say(request, _("The unit is changed."))
            return seen(request, _tree_of(request.actor, unit.organisation))
    return page(request, "organisations/unit_edit.html", context, status=status)


@require_POST
def unit_remove(request: Request, unit_id: UUID) -> HttpResponse:
    """Remove an empty unit; the message takes it back."""
    unit = queries.access_unit(request.actor, unit_id)
    token = signing.dumps(
        [
            str(unit.organisation_id),
            str(unit.pk),
            unit.name,
            str(unit.parent_id) if unit.parent_id else "",
        ],
        salt=_salt(request.actor),
    )
    commands.remove_unit(by=request.actor, unit=unit)
    undo = to(request.actor, "organisations:unit_restore", token=token)
    say(request, _("“%(name)s” is removed.") % {"name": unit.name}, undo=undo)
    return seen(request, _tree_of(request.actor, unit.organisation))


@require_POST
def unit_restore(request: Request, token: str) -> HttpResponse:
    """Take back the removal of a unit."""
    try:
        kept = signing.loads(token, salt=_salt(request.actor), max_age=RESTORE_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    organisation = queries.access_organisation(request.actor, UUID(kept[0]))
    parent = queries.access_unit(request.actor, UUID(kept[3])) if kept[3] else None
    commands.restore_unit(
        by=request.actor,
        organisation=organisation,
        unit_id=UUID(kept[1]),
        name=kept[2],
        parent=parent,
    )
    say(request, _("“%(name)s” is back.") % {"name": kept[2]})
    return seen(request, _tree_of(request.actor, organisation))


def _about_unit(actor: Actor, unit: Unit, form: UnitForm) -> dict[str, object]:
    return {
        "form": form,
        "unit": unit,
        "may_remove": rules.may_remove_unit(actor, unit),
        "crumbs": [*_way(actor, unit.organisation, linked=True), Tab(unit.name)],
    }


def _way(
    actor: Actor, organisation: Organisation | None = None, *, linked: bool = False
) -> list[Tab]:
    above = Tab(_("Organisations and units"), to(actor, "organisations:organisation_list"))
    if organisation is None:
        return [above, Tab(_("Organisation"))]
    href = _tree_of(actor, organisation) if linked else ""
    return [above, Tab(organisation.name, href)]


def _tree_of(actor: Actor, organisation: Organisation) -> str:
    return to(actor, "organisations:unit_tree", organisation_id=organisation.pk)


def _salt(actor: Actor) -> str:
    """A token of one workspace means nothing in another."""
    return f"organisations.unit:{actor.tenant}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
