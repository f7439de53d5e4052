"""Changing several measures at once: choose, see what it comes to, and only then do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from draagvlak.concerns.queries import access_owner
from draagvlak.core.together import MOST, Planned, read_chosen, read_versions
from draagvlak.core.undo import undo_url
from draagvlak.core.web import page, say, seen, to
from draagvlak.measures import commands, queries, rules
from draagvlak.measures.forms import TogetherForm
from draagvlak.measures.views.crumbs import crumbs
from draagvlak.programmes.queries import owner_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from draagvlak.core.web import Request
    from draagvlak.measures.models import Measure

TEMPLATE = "measures/measure_together.html"


@require_http_methods(["GET", "HEAD", "POST"])
def measure_together(request: Request) -> HttpResponse:
    """Choose what changes, see what that comes to, and only then do it."""
    measures, found = _chosen(request)
    sent = request.POST if request.method == "POST" else None
    form = TogetherForm(sent, owner_choices(request.actor))
    context: dict[str, object] = {
        "crumbs": crumbs(request.actor, _("Change several at once")),
        "measures": measures,
        "found": found,
        "most": MOST,
        "form": form,
    }
    if not form.is_valid():
        return page(request, TEMPLATE, context, status=422 if form.errors else 200)
    change = _change(request, form)
    if change.is_empty or not measures:
        words = _("Choose at least one thing to change.")
        form.add_error(None, words if measures else _("Choose at least one measure."))
        return page(request, TEMPLATE, context, status=422)
    if "sure" in request.POST:
        return _changed(request, change)
    return page(request, TEMPLATE, {**context, "planned": _planned(request, measures, change)})


def _chosen(request: Request) -> tuple[Sequence[Measure], int]:
    """The measures that were chosen: by key, or everything that the filters leave; and how many."""
    if "all" in request.GET and request.method != "POST":
        filters = queries.read_filters(request.GET)
        ids, found = queries.measure_ids(request.actor, filters, MOST)
    else:
        ids = read_chosen(request.POST if request.method == "POST" else request.GET)
        found = len(ids)
    return queries.access_several(request.actor, ids[:MOST]), found


def _change(request: Request, form: TogetherForm) -> queries.Change:
    owner = form.owner_key()
    return queries.Change(
        owner=access_owner(request.actor, owner) if owner else None,
        no_owner=form.no_owner,
        due_on=form.cleaned_data["due_on"],
        state=form.target(),
        because=form.cleaned_data["because"],
    )


def _planned(
    request: Request, measures: Sequence[Measure], change: queries.Change
) -> list[Planned]:
    """Per measure what changes, or why it cannot."""
    brought = queries.with_deliveries(request.actor, [measure.pk for measure in measures])
    found = []
    for measure in measures:
        verdict = rules.may_change(
            request.actor,
            measure,
            state=change.state or "",
            because=change.because,
            deliveries=int(measure.pk in brought),
        )
        words = queries.change_words(measure, change)
        found.append(Planned(measure.title, words, str(verdict.reason)))
    return found


def _changed(request: Request, change: queries.Change) -> HttpResponse:
    done = commands.change_together(
        by=request.actor, versions=read_versions(request.POST), change=change
    )
    undo = undo_url(request.actor)
    words = ngettext(
        "%(count)s measure is changed.", "%(count)s measures are changed.", done.changed
    ) % {"count": done.changed}
    if done.left:
        words += " " + _("Left as they are: %(titles)s.") % {
            "titles": ", ".join(f"“{title}”" for title, _reason in done.left)
        }
    say(request, words, undo=undo)
    return seen(request, to(request.actor, "measures:measure_list") + "?all=1")
