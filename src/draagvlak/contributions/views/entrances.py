"""The doors that a guide opens, changes, closes and puts on the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.concerns.queries import group_choices
from draagvlak.contributions import commands, rules
from draagvlak.contributions.forms import EntranceForm
from draagvlak.contributions.queries import entrances as queries
from draagvlak.contributions.queries.labels import ways
from draagvlak.contributions.queries.poster import poster_blocks
from draagvlak.core.paper import poster
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import once_key, page, say, seen, to
from draagvlak.lib.qr_path import qr_drawing

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.contributions.models import Entrance
    from draagvlak.core.web import Request


@require_safe
def entrance_list(request: Request) -> HttpResponse:
    """Every door, whether it is open, and its link."""
    rows = queries.entrance_rows(request.actor)
    has_vault = queries.has_vault(request.actor)
    context = {
        "rows": [
            {
                "entrance": one,
                "address": queries.entrance_address(one),
                "is_open": queries.is_open(one),
            }
            for one in rows
        ],
        "verdict": rules.may_open_entrance(request.actor, has_vault=has_vault, count=len(rows)),
    }
    return page(request, "contributions/entrance_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entrance_open(request: Request) -> HttpResponse:
    """A new door."""
    form = EntranceForm(group_choices(request.actor), request.POST or None, once=once_key())
    if request.method == "POST" and form.is_valid():
        try:
            entrance = commands.open_entrance(
                by=request.actor, draft=form.draft(), once=form.cleaned_data["once"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("The door is open. Print the poster, or share the link."))
            return seen(request, _poster(request, entrance))
    return _form_page(request, form, _("Open a door"))


@require_http_methods(["GET", "HEAD", "POST"])
def entrance_edit(request: Request, entrance_id: UUID) -> HttpResponse:
    """Change what stands at a door."""
    entrance = queries.access_entrance(request.actor, entrance_id)
    form = EntranceForm(group_choices(request.actor), request.POST or None, entrance=entrance)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            commands.edit_entrance(
                by=request.actor, entrance=entrance, draft=form.draft(), version=version
            )
        except Refused as refusal:
            form.add_error("ends_on", str(refusal))
        except EditConflict:
            form.add_error(None, _("Somebody else changed this door just now. Look at it again."))
        else:
            say(request, _("The door is changed. Its link is the same."))
            return seen(request, to(request.actor, "contributions:entrance_list"))
    return _form_page(request, form, _("Change the door"))


@require_POST
def entrance_close(request: Request, entrance_id: UUID) -> HttpResponse:
    """Close a door; the message opens it again."""
    entrance = queries.access_entrance(request.actor, entrance_id)
    commands.close_entrance(by=request.actor, entrance=entrance)
    undo = to(request.actor, "contributions:entrance_reopen", entrance_id=entrance_id)
    say(request, _("The door is closed. Threads that began here go on."), undo=undo)
    return seen(request, to(request.actor, "contributions:entrance_list"))


@require_POST
def entrance_reopen(request: Request, entrance_id: UUID) -> HttpResponse:
    """Open it again, with the same link."""
    entrance = queries.access_entrance(request.actor, entrance_id)
    commands.reopen_entrance(by=request.actor, entrance=entrance)
    say(request, _("The door is open again, with the same link."))
    return seen(request, to(request.actor, "contributions:entrance_list"))


@require_safe
def entrance_poster(request: Request, entrance_id: UUID) -> HttpResponse:
    """A poster to print: the code to scan, and what one can count on."""
    entrance = queries.access_entrance(request.actor, entrance_id)
    address = queries.entrance_address(entrance)
    context = {
        "entrance": entrance,
        "address": address,
        "drawing": qr_drawing(address),
        "ways": ways(),
        "is_open": queries.is_open(entrance),
    }
    return page(request, "contributions/entrance_poster.html", context)


@require_safe
def entrance_pdf(request: Request, entrance_id: UUID) -> HttpResponse:
    """The poster as a PDF that a screen reader reads too."""
    entrance = queries.access_entrance(request.actor, entrance_id)
    title = _("Poster: %(name)s") % {"name": entrance.name}
    blocks = poster_blocks(request.actor, entrance)
    return poster(title, blocks, author=entrance.workspace.name)


def _form_page(request: Request, form: EntranceForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title}
    status = 422 if form.errors else 200
    return page(request, "contributions/entrance_edit.html", context, status=status)


def _poster(request: Request, entrance: Entrance) -> str:
    return to(request.actor, "contributions:entrance_poster", entrance_id=entrance.pk)
