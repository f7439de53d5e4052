"""Drafts of answers: asking who decides, writing, refusing, and making the answer of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.answering import commands, rules
from draagvlak.answering.forms import AskForm, DraftForm, RefuseForm, UseForm
from draagvlak.answering.queries import drafts
from draagvlak.answering.queries.words import tabs
from draagvlak.concerns.queries import access_concern
from draagvlak.core.policy import EDITORS
from draagvlak.core.undo import undo_url
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import once_key, page, say, seen, to
from draagvlak.programmes.queries import access_membership

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.answering.models import AskedDraft
    from draagvlak.core.web import Request

ACTING = ["GET", "HEAD", "POST"]
WORDS = ("text", "reasons", "what_happens")


@require_safe
def draft_list(request: Request) -> HttpResponse:
    """What is asked of the reader; for who asks, everything that is asked for."""
    actor = request.actor
    earlier = request.GET.get("show") == "earlier"
    shown = drafts.draft_page(actor, request.GET.get("after", ""), earlier=earlier)
    here = to(actor, "answering:draft_list")
    show = "earlier" if earlier else "open"
    context = {
        "tabs": tabs(actor, "draft_list"),
        "page": shown,
        "earlier": earlier,
        "here": here,
        "asks": bool(actor.has(*EDITORS)),
        "own": sum(row.is_own and row.state == "asked" for row in shown.rows),
        "older": f"{here}?show={show}&after={shown.after}" if shown.after else "",
    }
    return page(request, "answering/draft_list.html", context)


@require_http_methods(ACTING)
def draft_ask(request: Request, concern_id: UUID) -> HttpResponse:
    """Ask somebody who decides for a draft of the answer."""
    actor = request.actor
    concern = access_concern(actor, concern_id)
    rules.may_ask_draft(actor, concern, is_asked=drafts.is_asked(actor, concern_id)).demand()
    deciders = drafts.decider_choices(actor, concern)
    form = AskForm(request.POST if request.method == "POST" else None, deciders)
    back = to(actor, "concerns:concern_detail", concern_id=concern_id)
    if form.is_valid():
        said = form.cleaned_data
        draft = commands.ask_draft(
            by=actor,
            concern=concern,
            asked=access_membership(actor, form.asked_id),
            due_on=said["due_on"],
            question=said["question"],
            once=said["once"],
        )
        undo = to(actor, "answering:draft_withdraw", draft_id=draft.pk)
        say(request, _("The draft is asked for."), undo=undo)
        return seen(request, f"{back}#draft")
    context = {
        "form": form,
        "facts": drafts.facts_about(actor, concern),
        "back": back,
        "has_deciders": bool(deciders),
    }
    return page(request, "answering/draft_ask.html", context, status=422 if form.errors else 200)


@require_http_methods(ACTING)
def draft_write(request: Request, draft_id: UUID) -> HttpResponse:
    """Write the draft that one was asked for, from what is known and released."""
    draft = drafts.access_draft(request.actor, draft_id)
    rules.may_write_draft(request.actor, draft).demand()
    form = DraftForm(request.POST if request.method == "POST" else None, _start(draft))
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            commands.write_draft(by=request.actor, draft=draft, words=form.words(), version=version)
        except EditConflict:
            return _shown(request, draft, form, drafts.access_draft(request.actor, draft_id))
        say(request, _("Your draft is sent. You can change it until it is the answer."))
        return seen(request, to(request.actor, "answering:draft_list"))
    return _shown(request, draft, form)


@require_http_methods(ACTING)
def draft_refuse(request: Request, draft_id: UUID) -> HttpResponse:
    """Say why no draft comes."""
    actor = request.actor
    draft = drafts.access_draft(actor, draft_id)
    rules.may_write_draft(actor, draft).demand()
    sent = request.POST if request.method == "POST" else None
    form = RefuseForm(sent, initial={"version": draft.version})
    if form.is_valid():
        said = form.cleaned_data
        try:
            commands.refuse_draft(
                by=actor, draft=draft, because=said["because"], version=said["version"]
            )
        except EditConflict:
            form.add_error(None, _("Somebody else changed this just now. It stays as it is."))
        else:
            say(request, _("The guide reads why not."), undo=undo_url(actor))
            return seen(request, to(actor, "answering:draft_list"))
    context = {"form": form, "draft": draft}
    return page(request, "answering/draft_refuse.html", context, status=422 if form.errors else 200)


@require_POST
def draft_withdraw(request: Request, draft_id: UUID) -> HttpResponse:
    """The draft is not needed any more; the message takes that back."""
    actor = request.actor
    draft = drafts.access_draft(actor, draft_id)
    commands.withdraw_draft(by=actor, draft=draft)
    say(request, _("The draft is no longer asked for."), undo=undo_url(actor))
    keys = {"concern_id": draft.concern_id}
    return seen(request, to(actor, "concerns:concern_detail", **keys) + "#draft")


@require_http_methods(ACTING)
def draft_answer(request: Request, draft_id: UUID) -> HttpResponse:
    """Make the answer of a draft, in words that everybody understands."""
    actor = request.actor
    draft = drafts.access_draft(actor, draft_id)
    rules.may_use_draft(actor, draft).demand()
    start = {**_start(draft), "decided_by": draft.asked.user.name, "once": once_key()}
    form = UseForm(request.POST if request.method == "POST" else None, start)
    if form.is_valid():
        said = form.cleaned_data
        try:
            commands.use_draft(
                by=actor, draft=draft, words=form.words(), decided_by=said["decided_by"],
                version=said["version"], once=said["once"],
            )  # fmt: skip
        except EditConflict:
            return _shown(request, draft, form, drafts.access_draft(actor, draft_id))
        say(request, _("Answer saved. Now tell it to who raised this."))
        keys = {"concern_id": draft.concern_id}
        return seen(request, to(actor, "concerns:concern_detail", **keys) + "#answers")
    return _shown(request, draft, form)


def _start(draft: AskedDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in (*WORDS, "version")}


def _as_text(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _shown(
    request: Request, draft: AskedDraft, form: DraftForm, conflict: AskedDraft | None = None
) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "draft": draft,
        "theirs": _as_text(conflict.text, conflict.reasons, conflict.what_happens)
        if conflict
        else "",
        "mine": _as_text(*(form.data.get(name, "") for name in WORDS)) if conflict else "",
        "version": conflict.version if conflict else form["version"].value(),
    }
    status = 409 if conflict else 422 if form.errors else 200
    if isinstance(form, UseForm):
        return page(request, "answering/draft_answer.html", context, status=status)
    context["facts"] = drafts.facts_about(request.actor, draft.concern)
    return page(request, "answering/draft_write.html", context, status=status)
