"""The page of one concern, and everything that is changed from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from draagvlak.concerns import commands, forms, queries, rules
from draagvlak.core.thread import panels_for
from draagvlak.core.undo import undo_url
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.intake.queries import words_used

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.concerns.models import Concern
    from draagvlak.core.web import Request


def address(request: Request, concern: Concern, anchor: str = "") -> str:
    """The page of a concern, at one of its parts."""
    return to(request.actor, "concerns:concern_detail", concern_id=concern.pk) + anchor


def moved_on(request: Request, concern: Concern) -> HttpResponse:
    """A merged concern: its number and address lead to the one that it goes on in."""
    words = _("“%(title)s” (number %(number)s) was merged. It goes on here.")
    say(request, words % {"title": concern.title, "number": concern.number})
    target = concern.merged_into_id
    return seen(request, to(request.actor, "concerns:concern_detail", concern_id=target))


ACTS = (
    rules.may_edit,
    rules.may_answer,
    rules.may_correct,
    rules.may_tell,
    rules.may_reopen,
    rules.may_archive,
    rules.may_restore,
)
"""What one can do with a concern on its page, each with its verdict there."""


@require_GET
def concern_detail(request: Request, concern_id: UUID) -> HttpResponse:
    """One concern: where it is on the thread, why it exists, what was answered, for whom."""
    actor = request.actor
    concern = queries.access_concern(actor, concern_id)
    if concern.merged_into_id is not None:
        return moved_on(request, concern)
    causes = queries.causes_of(concern)
    context = {
        "concern": concern,
        "strip": queries.strip(concern, actor),
        "step": queries.next_step(actor, concern),
        **{name: queries.value_of(actor, concern, name) for name in ("owner", "due", "severity")},
        "promise": queries.promise(concern),
        "groups": queries.groups_of(concern),
        "origin": queries.origin_of(concern),
        "causes": causes,
        "answers": queries.answers_of(concern),
        "solved": queries.solved_for(actor, concern),
        "tallies": queries.voices_by_group(concern),
        "panels": panels_for(actor, "concern", concern.pk),
        "words": words_used(actor, [concern.title, concern.description]),
        "may_remove_cause": rules.may_remove_cause(actor, concern, left=len(causes) - 1),
        "may_see_voices": rules.may_see_voices(actor),
        **{may.__name__: may(actor, concern) for may in ACTS},
    }
    return page(request, "concerns/concern_detail.html", context)


@require_http_methods(["GET", "POST"])
def concern_edit(request: Request, concern_id: UUID) -> HttpResponse:
    """The words of a concern: kind, title, description, severity, groups."""
    concern = queries.access_concern(request.actor, concern_id)
    rules.may_edit(request.actor, concern).demand()
    groups = queries.group_choices(request.actor)
    if request.method == "GET":
        return _edit_page(request, concern, forms.ConcernEditForm(None, groups, _now(concern)))
    form = forms.ConcernEditForm(request.POST, groups)
    if not form.is_valid():
        return _edit_page(request, concern, form, status=422)
    words = form.words()
    try:
        commands.edit_concern(
            by=request.actor,
            concern=concern,
            kind=words.kind,
            title=words.title,
            description=words.description,
            severity=words.severity,
            groups=words.groups,
            version=form.cleaned_data["version"],
        )
    except EditConflict as conflict:
        return _edit_conflict(request, form, words, conflict)
    say(request, _("Concern saved."), undo=undo_url(request.actor))
    return seen(request, address(request, concern))


def _now(concern: Concern) -> dict[str, object]:
    return {
        "kind": concern.kind,
        "title": concern.title,
        "description": concern.description,
        "severity": concern.severity,
        "groups": [str(group.pk) for group in queries.groups_of(concern)],
        "version": concern.version,
    }


def _edit_conflict(
    request: Request,
    form: forms.ConcernEditForm,
    words: forms.ConcernWords,
    conflict: EditConflict[Concern],
) -> HttpResponse:
    theirs = conflict.theirs
    form.on_version(theirs.version)
    texts = {"mine": words.as_text(), "theirs": f"{theirs.title}\n\n{theirs.description}".strip()}
    return _edit_page(request, theirs, form, status=409, conflict=texts)


def _edit_page(
    request: Request,
    concern: Concern,
    form: forms.ConcernEditForm,
    *,
    status: int = 200,
    conflict: dict[str, str] | None = None,
) -> HttpResponse:
    context = {"concern": concern, "form": form, "conflict": conflict}
    return page(request, "concerns/concern_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def concern_origin(request: Request, concern_id: UUID) -> HttpResponse:
    """Why is it so? Up to five times."""
    concern = queries.access_concern(request.actor, concern_id)
    rules.may_edit(request.actor, concern).demand()
    stored = queries.origin_of(concern)
    start: dict[str, object] = {f"step_{n}": text for n, text in enumerate(stored, start=1)}
    form = forms.OriginForm(
        request.POST if request.method == "POST" else None,
        initial={**start, "version": concern.version},
    )
    context = {"concern": concern, "form": form}
    if request.method == "GET":
        return page(request, "concerns/concern_origin.html", context)
    if not form.is_valid():
        return page(request, "concerns/concern_origin.html", context, status=422)
    try:
        commands.write_origin(
            by=request.actor,
            concern=concern,
            steps=form.steps(),
            version=form.cleaned_data["version"],
        )
    except EditConflict as conflict:
        form.on_version(conflict.theirs.version)
        context["conflict"] = {"mine": "\n".join(form.steps()), "theirs": "\n".join(stored)}
        return page(request, "concerns/concern_origin.html", context, status=409)
    say(request, _("Origin saved."))
    return seen(request, address(request, concern, "#origin"))


@require_POST
def concern_reopen(request: Request, concern_id: UUID) -> HttpResponse:
    """Look at an answered concern again."""
    concern = queries.access_concern(request.actor, concern_id)
    commands.reopen_concern(by=request.actor, concern=concern)
    say(request, _("Open again. The earlier answer stays readable."))
    return seen(request, address(request, concern))


@require_POST
def concern_archive(request: Request, concern_id: UUID) -> HttpResponse:
    """Put a concern away, with a way back."""
    concern = queries.access_concern(request.actor, concern_id)
    commands.archive_concern(by=request.actor, concern=concern)
    words = _("“%(title)s” is in the archive.") % {"title": concern.title}
    say(request, words, undo=undo_url(request.actor))
    return seen(request, to(request.actor, "concerns:concern_list"))


@require_POST
def concern_restore(request: Request, concern_id: UUID) -> HttpResponse:
    """Take a concern out of the archive."""
    concern = queries.access_concern(request.actor, concern_id)
    commands.restore_concern(by=request.actor, concern=concern)
    say(request, _("“%(title)s” is back in the list.") % {"title": concern.title})
    return seen(request, address(request, concern))
