"""Groups across units and organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.thread import panels_for
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.organisations import commands, queries, rules
from draagvlak.organisations.forms import GroupForm, PeopleFilterForm
from draagvlak.organisations.views.people import pages
from draagvlak.organisations.views.tabs import Tab, tabs, way

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.organisations.models import Group


@require_safe
def group_list(request: Request) -> HttpResponse:
    """All groups with their sizes."""
    context = {
        "tabs": tabs(request.actor, "group_list"),
        "groups": queries.groups(request.actor),
        "may_keep": rules.may_keep_register(request.actor),
    }
    return page(request, "organisations/group_list.html", context)


@require_http_methods(["GET", "POST"])
def group_add(request: Request) -> HttpResponse:
    """Make a group; its people come next."""
    form = GroupForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        group = commands.add_group(
            by=request.actor,
            name=kept["name"],
            description=kept["description"],
            once=kept["once"],
        )
        say(request, _("“%(name)s” is added. Now add people.") % {"name": group.name})
        address = to(request.actor, "organisations:group_people_add", group_id=group.pk)
        return seen(request, address)
    crumbs = way(request.actor, "group_list", _("Groups"), _("Add a group"))
    context = {"form": form, "crumbs": crumbs}
    status = 422 if form.errors else 200
    return page(request, "organisations/group_add.html", context, status=status)


@require_safe
def group_detail(request: Request, group_id: UUID) -> HttpResponse:
    """A group and its people, by name."""
    group = queries.access_group(request.actor, group_id)
    form = PeopleFilterForm(request.actor, request.GET)
    edge = form.cleaned_data
    found = queries.people_page(
        request.actor,
        form.wanted(group=group.pk),
        after=edge.get("after"),
        before=edge.get("before"),
    )
    context = {
        "group": group,
        "form": form,
        "found": found,
        "panels": panels_for(request.actor, "group", group.pk),
        "may_keep": rules.may_keep_register(request.actor),
        "crumbs": way(request.actor, "group_list", _("Groups"), group.name),
        **pages(request, found),
    }
    return page(request, "organisations/group_detail.html", context, fragment="people")


@require_http_methods(["GET", "POST"])
def group_edit(request: Request, group_id: UUID) -> HttpResponse:
    """Rename or describe a group."""
    group = queries.access_group(request.actor, group_id)
    form = GroupForm(request.actor, request.POST or None, group)
    context: dict[str, object] = {
        "form": form,
        "group": group,
        "crumbs": _way(request, group, _("Change group")),
    }
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        name, about = kept["name"], kept["description"]
        was = (kept["was_name"], kept["was_description"])
        try:
            commands.change_group(
                by=request.actor, group=group, name=name, description=about, was=was
            )
        except EditConflict as conflict:
            context |= _conflict(form, conflict.theirs, name, about)
            status = 409
        else:
            say(request, _("The group is changed."))
            return seen(request, _address(request.actor, group))
    return page(request, "organisations/group_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def group_people_add(request: Request, group_id: UUID) -> HttpResponse:
    """Search people and add those who are ticked, or everybody who was found.

    Searching is a POST too: who was ticked before stays ticked.
    """
    group = queries.access_group(request.actor, group_id)
    sent = request.POST or request.GET
    form = PeopleFilterForm(request.actor, sent)
    wanted = form.wanted()
    pick = queries.person_pick(request.actor, sent, "person", many=True)
    if request.method == "POST" and not pick.searching:
        everybody = sent.get("who") == "all" and bool(wanted)
        ids = queries.ids_of(request.actor, wanted) if everybody else pick.ids
        return _added(request, group, ids)
    found = queries.people_page(request.actor, wanted)
    context = {
        "group": group,
        "form": form,
        "wanted": wanted,
        "pick": pick,
        "found": found,
        "members": queries.members_among(request.actor, group, [row.id for row in found.rows]),
        "crumbs": _way(request, group, _("Add people")),
    }
    return page(request, "organisations/group_people_add.html", context, fragment="found")


@require_POST
def group_person_remove(request: Request, group_id: UUID, person_id: UUID) -> HttpResponse:
    """Take somebody out of a group; the message takes it back."""
    group = queries.access_group(request.actor, group_id)
    person = queries.access_person(request.actor, person_id)
    commands.take_out_of_group(by=request.actor, group=group, person=person)
    undo = to(
        request.actor,
        "organisations:group_person_return",
        group_id=group.pk,
        person_id=person.pk,
    )
    text = _("%(name)s is no longer in this group.") % {"name": person.name}
    say(request, text, undo=undo)
    return seen(request, _address(request.actor, group))


@require_POST
def group_person_return(request: Request, group_id: UUID, person_id: UUID) -> HttpResponse:
    """Put somebody back into a group."""
    group = queries.access_group(request.actor, group_id)
    person = queries.access_person(request.actor, person_id)
    return _added(request, group, (person.pk,))


def _added(request: Request, group: Group, ids: tuple[UUID, ...]) -> HttpResponse:
    if not ids:
        say(request, _("Nobody was ticked, so nobody was added."))
        address = to(request.actor, "organisations:group_people_add", group_id=group.pk)
        return seen(request, address)
    count = commands.add_to_group(by=request.actor, group=group, people=ids)
    text = ngettext("%(count)d person added.", "%(count)d people added.", count)
    say(request, text % {"count": count})
    return seen(request, _address(request.actor, group))


def _conflict(form: GroupForm, theirs: Group, name: str, about: str) -> dict[str, object]:
    form.now_seen(was_name=theirs.name, was_description=theirs.description)
    return {"mine": f"{name}\n{about}", "theirs": f"{theirs.name}\n{theirs.description}"}


def _way(request: Request, group: Group, here: str) -> list[Tab]:
    above = Tab(_("Groups"), to(request.actor, "organisations:group_list"))
    return [above, Tab(group.name, _address(request.actor, group)), Tab(here)]


def _address(actor: Actor, group: Group) -> str:
    return to(actor, "organisations:group_detail", group_id=group.pk)
