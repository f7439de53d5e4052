"""Taking a passage out of what somebody said, as out of notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from draagvlak.concerns.queries import access_concern
from draagvlak.contributions import commands
from draagvlak.contributions.commands import Goal
from draagvlak.contributions.forms import QuoteForm
from draagvlak.contributions.queries import inbox
from draagvlak.contributions.queries.changing import steps_offered
from draagvlak.contributions.views.door import with_key
from draagvlak.conversations.queries.likeness import likely_concerns
from draagvlak.conversations.queries.reading import paragraphs, passage_in
from draagvlak.core.ids import uuid4
from draagvlak.core.verdict import Refused
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.contributions.models import Contribution
    from draagvlak.contributions.queries.inbox import Opened
    from draagvlak.conversations.queries.reading import Passage
    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request


@dataclass(frozen=True)
class Reading:
    """An opened contribution on the page of its reader."""

    request: Request
    vault: OpenVault
    contribution: Contribution
    opened: Opened


@require_http_methods(["GET", "HEAD", "POST"])
@with_key
def contribution_quote(request: Request, vault: OpenVault, contribution_id: UUID) -> HttpResponse:
    """Read what was said, and let a passage of it speak for a concern."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    opened = inbox.open_contribution(request.actor, vault, contribution)
    reading = Reading(request, vault, contribution, opened)
    offers = steps_offered(request.actor, contribution, opened.said)
    if request.method != "POST":
        return _reading(reading, QuoteForm(offers=offers, initial={"key": uuid4()}))
    form = QuoteForm(request.POST, offers)
    valid = form.is_valid()
    start, end, exact = (form.cleaned_data.get(name) for name in ("start", "end", "exact"))
    passage = passage_in(opened.words, start, end, exact or "")
    if request.POST.get("step") == "look":
        start = {**request.POST.dict(), "steps": request.POST.getlist("steps")}
        return _reading(reading, QuoteForm(offers=offers, initial=start), passage)
    if passage is None:
        form.add_error("exact", _("These words are not in what was said. Choose a passage."))
    elif valid and _quote(reading, passage, form):
        say(request, _("The passage speaks for this now. Who spoke sees it in the thread."))
        return seen(request, _address(reading))
    return _reading(reading, form, passage, status=422)


def _quote(reading: Reading, passage: Passage, form: QuoteForm) -> bool:
    """Store the quote; False when a rule forbids it, with the reason in the form."""
    said, actor = form.cleaned_data, reading.request.actor
    key = said.get("concern")
    concern = access_concern(actor, key) if key else None
    goal = Goal(concern, said["kind"] or "worry", said["title"], form.spots())
    try:
        commands.quote_contribution(
            by=actor,
            vault=reading.vault,
            contribution=reading.contribution,
            goal=goal,
            passage=passage.words,
            key=said["key"],
        )
    except Refused as refusal:
        form.add_error("goal" if key else "title", str(refusal))
        return False
    return True


def _reading(
    reading: Reading, form: QuoteForm, passage: Passage | None = None, *, status: int = 200
) -> HttpResponse:
    opened, actor = reading.opened, reading.request.actor
    context = {
        "contribution": reading.contribution,
        "opened": opened,
        "paragraphs": paragraphs(opened.words),
        "quotes": _quotes(opened),
        "form": form,
        "goal": form["goal"].value() or "",
        "similar": likely_concerns(actor, passage.words if passage else opened.words),
    }
    fragment = "similar" if reading.request.POST.get("step") == "look" else ""
    template = "contributions/contribution_quote.html"
    return page(reading.request, template, context, fragment=fragment, status=status)


def _quotes(opened: Opened) -> list[dict[str, object]]:
    """The passages that speak already, with their place in the text where it is found."""
    found = []
    for one in opened.approvals:
        start = opened.words.find(one.passage)
        place = {"start": start, "end": start + len(one.passage)} if start >= 0 else {}
        found.append({"approval": one, **place})
    return found


def _address(reading: Reading) -> str:
    keys = {"contribution_id": reading.contribution.pk}
    return to(reading.request.actor, "contributions:contribution_quote", **keys)
