"""The list of measures, and a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from draagvlak.concerns.queries import (
    access_cause,
    access_concern,
    default_query,
    saved_list,
)
from draagvlak.core.examples import offers, words_of
from draagvlak.core.thread import put_on_spots, spots_in
from draagvlak.core.web import page, say, seen, to
from draagvlak.measures import commands, queries, rules
from draagvlak.measures.forms import MeasureAddForm
from draagvlak.measures.views.crumbs import crumbs
from draagvlak.programmes.queries import owner_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from draagvlak.concerns.models import Cause, Concern
    from draagvlak.core.web import Request


@require_safe
def measure_list(request: Request) -> HttpResponse:
    """What is done about causes: by whom, by when, at what price."""
    if not request.GET and (query := default_query(request.actor, "measures")):
        return seen(request, f"{to(request.actor, 'measures:measure_list')}?{query}")
    filters = queries.read_filters(request.GET)
    may_keep = rules.may_keep(request.actor)
    context = {
        "filters": filters,
        "overview": queries.overview(request.actor, filters),
        "found": queries.measure_page(request.actor, filters),
        "sorts": queries.sort_options(filters),
        "may_keep": may_keep,
        "choosing": filters.choose and bool(may_keep) and not filters.archived,
        "choose_href": filters.href(choose="" if filters.choose else "1"),
        "saved": saved_list(
            request.actor, "measures", filters.saved_query, may_share=bool(may_keep)
        ),
    }
    return page(request, "measures/measure_list.html", context, fragment="measures")


@require_http_methods(["GET", "HEAD", "POST"])
def measure_add(request: Request) -> HttpResponse:
    """A new measure; `?cause=` or `?concern=` in the address says what it answers."""
    actor = request.actor
    rules.may_keep(actor).demand()
    cause, concern = _asked(request)
    chosen = [cause.pk] if cause else []
    if concern and not cause:
        chosen = queries.causes_of_concern(actor, concern.pk)
    named = [concern.pk] if concern else []
    begun = words_of(actor, "measure", request.GET.get("example", ""))
    form = MeasureAddForm(
        request.POST if request.method == "POST" else None,
        owner_choices(actor),
        causes=queries.open_causes(actor),
        concerns=queries.offered_concerns(actor, chosen, concerns=named),
        cause=chosen[0] if chosen else None,
        begun=begun,
    )
    if request.method == "POST" and form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("example", "once")}
        measure = commands.add_measure(by=actor, draft=form.draft(), ties=form.ties(), **sent)
        put_on_spots(by=actor, kind="measure", object_id=measure.pk, asked=request.POST)
        say(request, _saved(form))
        return seen(request, to(actor, "measures:measure_detail", measure_id=measure.pk))
    context = {"form": form, "begun": begun, **_beside(request, chosen, concern)}
    return page(request, "measures/measure_add.html", context, status=422 if form.errors else 200)


def _beside(request: Request, causes: Sequence[UUID], concern: Concern | None) -> dict[str, object]:
    """The concern and the step that a new measure is for, and what to look at for its cause."""
    actor = request.actor
    asked = request.POST if request.method == "POST" else request.GET
    cause = causes[0] if causes else None
    found = offers(actor, "measure", cause=cause, concern=concern.pk if concern else None)
    may_name = rules.may_name(concern) if concern else None
    return {
        "crumbs": crumbs(actor, _("New measure")),
        "concern": concern,
        "may_name": may_name,
        "offers": found,
        "spots": spots_in(actor, asked),
    }


def _saved(form: MeasureAddForm) -> str:
    if form.is_past:
        return _("Measure saved. The day has passed already, so it counts as late.")
    return _("Measure saved. It is proposed now.")


def _asked(request: Request) -> tuple[Cause | None, Concern | None]:
    """The cause and the concern that the address names; a key that is none: Http404."""
    cause, concern = (_key(request.GET.get(name, "")) for name in ("cause", "concern"))
    return (
        access_cause(request.actor, cause) if cause else None,
        access_concern(request.actor, concern) if concern else None,
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None
