"""Answering a concern, telling the answer, and what the states mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from draagvlak.concerns import commands, forms, queries, rules
from draagvlak.concerns.views.details import address
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.concerns.models import Answer, Concern
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
def concern_correct(request: Request, concern_id: UUID) -> HttpResponse:
    """Mend the answer that stands; the earlier words stay readable."""
    concern = queries.access_concern(request.actor, concern_id)
    rules.may_correct(request.actor, concern).demand()
    answer, version = queries.access_latest_answer(request.actor, concern)
    names = ("text", "decided_by", "reasons", "what_happens")
    start: dict[str, object] = {name: getattr(answer, name) for name in names}
    form = forms.CorrectionForm(
        request.POST if request.method == "POST" else None, {**start, "version": version}
    )
    context = {"concern": concern, "form": form, "answer": answer}
    if not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return page(request, "concerns/concern_correct.html", context, status=status)
    try:
        _correct(request, concern, answer, form)
    except EditConflict:
        form.on_version(version)
        return page(
            request, "concerns/concern_correct.html", {**context, "conflict": True}, status=409
        )
    return seen(request, address(request, concern, "#answers"))


def _correct(
    request: Request, concern: Concern, answer: Answer, form: forms.CorrectionForm
) -> None:
    words = form.words()
    commands.correct_answer(
        by=request.actor,
        concern=concern,
        answer=answer,
        text=words.text,
        decided_by=words.decided_by,
        reasons=words.reasons,
        what_happens=words.what_happens,
        version=form.cleaned_data["version"],
    )
    told = answer.told_on is not None
    say(
        request,
        _("Answer corrected. People were told the earlier words: tell them this too.")
        if told
        else _("Answer corrected. The earlier words stay readable."),
    )


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
