"""Causes: behind one concern, and all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from draagvlak.concerns import commands, forms, queries, rules
from draagvlak.concerns.views.details import address
from draagvlak.core.examples import offers, words_of
from draagvlak.core.thread import beside, panels_for
from draagvlak.core.undo import undo_url
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.lib.numerals import whole_number

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.concerns.models import Cause, Concern
    from draagvlak.core.web import Request


FIRST = 50


@require_http_methods(["GET", "POST"])
def concern_cause_add(request: Request, concern_id: UUID) -> HttpResponse:
    """Say why a concern exists: with a cause that is there, or a new one."""
    actor = request.actor
    concern = queries.access_concern(actor, concern_id)
    rules.may_edit(actor, concern).demand()
    choices = queries.cause_choices(actor, without=concern)
    chosen = request.method == "POST" and "cause" in request.POST
    made = request.method == "POST" and not chosen
    choice = forms.CauseChoiceForm(request.POST if chosen else None, choices)
    begun = words_of(actor, "cause", request.GET.get("example", ""))
    new = forms.CauseForm(request.POST if made else None, begun)
    context = {"concern": concern, "choice": choice, "new": new, "has_causes": bool(choices)}
    context |= {"begun": begun, "offers": offers(actor, "cause", concern=concern.pk)}
    try:
        if chosen and choice.is_valid():
            cause = queries.access_cause(actor, choice.chosen())
            return _added(request, concern, cause)
        if made and new.is_valid():
            return _added(request, concern, _made(request, new))
    except Refused as refusal:
        new.add_error("title", str(refusal))
    status = 422 if request.method == "POST" else 200
    return page(request, "concerns/concern_cause_add.html", context, status=status)


def _made(request: Request, form: forms.CauseForm) -> Cause:
    words = form.words()
    return commands.make_cause(
        by=request.actor,
        title=words.title,
        about=words.about,
        where=words.where,
        description=words.description,
        example=form.cleaned_data["example"],
        once=form.cleaned_data["once"],
    )


def _added(request: Request, concern: Concern, cause: Cause) -> HttpResponse:
    commands.add_cause(by=request.actor, concern=concern, cause=cause)
    say(request, _("Cause added."))
    return seen(request, address(request, concern, "#causes"))


@require_POST
def concern_cause_remove(request: Request, concern_id: UUID, cause_id: UUID) -> HttpResponse:
    """Take a cause away from a concern, with a way back."""
    concern = queries.access_concern(request.actor, concern_id)
    cause = queries.access_cause(request.actor, cause_id)
    commands.remove_cause(by=request.actor, concern=concern, cause=cause)
    words = _("“%(title)s” is no longer a cause here.") % {"title": cause.title}
    say(request, words, undo=undo_url(request.actor))
    return seen(request, address(request, concern, "#causes"))


@require_GET
def cause_list(request: Request) -> HttpResponse:
    """Every cause of the programme, under what it is about."""
    about, number = request.GET.get("about", ""), request.GET.get("page", "")[:5]
    at = max(whole_number(number) or 1, 1)
    groups = queries.causes_shown(request.actor, about, at)
    whole = queries.cause_groups(request.actor)
    alone = groups[0] if len(groups) == 1 and groups[0].about == about else None
    context = {
        "groups": groups,
        "count": sum(group.count for group in whole),
        "beside": beside(request.actor),
        "alone": alone,
        "newer": f"?about={about}&page={at - 1}" if alone and alone.start else "",
        "older": f"?about={about}&page={at + 1}" if alone and alone.left > 0 else "",
    }
    return page(request, "concerns/cause_list.html", context)


@require_GET
def cause_detail(request: Request, cause_id: UUID) -> HttpResponse:
    """One cause with its concerns, and what other apps know of it."""
    cause = queries.access_cause(request.actor, cause_id)
    ids, count = queries.concern_ids_of_cause(request.actor, cause, FIRST)
    context = {
        "cause": cause,
        "count": count,
        "rows": queries.concern_rows(request.actor, ids),
        "panels": panels_for(request.actor, "cause", cause.pk),
        "may_edit": rules.may_edit_cause(request.actor, cause),
    }
    return page(request, "concerns/cause_detail.html", context)


@require_http_methods(["GET", "POST"])
def cause_edit(request: Request, cause_id: UUID) -> HttpResponse:
    """Change a cause, for all its concerns."""
    cause = queries.access_cause(request.actor, cause_id)
    rules.may_edit_cause(request.actor, cause).demand()
    if request.method == "GET":
        return _edit_page(request, cause, forms.CauseEditForm(None, _now(cause)))
    form = forms.CauseEditForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, cause, form, status=422)
    words, version = form.words(), form.cleaned_data["version"]
    try:
        commands.edit_cause(
            by=request.actor,
            cause=cause,
            title=words.title,
            about=words.about,
            where=words.where,
            description=words.description,
            version=version,
        )
    except Refused as refusal:
        form.add_error("title", str(refusal))
        return _edit_page(request, cause, form, status=422)
    except EditConflict as conflict:
        return _edit_conflict(request, form, words, conflict)
    say(request, _("Cause saved."))
    return seen(request, to(request.actor, "concerns:cause_detail", cause_id=cause.pk))


def _now(cause: Cause) -> dict[str, object]:
    return {
        "title": cause.title,
        "about": cause.about,
        "where": cause.where,
        "description": cause.description,
        "version": cause.version,
    }


def _edit_conflict(
    request: Request,
    form: forms.CauseEditForm,
    words: forms.CauseWords,
    conflict: EditConflict[Cause],
) -> HttpResponse:
    theirs = conflict.theirs
    form.on_version(theirs.version)
    texts = {"mine": words.as_text(), "theirs": f"{theirs.title}\n\n{theirs.description}".strip()}
    return _edit_page(request, theirs, form, status=409, conflict=texts)


def _edit_page(
    request: Request,
    cause: Cause,
    form: forms.CauseEditForm,
    *,
    status: int = 200,
    conflict: dict[str, str] | None = None,
) -> HttpResponse:
    context = {"cause": cause, "form": form, "conflict": conflict}
    return page(request, "concerns/cause_edit.html", context, status=status)
