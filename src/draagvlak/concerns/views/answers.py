"""Answering a concern, telling the answer, and what the states mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from draagvlak.concerns import commands, forms, queries, rules
from draagvlak.concerns.views.details import address
from draagvlak.core.web import page, say, seen

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_http_methods(["GET", "POST"])
def concern_answer(request: Request, concern_id: UUID) -> HttpResponse:
    """What is decided, by whom, why, and what happens when."""
    concern = queries.access_concern(request.actor, concern_id)
    rules.may_answer(request.actor, concern).demand()
    owner = concern.owner.user.name if concern.owner else ""
    form = forms.AnswerForm(request.POST if request.method == "POST" else None, owner)
    context = {"concern": concern, "form": form, "causes": queries.causes_of(concern)}
    if request.method == "GET":
        return page(request, "concerns/concern_answer.html", context)
    if not form.is_valid():
        return page(request, "concerns/concern_answer.html", context, status=422)
    words = form.words()
    commands.answer_concern(
        by=request.actor,
        concern=concern,
        text=words.text,
        decided_by=words.decided_by,
        reasons=words.reasons,
        what_happens=words.what_happens,
        once=form.cleaned_data["once"],
    )
    say(request, _("Answer saved. Now tell it to who raised this."))
    return seen(request, address(request, concern, "#answers"))


@require_http_methods(["GET", "POST"])
def concern_tell(request: Request, concern_id: UUID) -> HttpResponse:
    """The answer was told to those who raised the concern."""
    concern = queries.access_concern(request.actor, concern_id)
    rules.may_tell(request.actor, concern).demand()
    form = forms.ToldForm(request.POST if request.method == "POST" else None)
    context = {"concern": concern, "form": form, "answer": queries.answers_of(concern)[0]}
    if request.method == "GET":
        return page(request, "concerns/concern_tell.html", context)
    if not form.is_valid():
        return page(request, "concerns/concern_tell.html", context, status=422)
    commands.tell_again(by=request.actor, concern=concern, told_on=form.day())
    say(request, _("Told back. Now ask for whom it is solved."))
    return seen(request, address(request, concern, "#solved"))


@require_GET
def concern_states(request: Request) -> HttpResponse:
    """What the states of a concern mean, and every way between them."""
    return page(
        request,
        "concerns/concern_states.html",
        {"states": queries.state_meanings(), "diagram": queries.state_diagram()},
    )
