"""What the change comes to per group, per aspect and per month; and the reasons behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from draagvlak.core.web import page, to
from draagvlak.organisations.queries import access_group
from draagvlak.processes import queries, rules
from draagvlak.processes.queries import LABELS, SHOWN, TITLES, Aspect
from draagvlak.processes.views.frame import Link, way

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_safe
def impact_list(request: Request) -> HttpResponse:
    """Group × aspect, and group × month."""
    actor = request.actor
    lines = queries.heat_lines(actor)
    context = {
        "crumbs": [*way(actor), Link(_("What changes for whom"))],
        "lines": lines,
        "labels": [str(LABELS[aspect]) for aspect in SHOWN],
        "unknown": sum(line.unknown for line in lines),
        "calendar": queries.calendar_of(actor),
        "may_keep": rules.may_keep(actor),
    }
    return page(request, "processes/impact_list.html", context)


@require_safe
def impact_detail(request: Request, group_id: UUID) -> HttpResponse:
    """The steps behind one cell; without `aspect` everything that changes for a group."""
    actor = request.actor
    group = access_group(actor, group_id)
    asked = request.GET.get("aspect", "")
    if asked and asked not in set(Aspect):
        raise Http404
    aspect = Aspect(asked) if asked else None
    lists = queries.reasons_of(actor, group.pk, aspect)
    title = str(TITLES[aspect]) % {"name": group.name}
    address = to(actor, "processes:impact_detail", group_id=group.pk)
    context = {
        "crumbs": [
            *way(actor),
            Link(_("What changes for whom"), to(actor, "processes:impact_list")),
            Link(title),
        ],
        "title": title,
        "lead": queries.sum_words(aspect, lists),
        "group": group,
        "lists": lists,
        "tabs": [
            Link(str(label), f"{address}?aspect={each.value}", each is aspect)
            for each, label in LABELS.items()
        ],
    }
    return page(request, "processes/impact_detail.html", context)
