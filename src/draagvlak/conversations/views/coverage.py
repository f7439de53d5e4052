"""Who has been heard, and who has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.conversations import commands
from draagvlak.conversations.forms.coverage import ChoiceDayForm, LayersForm, axis_of
from draagvlak.conversations.models import Conversation
from draagvlak.conversations.queries import coverage as queries
from draagvlak.conversations.queries import overview, unheard
from draagvlak.conversations.states import Axis
from draagvlak.core.thread import panels_for
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_safe
def coverage(request: Request) -> HttpResponse:
    """Per group, unit, layer or organisation who was heard; for the lead a bound per group."""
    actor = request.actor
    if not queries.sees_names(actor):
        bounds = {"rows": overview.bounds(actor)}
        return page(request, "conversations/coverage_bounds.html", bounds)
    axis, parent = axis_of(request.GET), request.GET.get("parent", "")
    here = to(actor, "conversations:coverage")
    found = overview.page_of(actor, axis, parent, request.GET.get("after", ""))
    whole = overview.whole(actor)
    older = f"{here}?axis={axis.value}&parent={parent}&after={found.older}" if found.older else ""
    context = {
        "axis": axis,
        "page": found,
        "older": older,
        "whole": whole,
        "unit": queries.access_coverage_unit(actor, parent) if axis is Axis.UNIT else None,
        "tabs": [
            {"label": each.label, "href": f"{here}?axis={each.value}", "current": each is axis}
            for each in Axis
        ],
        "proposals": overview.whom_next(actor),
        "day_form": ChoiceDayForm(initial={"chosen_on": whole.chosen_on}),
        "panels": panels_for(actor, "coverage", actor.programme_id) if axis is Axis.GROUP else [],
    }
    return page(request, "conversations/coverage.html", context)


@require_safe
def coverage_people(request: Request) -> HttpResponse:
    """The people behind one number."""
    get, axis = request.GET, axis_of(request.GET)
    key, part = get.get("key", ""), get.get("part", unheard.UNHEARD)
    found = unheard.people_heard(request.actor, axis, key, part, get.get("after", ""))
    here = to(request.actor, "conversations:coverage_people")
    query = f"axis={axis.value}&key={key}&part={part}"
    context = {
        "found": found,
        "axis": axis,
        "key": key,
        "part": part,
        "heading": _heading(found.title, part),
        "older": f"{here}?{query}&after={found.after}" if found.after else "",
    }
    return page(request, "conversations/coverage_people.html", context)


@require_http_methods(["GET", "POST"])
def coverage_layers(request: Request) -> HttpResponse:
    """Say in which layer each group stands."""
    groups = queries.layers_of_groups(request.actor)
    form = LayersForm(groups, request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.set_layers(by=request.actor, layers=form.layers())
        say(request, _("The layers are stored."))
        return seen(request, f"{to(request.actor, 'conversations:coverage')}?axis=layer")
    status = 422 if form.errors else 200
    return page(request, "conversations/coverage_layers.html", {"form": form}, status=status)


@require_POST
def coverage_choice(request: Request) -> HttpResponse:
    """Note when the solution was chosen."""
    form = ChoiceDayForm(request.POST)
    if not form.is_valid():
        context = {"form": form}
        return page(request, "conversations/coverage_choice.html", context, status=422)
    commands.set_choice_day(by=request.actor, chosen_on=form.cleaned_data["chosen_on"])
    say(request, _("The day of the choice is stored."))
    return seen(request, to(request.actor, "conversations:coverage"))


def _heading(name: str, part: str) -> str:
    words = {
        unheard.HEARD: pgettext("people of a group", "%(name)s: heard"),
        unheard.UNHEARD: pgettext("people of a group", "%(name)s: not heard yet"),
        unheard.EARLY: pgettext("people of a group", "%(name)s: heard before the choice"),
        Conversation.Form.ONE_TO_ONE: pgettext("people of a group", "%(name)s: heard one to one"),
        Conversation.Form.GROUP: pgettext("people of a group", "%(name)s: heard in a group"),
        Conversation.Form.WALK_IN: pgettext("people of a group", "%(name)s: heard at a walk-in"),
    }
    return words[part] % {"name": name}
