"""The vision: reading any version, publishing a new one, comparing two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from draagvlak.accounts.queries import names_of
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import say, seen, to
from draagvlak.programmes.commands import publish_vision
from draagvlak.programmes.forms import VisionForm
from draagvlak.programmes.queries import access_vision, compare_visions, latest_vision, visions
from draagvlak.programmes.rules import may_edit_programme
from draagvlak.programmes.views.frame import again, on_its_own, tabbed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_GET
def vision_show(request: Request, number: int | None = None) -> HttpResponse:
    """The vision that holds now, or an earlier version."""
    actor = request.actor
    versions = list(visions(actor))
    vision = latest_vision(actor) if number is None else access_vision(actor, number)
    context = {
        "vision": vision,
        "versions": versions,
        "is_latest": vision is not None and vision.number == versions[0].number,
        "previous": vision.number - 1 if vision else 0,
        "author": names_of([vision.author_id]).get(vision.author_id, "") if vision else "",
        "may_publish": may_edit_programme(actor),
    }
    return tabbed(request, "vision_show", context)


@require_http_methods(["GET", "POST"])
def vision_publish(request: Request) -> HttpResponse:
    """Publish a new version; when somebody was first, both texts are shown."""
    actor = request.actor
    latest = latest_vision(actor)
    start = {"title": latest.title, "body": latest.body, "base": latest.number} if latest else {}
    first = (request.POST.get("base") or "0") == "0" if request.POST else latest is None
    form = VisionForm(request.POST or None, first=first, initial=start)
    status, conflict = (422 if form.is_bound else 200), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            vision = publish_vision(
                by=actor,
                title=given["title"],
                body=given["body"],
                changed_because=given.get("changed_because", ""),
                base=given["base"] or 0,
                once=given["once"],
            )
        except EditConflict as met:
            status, conflict = 409, met.theirs
            data = again(request.POST, base=met.theirs.number)
            form = VisionForm(data, first=False, initial={})
        else:
            say(request, _("Version %(number)s is published.") % {"number": vision.number})
            return seen(request, to(actor, "programmes:vision_show"))
    way = [(_("Vision and approach"), to(actor, "programmes:vision_show")), (_("New version"), "")]
    context = {"form": form, "latest": latest, "conflict": conflict}
    return on_its_own(request, "vision_publish", context, *way, status=status)


@require_GET
def vision_compare(request: Request, older: int, newer: int) -> HttpResponse:
    """What changed between two versions, paragraph by paragraph."""
    actor = request.actor
    if older >= newer:
        raise Http404
    before, after = access_vision(actor, older), access_vision(actor, newer)
    changes = compare_visions(before, after)
    context = {
        "older": before,
        "newer": after,
        "changes": changes,
        "changed_count": sum(change.kind != "same" for change in changes),
    }
    way = [(_("Vision and approach"), to(actor, "programmes:vision_show")), (_("Compare"), "")]
    return on_its_own(request, "vision_compare", context, *way)
