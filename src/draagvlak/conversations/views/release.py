"""From the vault to everybody: prepare, release in batches, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.conversations import commands, rules
from draagvlak.conversations.forms import PreparationForm, preparation_form
from draagvlak.conversations.queries import quotes, released
from draagvlak.conversations.queries.outgoing import outgoing
from draagvlak.conversations.queries.stages import stages
from draagvlak.conversations.views.door import behind_vault
from draagvlak.core.policy import Data, sees
from draagvlak.core.thread import panels_for
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.conversations.models import RawQuote
    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request


@behind_vault
@require_http_methods(["GET", "POST"])
def quote_release(request: Request, vault: OpenVault) -> HttpResponse:
    """What can go out, what still misses something, and what stays."""
    problem, chosen = "", None
    if request.method == "POST":
        chosen = set(request.POST.getlist("quote"))
        rows, others = quotes.chosen_quotes(request.actor, vault, chosen)
        try:
            gone = commands.release_quotes(
                by=request.actor, vault=vault, quotes=rows, others=others
            )
        except Refused as refusal:
            problem = str(refusal)
        except (EditConflict, commands.ApprovalChanged):
            problem = _("Somebody changed one of these quotes meanwhile. Look at them again.")
        else:
            text = ngettext(
                "%(count)s quote is released.", "%(count)s quotes are released.", len(gone)
            )
            say(request, text % {"count": len(gone)})
            return seen(request, to(request.actor, "conversations:quote_release"))
    found = stages(outgoing(request.actor, vault))
    context = {"stages": found, "problem": problem, "chosen": chosen}
    status = 422 if problem else 200
    return page(request, "conversations/quote_release.html", context, status=status)


@behind_vault
@require_http_methods(["GET", "POST"])
def quote_prepare(request: Request, vault: OpenVault, quote_id: UUID) -> HttpResponse:
    """The paraphrase of a quote and what the speaker says about it."""
    quote = quotes.access_any_quote(request.actor, quote_id)
    rules.may_quote(request.actor, vault, quote.conversation).demand()
    content = quotes.open_content(vault, quote.conversation.box, quote)
    form = preparation_form(content, quote.version)
    if request.method == "POST":
        form = PreparationForm(request.POST)
        if form.is_valid() and _prepare(request, vault, quote, form):
            say(request, _("Stored. Nothing has gone out yet."))
            return seen(request, to(request.actor, "conversations:quote_release"))
    shown = quotes.shown_one(request.actor, quote, content)
    context = {"quote": shown, "form": form, "may_change": rules.may_change_quote(shown.state)}
    status = 422 if form.errors else 200
    return page(request, "conversations/quote_prepare.html", context, status=status)


def _prepare(request: Request, vault: OpenVault, quote: RawQuote, form: PreparationForm) -> bool:
    """Store the preparation; False when a rule forbids it or somebody else was first."""
    try:
        commands.prepare_release(
            by=request.actor,
            vault=vault,
            conversation=quote.conversation,
            quote=quote,
            preparation=form.preparation(),
            version=form.cleaned_data["version"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except EditConflict:
        form.add_error(None, _("Somebody changed this quote meanwhile. Look at it again first."))
    else:
        return True
    return False


@require_safe
def released_list(request: Request) -> HttpResponse:
    """What speakers let everybody read."""
    found = released.released_page(request.actor, request.GET.get("after", ""))
    context = {
        "quotes": found.quotes,
        "older": f"?after={found.older}" if found.older else "",
        "linked": released.linked_concerns(request.actor, found.quotes),
        "sees_coverage": sees(Data.COVERAGE, request.actor.roles),
    }
    return page(request, "conversations/released_list.html", context)


@require_safe
def released_detail(request: Request, released_id: UUID) -> HttpResponse:
    """One released quote, and what became of it."""
    quote = released.access_released(request.actor, released_id)
    context = {
        "quote": quote,
        "concern": released.concern_in_sight(request.actor, quote),
        "may_withdraw": rules.may_withdraw(request.actor),
        "panels": panels_for(request.actor, "quote", quote.pk),
    }
    return page(request, "conversations/released_detail.html", context)


@require_POST
def released_withdraw(request: Request, released_id: UUID) -> HttpResponse:
    """Take a released quote back; the message undoes that."""
    quote = released.access_released(request.actor, released_id)
    commands.withdraw_released(by=request.actor, released=quote)
    undo = to(request.actor, "conversations:released_restore", released_id=released_id)
    say(request, _("The quote is withdrawn. Nobody reads it any longer."), undo=undo)
    return seen(request, to(request.actor, "conversations:released_list"))


@require_POST
def released_restore(request: Request, released_id: UUID) -> HttpResponse:
    """Take a withdrawal back."""
    quote = released.access_withdrawn(request.actor, released_id)
    commands.restore_released(by=request.actor, released=quote)
    say(request, _("The quote can be read again."))
    return seen(request, to(request.actor, "conversations:released_list"))
