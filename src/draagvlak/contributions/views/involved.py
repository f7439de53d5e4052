"""Who is involved, asking them to join, and voices beside conversations: for guides alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from draagvlak.contributions import commands
from draagvlak.contributions.forms import AskForm
from draagvlak.contributions.queries import inbox
from draagvlak.contributions.queries.beside import LATEST, SHOWN_FROM
from draagvlak.contributions.queries.beside import coverage_beside as beside_page
from draagvlak.contributions.queries.involved import involved
from draagvlak.contributions.queries.threads import Part
from draagvlak.contributions.views.door import with_key
from draagvlak.core.verdict import Refused
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request


@require_safe
@with_key
def involved_list(request: Request, vault: OpenVault) -> HttpResponse:
    """Who speaks up often or carries much, and whether they join."""
    rows = involved(request.actor, vault)
    return page(request, "contributions/involved_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@with_key
def contribution_ask(request: Request, vault: OpenVault, contribution_id: UUID) -> HttpResponse:
    """Ask who spoke to join something."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    who = inbox.who_spoke(request.actor, vault, contribution)
    form = AskForm(request.POST or None, initial={"text": _invitation(), "part": "sounding_board"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.ask_along(
                by=request.actor,
                vault=vault,
                contribution=contribution,
                part=Part(said["part"]),
                text=said["text"],
                key=said["key"],
            )
        except Refused as refusal:
            form.add_error("part", str(refusal))
        else:
            say(request, _("The question stands in their thread. You see here what they say."))
            return seen(request, to(request.actor, "contributions:involved_list"))
    context = {"form": form, "contribution": contribution, "who": who}
    status = 422 if form.errors else 200
    return page(request, "contributions/contribution_ask.html", context, status=status)


@require_safe
@with_key
def coverage_beside(request: Request, vault: OpenVault) -> HttpResponse:
    """Heard in conversations beside spoken up by link, per group."""
    found = beside_page(request.actor, vault, request.GET.get("after", ""))
    here = to(request.actor, "contributions:coverage_beside")
    context = {
        "page": found,
        "older": f"{here}?after={found.after}" if found.after else "",
        "from_five": SHOWN_FROM,
        "latest": LATEST,
    }
    return page(request, "contributions/coverage_beside.html", context, fragment="beside")


def _invitation() -> str:
    return _(
        "You told us what you see in your work, and that helps. Would you like to think along a "
        "bit more? It is up to you: say yes or no below. Nobody but the guides knows that you were "
        "asked, and no is fine."
    )
