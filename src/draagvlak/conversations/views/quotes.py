"""Taking quotes out of notes, and changing what was heard in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.concerns.queries import access_concern
from draagvlak.conversations import commands, rules
from draagvlak.conversations.commands import Goal, Heard
from draagvlak.conversations.forms import LATER, EditQuoteForm, QuoteForm
from draagvlak.conversations.queries import conversations as queries
from draagvlak.conversations.queries import notes, quotes
from draagvlak.conversations.queries.likeness import likely_concerns
from draagvlak.conversations.queries.reading import paragraphs, passage_in
from draagvlak.conversations.views.door import behind_vault, conversation_address
from draagvlak.core.ids import uuid4
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.lib.numerals import whole_number

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.conversations.forms import QuoteInput
    from draagvlak.conversations.models import Conversation, Note, RawQuote
    from draagvlak.conversations.queries.quotes import OpenQuote
    from draagvlak.conversations.queries.reading import Passage
    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request


@dataclass(frozen=True)
class Reading:
    """An opened note on the page of its reader."""

    request: Request
    vault: OpenVault
    conversation: Conversation
    note: Note
    text: str


@behind_vault
@require_http_methods(["GET", "POST"])
def quote_make(request: Request, vault: OpenVault, conversation_id: UUID) -> HttpResponse:
    """Read the notes and take a passage out of them."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    note = _note(request, conversation)
    if note is None:
        return seen(request, conversation_address(request, conversation_id, "hold"))
    rules.may_quote(request.actor, vault, conversation).demand()
    text = notes.note_text(vault, conversation, note)
    reading = Reading(request, vault, conversation, note, text)
    if request.method != "POST":
        return _reading(reading, QuoteForm(initial={"once": uuid4()}))
    if request.POST.get("step") == "look":
        return _looked(reading)
    form = QuoteForm(request.POST)
    form.with_speakers(queries.participants_of(request.actor, conversation))
    valid = form.is_valid()
    found = form.cleaned_data
    passage = passage_in(text, found.get("start"), found.get("end"), found.get("exact") or "")
    if passage is None:
        form.add_error("exact", _missing(found.get("exact") or ""))
    elif valid and _take(reading, passage, form):
        say(request, _("The quote is stored in your vault."))
        return _stored(reading)
    return _reading(reading, form, passage=passage, status=422)


def _stored(reading: Reading) -> HttpResponse:
    """Back to the notes; without leaving the place in them where a script can do that."""
    if reading.request.headers.get("HX-Request") != "true":
        address = _quotes_address(reading.request, reading.conversation.pk)
        return seen(reading.request, f"{address}?note={reading.note.pk}#quotes")
    response = _reading(reading, QuoteForm(initial={"once": uuid4()}))
    response["HX-Trigger"] = "quotes:changed"
    return response


def _take(reading: Reading, passage: Passage, form: QuoteForm) -> bool:
    """Store the quote; False when a rule forbids it, with the reason in the form."""
    written = form.heard()
    try:
        commands.take_quote(
            by=reading.request.actor,
            vault=reading.vault,
            conversation=reading.conversation,
            note=reading.note,
            start=passage.start,
            end=passage.end,
            heard=_heard(reading.request, written),
            key=written.key,
        )
    except Refused as refusal:
        form.add_error("title" if written.title else "goal", str(refusal))
        return False
    return True


def _looked(reading: Reading) -> HttpResponse:
    """A passage was chosen: show it with the concerns that resemble it; nothing is judged yet."""
    kept = {name: reading.request.POST.get(name, "") for name in QuoteForm.base_fields}
    start, end = (whole_number(kept[name]) for name in ("start", "end"))
    passage = passage_in(reading.text, start, end, kept["exact"])
    missing = "" if passage else _missing(kept["exact"])
    return _reading(reading, QuoteForm(initial=kept), passage=passage, missing=missing)


