"""Keeping a view of a list under a name, and opening the list with it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from draagvlak.concerns import commands, queries, rules
from draagvlak.core.undo import undo_url
from draagvlak.core.verdict import Refused
from draagvlak.core.web import say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request

PAGES = ("concerns", "measures")


@require_POST
def filter_save(request: Request, page: str) -> HttpResponse:
    """Keep what the list shows now under a name."""
    query = _query(request, page)
    try:
        commands.save_filter(
            by=request.actor,
            page=page,
            name=request.POST.get("name", "").replace("\0", ""),
            query=query,
            is_shared="shared" in request.POST,
        )
    except Refused as refusal:
        say(request, str(refusal))
    else:
        say(request, _("This view is kept. You find it above the list."))
    return seen(request, f"{_list(request, page)}?{query}")


@require_POST
def filter_default(request: Request, page: str) -> HttpResponse:
    """Open the list with this view from now on, or with everything."""
    key = request.POST.get("filter", "")
    saved = queries.access_filter(request.actor, queries.key_of(key)) if key else None
    _query(request, page)
    rules.may_keep_filter(request.actor, saved).demand()
    commands.choose_default_filter(by=request.actor, page=page, saved=saved)
    if saved is None:
        say(request, _("The list opens with everything from now on."))
        return seen(request, f"{_list(request, page)}?all=1")
    say(request, _("The list opens with “%(name)s” from now on.") % {"name": saved.name})
    return seen(request, f"{_list(request, page)}?{saved.query}")


@require_POST
def filter_remove(request: Request, filter_id: UUID) -> HttpResponse:
    """Forget a view, with a way back."""
    saved = queries.access_filter(request.actor, filter_id)
    commands.remove_filter(by=request.actor, saved=saved)
    words = _("The view “%(name)s” is removed.") % {"name": saved.name}
    say(request, words, undo=undo_url(request.actor))
    return seen(request, f"{_list(request, saved.page)}?all=1")


def _query(request: Request, page: str) -> str:
    """What the list asked for, without the page that one was on."""
    if page not in PAGES:
        raise Http404
    asked = QueryDict(request.POST.get("query", "")[:600].replace("\0", ""))
    passing = {"after", "before", "choose", "all"}
    return urlencode([(key, value) for key, value in asked.items() if key not in passing])


def _list(request: Request, page: str) -> str:
    return to(request.actor, f"{page}:{page[:-1]}_list")
