"""Keeping a lesson: make its words fit, look at exactly what goes along, and ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.concerns.queries import access_concern
from draagvlak.core.undo import undo_url
from draagvlak.core.verdict import Refused
from draagvlak.core.web import page, say, seen, to
from draagvlak.lessons import rules
from draagvlak.lessons.commands import keeping as commands
from draagvlak.lessons.forms import BringForm, ConsentForm, DecideForm, LessonForm, NoteForm
from draagvlak.lessons.queries import own
from draagvlak.lessons.queries.drafting import begin_draft, doubts, material
from draagvlak.lessons.queries.reading import read_entry, read_lesson

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.concerns.models import Concern
    from draagvlak.core.web import Request
    from draagvlak.lessons.models import Lesson
    from draagvlak.lessons.queries.drafting import LessonDraft


@require_http_methods(["GET", "HEAD", "POST"])
def lesson_keep(request: Request, concern_id: UUID) -> HttpResponse:
    """First the words, then exactly what goes along and who agrees; only then it is kept."""
    actor = request.actor
    concern = access_concern(actor, concern_id)
    found = material(actor, concern)
    is_kept = own.lesson_of(actor, concern.pk) is not None
    rules.may_keep_lesson(actor, concern, found, is_kept=is_kept).demand()
    sent = request.POST if request.method == "POST" else None
    form = LessonForm(sent, begin_draft(actor, concern, found))
    step = request.POST.get("step", "") if sent is not None else ""
    if sent is None or step == "change" or not form.is_valid():
        status = 422 if form.errors else 200
        context = {"concern": concern, "form": form}
        return page(request, "lessons/lesson_keep.html", context, status=status)
    consent = ConsentForm(sent if step == "keep" else None, own.other_places(actor))
    if step == "keep" and consent.is_valid():
        try:
            return _kept(request, concern, form.draft(), consent)
        except Refused as refusal:
            consent.add_error(None, str(refusal))
    return _look(request, concern, form, consent)


def _look(
    request: Request, concern: Concern, form: LessonForm, consent: ConsentForm
) -> HttpResponse:
    draft = form.draft()
    context = {
        "concern": concern,
        "form": form,
        "draft": draft,
        "shown": read_lesson(draft),
        "consent": consent,
        "doubts": doubts(request.actor, concern, draft),
    }
    status = 422 if consent.errors else 200
    return page(request, "lessons/lesson_look.html", context, status=status)


def _kept(
    request: Request, concern: Concern, draft: LessonDraft, form: ConsentForm
) -> HttpResponse:
    consent = form.consent()
    lesson = commands.keep_lesson(
        by=request.actor,
        concern=concern,
        draft=draft,
        places=form.goes_to(),
        consent=consent,
        once=form.cleaned_data["once"],
    )
    words = _("The lesson is kept.") if consent else _("The client is asked. Nothing left yet.")
    say(request, words, undo=undo_url(request.actor))
    return seen(request, _address(request, lesson))


@require_safe
def lesson_detail(request: Request, lesson_id: UUID) -> HttpResponse:
    """The words of a lesson, what was said of it, and where it goes."""
    lesson = own.access_lesson(request.actor, lesson_id)
    return _lesson_page(request, lesson, NoteForm(None))


@require_POST
def lesson_consent(request: Request, lesson_id: UUID) -> HttpResponse:
    """A guide writes down that the client said yes."""
    lesson = own.access_own_lesson(request.actor, lesson_id)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            commands.note_consent(by=request.actor, lesson=lesson, consent=form.consent())
        except Refused as refusal:
            form.add_error("on", str(refusal))
        else:
            say(request, _("Consent written down. The lesson goes along."))
            return seen(request, _address(request, lesson))
    return _lesson_page(request, lesson, form, status=422)


@require_POST
def lesson_decide(request: Request, lesson_id: UUID) -> HttpResponse:
    """The client says yes or no."""
    lesson = own.access_own_lesson(request.actor, lesson_id)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _lesson_page(request, lesson, NoteForm(None), decide=form, status=422)
    agrees = request.POST.get("say") == "yes"
    commands.decide_lesson(
        by=request.actor,
        lesson=lesson,
        agrees=agrees,
        version=form.cleaned_data["version"],
        because=form.cleaned_data["because"],
    )
    words = _("The lesson may go along. You can take that back at any time.")
    say(request, words if agrees else _("The lesson stays here."))
    return seen(request, _address(request, lesson))


@require_POST
def lesson_withdraw(request: Request, lesson_id: UUID) -> HttpResponse:
    """Take a lesson back, here and everywhere."""
    lesson = own.access_own_lesson(request.actor, lesson_id)
    commands.withdraw_lesson(by=request.actor, lesson=lesson)
    words = _("Taken back. It disappeared from every workspace.")
    say(request, words, undo=undo_url(request.actor))
    return seen(request, _address(request, lesson))


@require_POST
def lesson_remove(request: Request, lesson_id: UUID) -> HttpResponse:
    """Remove a copy here."""
    lesson = own.access_lesson(request.actor, lesson_id)
    commands.remove_lesson(by=request.actor, lesson=lesson)
    say(request, _("Removed here. Whoever kept it can bring it again."))
    return seen(request, to(request.actor, "lessons:lesson_list") + "?system=own")


@require_safe
def kept_list(request: Request) -> HttpResponse:
    """What was learned here: what may go along, what waits, and what was taken back."""
    actor = request.actor
    context = {"rows": own.lesson_rows(actor), "to_keep": own.still_to_keep(actor)}
    return page(request, "lessons/kept_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson_bring(request: Request) -> HttpResponse:
    """Bring lessons of one's own from other workspaces."""
    choices = own.to_bring(request.actor)
    form = BringForm(request.POST if request.method == "POST" else None, choices)
    if request.method == "POST" and form.is_valid():
        commands.bring_lessons(by=request.actor, keys=form.keys())
        say(request, _("Your lessons are here now."))
        return seen(request, to(request.actor, "lessons:lesson_list") + "?system=own")
    context = {"form": form, "choices": choices}
    status = 422 if form.errors else 200
    return page(request, "lessons/lesson_bring.html", context, status=status)


def _address(request: Request, lesson: Lesson) -> str:
    return to(request.actor, "lessons:lesson_detail", lesson_id=lesson.pk)


def _lesson_page(
    request: Request,
    lesson: Lesson,
    note: NoteForm,
    *,
    decide: DecideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    names, others = own.names_of_places(actor, lesson)
    context = {
        "lesson": lesson,
        "read": read_entry(actor, own.as_entry(lesson)),
        "shown": read_lesson(lesson),
        "consents": own.consents(lesson),
        "names": names,
        "others": others,
        "note": note,
        "decide": decide or DecideForm(None, initial={"version": lesson.version}),
        "may_decide": rules.may_decide(actor, lesson),
        "may_note": rules.may_record(actor, lesson),
        "may_withdraw": rules.may_withdraw(actor, lesson),
        "may_use": rules.may_read(actor),
        "may_remove": rules.may_remove(actor, lesson),
    }
    return page(request, "lessons/lesson_detail.html", context, status=status)