def _reading(
    reading: Reading,
    form: QuoteForm,
    *,
    passage: Passage | None = None,
    missing: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the notes with their quotes and the form."""
    actor, conversation, note = reading.request.actor, reading.conversation, reading.note
    context = {
        "conversation": conversation,
        "note": note,
        "writers": notes.note_authors(actor, conversation),
        "paragraphs": paragraphs(reading.text),
        "quotes": quotes.quotes_of(
            actor, reading.vault, conversation, note=note.pk, text=reading.text
        ),
        "form": form.with_speakers(queries.participants_of(actor, conversation)),
        "passage": passage,
        "missing": missing,
        "goal": form["goal"].value() or "",
        "similar": likely_concerns(actor, passage.words) if passage else [],
    }
    fragment = "similar" if reading.request.POST.get("step") == "look" else "quote-form"
    context["is_fragment"] = reading.request.headers.get("HX-Request") == "true"
    template = "conversations/quote_make.html"
    return page(reading.request, template, context, fragment=fragment, status=status)


@behind_vault
@require_http_methods(["GET", "POST"])
def quote_edit(
    request: Request, vault: OpenVault, conversation_id: UUID, quote_id: UUID
) -> HttpResponse:
    """Change what was heard in a quote, from whom, and where it belongs."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    quote = quotes.access_quote(request.actor, conversation, quote_id)
    rules.may_quote(request.actor, vault, conversation).demand()
    shown = quotes.shown_one(
        request.actor, quote, quotes.open_content(vault, conversation.box, quote)
    )
    form = EditQuoteForm(request.POST or None, initial=_as_heard(shown))
    form.with_speakers(queries.participants_of(request.actor, conversation))
    if request.method == "POST" and form.is_valid() and _edit(request, vault, quote, form):
        say(request, _("The quote is stored in your vault."))
        return seen(request, _quotes_address(request, conversation_id))
    content = shown.content
    context = {
        "conversation": conversation,
        "quote": shown,
        "form": form,
        "similar": likely_concerns(request.actor, content.words, first=content.concern_id),
        "goal": str(form["goal"].value() or ""),
        "may_change": rules.may_change_quote(shown.state),
    }
    status = 422 if form.errors else 200
    return page(request, "conversations/quote_edit.html", context, status=status)


def _as_heard(quote: OpenQuote) -> dict[str, object]:
    content = quote.content
    return {
        "version": quote.row.version,
        "kind": content.kind,
        "speaker": content.speaker or "",
        "goal": content.concern_id or LATER,
    }


def _edit(request: Request, vault: OpenVault, quote: RawQuote, form: EditQuoteForm) -> bool:
    """Store the change; False when a rule forbids it or somebody else was first."""
    written = form.heard()
    try:
        commands.edit_quote(
            by=request.actor,
            vault=vault,
            conversation=quote.conversation,
            quote=quote,
            heard=_heard(request, written),
            version=form.cleaned_data["version"],
        )
    except Refused as refusal:
        form.add_error("title" if written.title else "goal", str(refusal))
    except EditConflict:
        form.add_error(None, _("Somebody changed this quote meanwhile. Look at it again first."))
    else:
        return True
    return False


@behind_vault
@require_POST
def quote_remove(
    request: Request, vault: OpenVault, conversation_id: UUID, quote_id: UUID
) -> HttpResponse:
    """Take a quote away; the message puts it back."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    quote = quotes.access_quote(request.actor, conversation, quote_id)
    commands.remove_quote(by=request.actor, vault=vault, conversation=conversation, quote=quote)
    keys = {"conversation_id": conversation_id, "quote_id": quote_id}
    undo = to(request.actor, "conversations:quote_restore", **keys)
    say(request, _("The quote is removed."), undo=undo)
    return seen(request, _quotes_address(request, conversation_id))


@behind_vault
@require_POST
def quote_restore(
    request: Request, vault: OpenVault, conversation_id: UUID, quote_id: UUID
) -> HttpResponse:
    """Put a removed quote back."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    quote = quotes.access_removed_quote(request.actor, conversation, quote_id)
    commands.restore_quote(by=request.actor, vault=vault, conversation=conversation, quote=quote)
    say(request, _("The quote is back."))
    return seen(request, _quotes_address(request, conversation_id))


@behind_vault
@require_safe
def concern_quotes(request: Request, vault: OpenVault, concern_id: UUID) -> HttpResponse:
    """What was literally said about a concern, for who may open it."""
    concern = access_concern(request.actor, concern_id)
    found = quotes.quotes_on_concern(request.actor, vault, concern_id)
    context = {"concern": concern, "quotes": found}
    return page(request, "conversations/concern_quotes.html", context)


def _heard(request: Request, written: QuoteInput) -> Heard:
    concern = access_concern(request.actor, written.goal) if written.goal else None
    return Heard(written.kind, written.speaker, Goal(concern, written.title))


def _note(request: Request, conversation: Conversation) -> Note | None:
    """The note that was asked for; else one's own, else that of who held the conversation."""
    wanted = request.GET.get("note", "")
    writers = notes.note_authors(request.actor, conversation)
    own = [one for one in writers if one.author_id == request.actor.user_id]
    chosen = [one for one in writers if str(one.note_id) == wanted] or own or writers
    return notes.access_note(request.actor, conversation, chosen[0].note_id) if chosen else None


def _missing(exact: str) -> str:
    if exact.strip():
        return _("These words are not in the notes. Copy the passage from the text.")
    return _("Choose a passage in the text first, or paste it here.")


def _quotes_address(request: Request, conversation_id: UUID) -> str:
    return to(request.actor, "conversations:quote_make", conversation_id=conversation_id)
