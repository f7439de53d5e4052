"""The list, a new concern, and what resembles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from draagvlak.concerns import commands, forms, queries, rules
from draagvlak.core.thread import beside, put_on_spots, spots_in
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request

LIST = "concern-list"
SIMILAR = "concern-similar"


@require_GET
def concern_list(request: Request) -> HttpResponse:
    """Every concern and wish of the programme: search, filters, sorting, fifty lines a page."""
    if not request.GET and (query := queries.default_query(request.actor, "concerns")):
        return seen(request, f"{to(request.actor, 'concerns:concern_list')}?{query}")
    filters = forms.read_filters(request.GET)
    may_keep = rules.may_keep(request.actor)
    facets = queries.facets(request.actor, filters)
    context = {
        "filters": filters,
        "facets": facets,
        "lead": queries.state_sentence(facets.waiting, facets.total),
        "page": queries.concern_page(request.actor, filters),
        "sorts": [(name, filters.href(sort=name)) for name in queries.SORTS],
        "more_href": filters.href(more="1"),
        "choose_href": filters.href(choose="" if filters.choose else "1"),
        "quick": forms.QuickForm(),
        "beside": beside(request.actor),
        "may_raise": rules.may_raise(request.actor),
        "may_keep": may_keep,
        "saved": queries.saved_list(
            request.actor, "concerns", filters.saved_query, may_share=bool(may_keep)
        ),
    }
    return page(request, "concerns/concern_list.html", context, fragment=LIST)


@require_http_methods(["GET", "POST"])
def concern_add(request: Request) -> HttpResponse:
    """Write a worry or wish down; from the list with a title only."""
    rules.may_raise(request.actor).demand()
    groups = queries.group_choices(request.actor)
    if request.method == "GET":
        start = {key: request.GET[key] for key in ("title", "kind") if key in request.GET}
        return _add_page(request, forms.ConcernForm(None, groups, start))
    quick = forms.QuickForm(request.POST) if "quick" in request.POST else None
    if quick is not None and quick.is_valid():
        found = quick.cleaned_data
        concern = commands.raise_concern(
            by=request.actor, kind=found["kind"], title=found["title"], once=found["once"]
        )
        return _raised(request, str(concern.pk))
    form = forms.ConcernForm(request.POST, groups)
    if quick is not None or not form.is_valid():
        return _add_page(request, form, status=422)
    words = form.words()
    concern = commands.raise_concern(
        by=request.actor,
        kind=words.kind,
        title=words.title,
        description=words.description,
        severity=words.severity,
        groups=words.groups,
        once=form.cleaned_data["once"],
    )
    put_on_spots(by=request.actor, kind="concern", object_id=concern.pk, asked=request.POST)
    return _raised(request, str(concern.pk))


def _raised(request: Request, key: str) -> HttpResponse:
    say(request, _("Written down. Next: why is it so?"))
    return seen(request, to(request.actor, "concerns:concern_detail", concern_id=key))


def _add_page(request: Request, form: forms.ConcernForm, status: int = 200) -> HttpResponse:
    title = str(form["title"].value() or "")
    similar = queries.similar_concerns(request.actor, title, limit=3) if title else []
    asked = request.POST if request.method == "POST" else request.GET
    spots = spots_in(request.actor, asked)
    context = {"form": form, "similar": similar, "asked": title, "spots": spots}
    return page(request, "concerns/concern_add.html", context, status=status)


@require_GET
def concern_similar(request: Request) -> HttpResponse:
    """The concerns that resemble some words: perhaps it was named before."""
    asked = request.GET.get("title", "").replace("\0", "")[:500]
    context = {
        "asked": asked,
        "kind": request.GET.get("kind", ""),
        "similar": queries.similar_concerns(request.actor, asked, limit=3) if asked.strip() else [],
        "may_raise": rules.may_raise(request.actor),
    }
    return page(request, "concerns/concern_similar.html", context, fragment=SIMILAR)
