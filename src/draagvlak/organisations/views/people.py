"""The people: the list, one person, and picking people for another page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.thread import panels_for
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.organisations import commands, queries, rules
from draagvlak.organisations.commands import PersonDetails
from draagvlak.organisations.forms import PeopleFilterForm, PersonForm
from draagvlak.organisations.views.tabs import tabs, way

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.organisations.models import Person
    from draagvlak.organisations.queries import PeoplePage

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


@require_safe
def person_list(request: Request) -> HttpResponse:
    """People by name, fifty at a time."""
    form = PeopleFilterForm(request.actor, request.GET, queries.groups(request.actor))
    wanted = form.wanted()
    edge = form.cleaned_data
    found = queries.people_page(
        request.actor, wanted, after=edge.get("after"), before=edge.get("before")
    )
    context = {
        "tabs": tabs(request.actor, "person_list"),
        "form": form,
        "wanted": wanted,
        "found": found,
        "counted": queries.COUNTED,
        "may_keep": rules.may_keep_register(request.actor),
        **pages(request, found),
    }
    return page(request, "organisations/person_list.html", context, fragment="people")


@require_http_methods(["GET", "POST"])
def person_add(request: Request) -> HttpResponse:
    """Write somebody into the register; `?place=` proposes where they work."""
    form = PersonForm(request.actor, request.POST or None, place=request.GET.get("place", ""))
    if request.method == "POST" and form.is_valid():
        once = form.cleaned_data["once"]
        person = commands.add_person(by=request.actor, details=form.details(), once=once)
        say(request, _("%(name)s is added.") % {"name": person.name})
        return seen(request, _address(request.actor, person))
    crumbs = way(request.actor, "person_list", _("People"), _("Add a person"))
    context = {"form": form, "crumbs": crumbs}
    status = 422 if form.errors else 200
    return page(request, "organisations/person_add.html", context, status=status)


@require_safe
def person_detail(request: Request, person_id: UUID) -> HttpResponse:
    """One person, and what other pages know of them."""
    person = queries.access_person(request.actor, person_id)
    context = {
        "person": person,
        "groups": queries.groups_of(request.actor, person),
        "panels": panels_for(request.actor, "person", person.pk),
        "may_keep": rules.may_keep_register(request.actor),
        "crumbs": way(request.actor, "person_list", _("People"), person.name),
    }
    return page(request, "organisations/person_detail.html", context)


@require_http_methods(["GET", "POST"])
def person_edit(request: Request, person_id: UUID) -> HttpResponse:
    """Change what is written about somebody; two changes at once are both shown."""
    person = queries.access_person(request.actor, person_id)
    form = PersonForm(request.actor, request.POST or None, person)
    crumbs = way(request.actor, "person_list", _("People"), person.name)
    context: dict[str, object] = {"form": form, "person": person, "crumbs": crumbs}
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        details = form.details()
        try:
            commands.edit_person(by=request.actor, person=person, details=details, version=version)
        except EditConflict as conflict:
            form.now_seen(version=conflict.theirs.version)
            theirs = PersonDetails.of(conflict.theirs)
            context |= {"mine": details.as_text(), "theirs": theirs.as_text()}
            status = 409
        else:
            say(request, _("The details of %(name)s are stored.") % {"name": details.name})
            return seen(request, _address(request.actor, person))
    return page(request, "organisations/person_edit.html", context, status=status)


@require_POST
def person_leave(request: Request, person_id: UUID) -> HttpResponse:
    """Somebody no longer works there."""
    person = queries.access_person(request.actor, person_id)
    commands.mark_left(by=request.actor, person=person)
    undo = to(request.actor, "organisations:person_return", person_id=person.pk)
    say(request, _("%(name)s no longer works here.") % {"name": person.name}, undo=undo)
    return seen(request, _address(request.actor, person))


@require_POST
def person_return(request: Request, person_id: UUID) -> HttpResponse:
    """Somebody works there (again)."""
    person = queries.access_person(request.actor, person_id)
    commands.mark_returned(by=request.actor, person=person)
    undo = to(request.actor, "organisations:person_leave", person_id=person.pk)
    say(request, _("%(name)s is back in the list.") % {"name": person.name}, undo=undo)
    return seen(request, _address(request.actor, person))


@require_safe
def person_pick(request: Request) -> HttpResponse:
    """The part of a form in which people are picked, while somebody types."""
    name = request.GET.get("name", "")
    if not NAME.fullmatch(name):
        raise Http404
    many = request.GET.get("many") == "1"
    pick = queries.person_pick(request.actor, request.GET, name, many=many)
    return page(request, "organisations/person_pick_found.html", {"pick": pick})


def pages(request: Request, found: PeoplePage) -> dict[str, str]:
    """The addresses of the pages before and after, with the same filters."""
    kept = request.GET.copy()
    for key in ("after", "before"):
        kept.pop(key, None)

    def address(key: str, edge: UUID | None) -> str:
        if edge is None:
            return ""
        asked = kept.copy()
        asked[key] = str(edge)
        return f"?{asked.urlencode()}"

    return {"newer": address("before", found.before), "older": address("after", found.after)}


def _address(actor: Actor, person: Person) -> str:
    return to(actor, "organisations:person_detail", person_id=person.pk)
