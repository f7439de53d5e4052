"""Holding a conversation: notes that save themselves, and two texts that met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from draagvlak.conversations import commands, rules
from draagvlak.conversations.commands import Choice
from draagvlak.conversations.forms import NoteForm
from draagvlak.conversations.queries import conversations as queries
from draagvlak.conversations.queries import notes
from draagvlak.conversations.views.door import (
    behind_vault,
    conversation_address,
    unlock_address,
)
from draagvlak.core.verdict import Refused
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.conversations.models import Conversation, Note
    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request

CHOICES = {choice.value: choice for choice in Choice}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def conversation_hold(request: Request, conversation_id: UUID) -> HttpResponse:
    """The notes of a conversation, beside the questions and the people."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    if request.method == "POST":
        form = NoteForm(request.POST)
        if request.headers.get("X-Autosave"):
            return _autosave(request, conversation, form)
        return _save(request, conversation, form)
    if request.vault is None:
        return seen(request, unlock_address(request))
    rules.may_note(request.actor, request.vault, conversation).demand()
    note = notes.own_note(request.actor, conversation)
    text = notes.note_text(request.vault, conversation, note) if note else ""
    return _editor(request, conversation, text, note.version if note else 0, note=note)


def _autosave(request: Request, conversation: Conversation, form: NoteForm) -> HttpResponse:
    """What `<note-editor>` sends while somebody types. Answers JSON (see its contract)."""
    if request.vault is None:
        return JsonResponse({"locked": True}, status=423)
    if not form.is_valid():
        return JsonResponse({"message": _first_error(form)}, status=422)
    try:
        written = commands.write_note(
            by=request.actor,
            vault=request.vault,
            conversation=conversation,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        )
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    answer = {
        "version": written.note.version,
        "saved_at": written.note.saved_at.isoformat(),
    }
    if written.theirs is None:
        return JsonResponse(answer)
    both = {"mine": form.cleaned_data["text"], "theirs": written.theirs}
    return JsonResponse(answer | both, status=409)


def _save(request: Request, conversation: Conversation, form: NoteForm) -> HttpResponse:
    """The same by the button of the form: it works without a script."""
    typed = str(form.data.get("text", ""))
    version = str(form.data.get("version", "0"))
    if request.vault is None:
        return _editor(request, conversation, typed, version, status=423)
    if not form.is_valid():
        return _editor(
            request, conversation, typed, version, status=422, problem=_first_error(form)
        )
    try:
        written = commands.write_note(
            by=request.actor,
            vault=request.vault,
            conversation=conversation,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        )
    except Refused as refusal:
        return _editor(request, conversation, typed, version, status=422, problem=str(refusal))
    if written.theirs is not None:
        note, text = written.note, written.theirs
        return _editor(request, conversation, text, note.version, note=note, status=409)
    if "then" in request.POST:
        route = "conversations:quote_make"
        return seen(request, to(request.actor, route, conversation_id=conversation.pk))
    say(request, _("Your notes are stored in your vault."))
    return seen(request, conversation_address(request, conversation.pk, "hold"))


def _editor(  # noqa: PLR0913 what was typed comes back in every case
    request: Request,
    conversation: Conversation,
    text: str,
    version: int | str,
    *,
    note: Note | None = None,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    """The page around the editor. Second texts are shown while they wait for a choice."""
    actor, vault = request.actor, request.vault
    form = NoteForm(initial={"text": text, "version": version})
    context = {
        "conversation": conversation,
        "form": form,
        "text": text,
        "version": version,
        "note": note,
        "problem": problem,
        "is_locked": vault is None,
        "unlock_url": unlock_address(request),
        "variants": notes.open_variants(actor, vault, conversation, note) if vault else [],
        "may_mark_held": rules.may_mark_held(actor, conversation),
        "questions": queries.questions(actor, conversation.phase),
        "people": queries.participants_of(actor, conversation),
        "draft_key": f"note:{conversation.pk}:{actor.user_id}",
    }
    return page(request, "conversations/conversation_hold.html", context, status=status)


@behind_vault
@require_POST
def note_choose(
    request: Request, vault: OpenVault, conversation_id: UUID, variant_id: UUID
) -> HttpResponse:
    """Keep the stored text, take the other, or put them under each other."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    note = notes.access_own_note(request.actor, conversation)
    variant = notes.access_variant(request.actor, note, variant_id)
    commands.choose_text(
        by=request.actor,
        vault=vault,
        conversation=conversation,
        note=note,
        variant=variant,
        choice=CHOICES.get(request.POST.get("choice", ""), Choice.BOTH),
    )
    route = "conversations:note_reopen"
    keys = {"conversation_id": conversation_id, "variant_id": variant_id}
    say(request, _("Your choice is stored."), undo=to(request.actor, route, **keys))
    return seen(request, conversation_address(request, conversation_id, "hold"))


@behind_vault
@require_POST
def note_reopen(
    request: Request, vault: OpenVault, conversation_id: UUID, variant_id: UUID
) -> HttpResponse:
    """Take a choice back: both texts stand beside each other again."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    note = notes.access_own_note(request.actor, conversation)
    variant = notes.access_variant(request.actor, note, variant_id)
    commands.reopen_choice(
        by=request.actor,
        vault=vault,
        conversation=conversation,
        note=note,
        variant=variant,
    )
    return seen(request, conversation_address(request, conversation_id, "hold"))


def _first_error(form: NoteForm) -> str:
    return next((str(text) for texts in form.errors.values() for text in texts), "")
