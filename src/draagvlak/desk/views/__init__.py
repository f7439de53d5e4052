"""Vandaag, the golden thread, and the door to one's programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from draagvlak.core.thread import panels_for
from draagvlak.core.web import once_key, page, say, seen
from draagvlak.desk import queries
from draagvlak.desk.forms import FirstProgramme
from draagvlak.desk.queries.own_change import own_change
from draagvlak.desk.queries.walking import walk
from draagvlak.desk.queries.workspaces import guided
from draagvlak.programmes.commands import open_programme, open_workspace
from draagvlak.programmes.rules import may_open_workspace

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request


@require_http_methods(["GET", "POST"])
def start(request: Request) -> HttpResponse:
    """The programmes one takes part in; the only one opens at once; none asks one question."""
    doors = queries.doors(request.actor.signed_in_id)
    if request.method == "GET" and len(doors) == 1 and "all" not in request.GET:
        return seen(request, doors[0].url)
    home = queries.home(request.actor)
    form = FirstProgramme(request.POST or None, initial={"once": once_key()})
    if home is not None:
        del form.fields["workspace"]
    if request.method == "POST" and form.is_valid():
        _open(request, home, form)
        say(request, _("Your programme is ready. Begin with the people."))
        return seen(request, queries.doors(request.actor.signed_in_id)[0].url)
    may_start = may_open_workspace(request.actor)
    context = {"doors": doors, "form": form, "home": home, "may_start": may_start}
    context["several"] = len(doors) > 1 and len(guided(request.actor.signed_in_id)) > 1
    return page(request, "desk/start.html", context, status=422 if form.errors else 200)


def _open(request: Request, home: Actor | None, form: FirstProgramme) -> None:
    """A further programme in one's own workspace, or a workspace with its first programme."""
    said = form.cleaned_data
    if home is not None:
        open_programme(by=home, name=said["programme"], once=said["once"])
    else:
        open_workspace(
            by=request.actor,
            name=said["workspace"],
            programme_name=said["programme"],
            once=said["once"],
        )


@require_safe
def today(request: Request) -> HttpResponse:
    """Home: one sentence on the state, then who waits."""
    actor = request.actor
    context = {
        "today": queries.today(actor),
        "own": own_change(actor),
        "panels": panels_for(actor, "today", actor.programme_id),
        "vault_open": request.vault is not None,
        "vault_made": queries.has_vault(actor),
    }
    return page(request, "desk/today.html", context)


@require_safe
def thread(request: Request) -> HttpResponse:
    """Where the thread of this programme hangs."""
    return page(request, "desk/thread.html", {"gaps": queries.programme_gaps(request.actor)})


@require_safe
def thread_of(request: Request, kind: str, object_id: UUID) -> HttpResponse:
    """The thread through one thing, both ways."""
    return page(request, "desk/thread_of.html", {"walk": walk(request.actor, kind, object_id)})
