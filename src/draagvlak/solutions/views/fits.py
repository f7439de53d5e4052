"""The table of wishes and solutions, and one verdict in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import once_key, page, say, seen, to
from draagvlak.solutions import commands, queries, rules
from draagvlak.solutions.commands import Judgement
from draagvlak.solutions.forms import FitForm, on_version
from draagvlak.solutions.models import Capability, Fit
from draagvlak.solutions.views.frame import Link, way

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.programmes.models import Solution


@require_safe
def fit_table(request: Request) -> HttpResponse:
    """Which wishes each solution meets, how, and what nobody looked at yet."""
    actor = request.actor
    asked = queries.read_asked(request.GET)
    rows, dropped = queries.solution_rows(actor, asked)
    kinds = [
        Link(label, f"?kind={kind}", kind == asked.kind)
        for kind, label in (("wish", _("Wishes")), ("worry", _("Worries")))
    ]
    context = {
        "asked": asked,
        "all_href": f"?kind={asked.kind}#fits",
        "rows": rows,
        "dropped": dropped,
        "kinds": kinds,
        "found": queries.fit_table(actor, asked),
        "may_keep": rules.may_keep(actor),
    }
    return page(request, "solutions/fit_table.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def fit_edit(request: Request, solution_id: UUID, concern_id: UUID) -> HttpResponse:
    """Say whether a solution meets a wish."""
    actor = request.actor
    solution, concern = queries.access_fit(actor, solution_id, concern_id)
    fit = queries.fit_of(actor, solution, concern)
    sent = request.POST if request.method == "POST" else None
    form = FitForm(sent, queries.capability_choices(actor, solution), fit)
    context: dict[str, object] = {"form": form, "fit": fit}
    status = 422 if form.errors else 200
    if form.is_valid():
        said = Judgement(
            form.how_said(), _capability(actor, solution, form), form.cleaned_data["note"]
        )
        version = form.cleaned_data["version"] or 0
        try:
            commands.judge_fit(
                by=actor, solution=solution, concern=concern, said=said, version=version
            )
        except EditConflict as met:
            status = 409
            context |= _both(met.theirs, said)
            on_version(form, met.theirs.version)
        else:
            say(request, _("Saved."))
            return seen(request, _back(request, concern))
    return _fit_page(request, solution, concern, context, status)


def _capability(actor: Actor, solution: Solution, form: FitForm) -> Capability | None:
    chosen = form.cleaned_data["capability"]
    return queries.capability_of(actor, solution, UUID(chosen)) if chosen else None


def _both(theirs: Fit, mine: Judgement) -> dict[str, object]:
    return {
        "theirs": f"{queries.how_words(theirs.how)}\n{theirs.note}".strip(),
        "mine": f"{queries.how_words(mine.how)}\n{mine.note}".strip(),
    }


def _back(request: Request, concern: Concern) -> str:
    """To the page that one came from: the concern, or the table."""
    if request.GET.get("from") == "concern":
        page_ = to(request.actor, "concerns:concern_detail", concern_id=concern.pk)
        return f"{page_}#solutions"
    return f"{to(request.actor, 'solutions:fit_table')}?kind={concern.kind}#fits"


def _fit_page(
    request: Request,
    solution: Solution,
    concern: Concern,
    context: dict[str, object],
    status: int,
) -> HttpResponse:
    fit = context["fit"]
    full = {
        "crumbs": [*way(request.actor, solution), Link(concern.title)],
        "solution": solution,
        "concern": concern,
        "back": _back(request, concern),
        "may_judge": rules.may_judge(request.actor, concern),
        **context,
    }
    if isinstance(fit, Fit):
        full["may_plan"] = rules.may_plan(request.actor, fit, concern)
        full["once"] = once_key()
    return page(request, "solutions/fit_edit.html", full, status=status)


@require_POST
def fit_plan(request: Request, solution_id: UUID, concern_id: UUID) -> HttpResponse:
    """Make a measure of what has to be adapted."""
    actor = request.actor
    solution, concern = queries.access_fit(actor, solution_id, concern_id)
    if queries.fit_of(actor, solution, concern) is None:
        raise Http404
    once = request.POST.get("idempotency_key", "")[:80]
    measure = commands.plan_adaptation(by=actor, solution=solution, concern=concern, once=once)
    say(request, _("Proposed. Who sees to it, and by when?"))
    return seen(request, to(actor, "measures:measure_detail", measure_id=measure.pk))
