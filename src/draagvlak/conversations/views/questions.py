"""The question guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.conversations import commands
from draagvlak.conversations.forms import NewQuestionForm, QuestionForm
from draagvlak.conversations.queries import conversations as queries
from draagvlak.conversations.queries.examples import example_questions
from draagvlak.core.ids import uuid4
from draagvlak.core.web import page, say, seen, to
from draagvlak.programmes.models import Phase

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_safe
def question_list(request: Request) -> HttpResponse:
    """All questions by phase, and a form for one more."""
    return _list(request, NewQuestionForm(initial={"phase": _phase(request)}))


@require_POST
def question_add(request: Request) -> HttpResponse:
    """Put a question at the end of its phase."""
    form = NewQuestionForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    phase, text = form.cleaned_data["phase"], form.cleaned_data["text"]
    once = request.POST.get("once", "")
    added = commands.add_questions(by=request.actor, phase=phase, texts=[text], once=once)
    undo = to(request.actor, "conversations:question_remove", question_id=added.pk) if added else ""
    say(request, _("The question is in the list."), undo=undo)
    return seen(request, f"{to(request.actor, 'conversations:question_list')}#{phase}")


@require_POST
def question_examples(request: Request) -> HttpResponse:
    """Begin a phase that has no questions with our examples."""
    phase = request.POST.get("phase", "")
    if phase in Phase.values and not queries.questions(request.actor, phase):
        texts = example_questions(phase)
        commands.add_questions(by=request.actor, phase=phase, texts=texts)
        say(request, _("The questions are in the list. Change what you would say differently."))
    return seen(request, f"{to(request.actor, 'conversations:question_list')}#{phase}")


@require_http_methods(["GET", "POST"])
def question_edit(request: Request, question_id: UUID) -> HttpResponse:
    """Change the words of a question."""
    question = queries.access_question(request.actor, question_id)
    form = QuestionForm(request.POST or None, initial={"text": question.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        commands.edit_question(by=request.actor, question=question, text=text)
        say(request, _("The question is stored."))
        return seen(request, _place(request, question.phase))
    context = {"form": form, "question": question}
    status = 422 if form.errors else 200
    return page(request, "conversations/question_edit.html", context, status=status)


@require_POST
def question_move(request: Request, question_id: UUID) -> HttpResponse:
    """Put a question one place up or down."""
    question = queries.access_question(request.actor, question_id)
    up = request.POST.get("to") == "up"
    commands.move_question(by=request.actor, question=question, up=up)
    return seen(request, _place(request, question.phase))


@require_POST
def question_remove(request: Request, question_id: UUID) -> HttpResponse:
    """Take a question out; the message puts it back."""
    question = queries.access_question(request.actor, question_id)
    commands.remove_question(by=request.actor, question=question)
    undo = to(request.actor, "conversations:question_restore", question_id=question_id)
    say(request, _("The question is removed."), undo=undo)
    return seen(request, _place(request, question.phase))


@require_POST
def question_restore(request: Request, question_id: UUID) -> HttpResponse:
    """Put a removed question back."""
    question = queries.access_question(request.actor, question_id, removed=True)
    commands.restore_question(by=request.actor, question=question)
    say(request, _("The question is back."))
    return seen(request, _place(request, question.phase))


def _list(request: Request, form: NewQuestionForm) -> HttpResponse:
    found = queries.questions_by_phase(request.actor)
    phases = [(value, label, found.get(value, [])) for value, label in Phase.choices]
    context = {"phases": phases, "form": form, "once": str(uuid4()), "now": _phase(request)}
    status = 422 if form.errors else 200
    return page(request, "conversations/question_list.html", context, status=status)


def _phase(request: Request) -> str:
    return request.actor.programme.phase if request.actor.programme else Phase.EXPLORE


def _place(request: Request, phase: str) -> str:
    return f"{to(request.actor, 'conversations:question_list')}#{phase}"
