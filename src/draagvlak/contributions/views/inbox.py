"""The guide's side: what came in, and what one does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.concerns.queries import access_concern
from draagvlak.contributions import commands
from draagvlak.contributions.commands import Goal
from draagvlak.contributions.forms import RedactForm, TieForm, WriteForm
from draagvlak.contributions.queries import inbox
from draagvlak.contributions.queries.agreements import agreement_of
from draagvlak.contributions.queries.changing import steps_offered, steps_spoken_of
from draagvlak.contributions.queries.threads import Why
from draagvlak.contributions.views.door import with_key
from draagvlak.conversations.queries.likeness import likely_concerns
from draagvlak.conversations.views.door import unlock_address
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse

    from draagvlak.contributions.models import Contribution
    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request


@require_safe
def contribution_list(request: Request) -> HttpResponse:
    """What waits, or all that came in."""
    waits = not request.GET.get("all")
    found = inbox.inbox_page(
        request.actor, request.vault, waits=waits, after=request.GET.get("after", "")
    )
    here = to(request.actor, "contributions:contribution_list")
    count = inbox.waiting_count(request.actor)
    context = {
        "page": found,
        "tabs": [
            {"label": _("Waits for you"), "href": here, "current": waits, "count": count},
            {"label": _("Everything"), "href": f"{here}?all=1", "current": not waits},
        ],
        "waits": waits,
        "older": f"{here}?{'' if waits else 'all=1&'}after={found.after}" if found.after else "",
        "unlock_url": "" if request.vault else unlock_address(request),
        "mails": inbox.mails_waiting(request.actor),
        "has_doors": inbox.has_doors(request.actor),
    }
    return page(request, "contributions/contribution_list.html", context)


@require_safe
@with_key
def contribution_detail(request: Request, vault: OpenVault, contribution_id: UUID) -> HttpResponse:
    """One thread, and where it belongs."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    return _detail(request, vault, contribution)


@require_POST
@with_key
def contribution_tie(request: Request, vault: OpenVault, contribution_id: UUID) -> HttpResponse:
    """It becomes a concern, or joins one."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    opened = inbox.open_contribution(request.actor, vault, contribution)
    form = TieForm(request.POST, steps_offered(request.actor, contribution, opened.said))
    if not form.is_valid():
        return _detail(request, vault, contribution, status=422, tie_form=form)
    said = form.cleaned_data
    key = said.get("concern")
    concern = access_concern(request.actor, key) if key else None
    goal = Goal(concern, said["kind"] or "worry", said["title"], form.spots())
    try:
        commands.tie_contribution(
            by=request.actor, vault=vault, contribution=contribution, goal=goal, key=said["key"]
        )
    except Refused as refusal:
        form.add_error("goal" if concern else "title", str(refusal))
        return _detail(request, vault, contribution, status=422, tie_form=form)
    say(request, _("The voice counts. Who spoke sees here what happens with it."))
    return seen(request, _address(request, contribution))


@require_POST
@with_key
def contribution_untie(
    request: Request, vault: OpenVault, contribution_id: UUID, voice_id: UUID
) -> HttpResponse:
    """Take the voice back."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    commands.untie_contribution(
        by=request.actor, vault=vault, contribution=contribution, voice_id=voice_id
    )
    say(request, _("The voice was taken back. The contribution waits again."))
    return seen(request, _address(request, contribution))


@require_POST
@with_key
def contribution_write(request: Request, vault: OpenVault, contribution_id: UUID) -> HttpResponse:
    """A message for who spoke."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _detail(request, vault, contribution, status=422, write_form=form)
    said = form.cleaned_data
    commands.write_back(
        by=request.actor,
        vault=vault,
        contribution=contribution,
        text=said["text"],
        key=said["key"],
    )
    say(request, _("Your message stands in the thread."))
    return seen(request, _address(request, contribution))


@require_http_methods(["GET", "HEAD", "POST"])
@with_key
def contribution_refer(request: Request, vault: OpenVault, contribution_id: UUID) -> HttpResponse:
    """A report of wrongdoing belongs elsewhere: say where."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    form = WriteForm(request.POST or None, initial={"text": _referral(request)})
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "contribution": contribution}
        status = 422 if form.errors else 200
        return page(request, "contributions/contribution_refer.html", context, status=status)
    said = form.cleaned_data
    commands.refer_contribution(
        by=request.actor,
        vault=vault,
        contribution=contribution,
        text=said["text"],
        key=said["key"],
    )
    say(request, _("Who spoke now reads where this belongs."))
    return seen(request, _address(request, contribution))


@require_http_methods(["GET", "HEAD", "POST"])
@with_key
def message_redact(
    request: Request, vault: OpenVault, contribution_id: UUID, message_id: UUID
) -> HttpResponse:
    """Take out what does not belong here."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    message = inbox.access_message(request.actor, contribution, message_id)
    form = RedactForm(request.POST or None, initial={"version": message.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.redact_message(
                by=request.actor,
                vault=vault,
                contribution=contribution,
                message=message,
                passage=said["passage"],
                why=Why(said["why"]),
                version=said["version"],
            )
        except Refused as refusal:
            form.add_error("passage", str(refusal))
        except EditConflict:
            form.add_error("passage", _("Another guide took something out just now. Look again."))
        else:
            say(request, _("It is gone for good. Who spoke sees that something was taken out."))
            return seen(request, _address(request, contribution))
    return _redact_page(request, vault, contribution, message_id, form)


@require_POST
def contribution_settle(request: Request, contribution_id: UUID) -> HttpResponse:
    """Nothing is to be done here now; the message takes it back."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    commands.settle_contribution(by=request.actor, contribution=contribution)
    keys = {"contribution_id": contribution_id}
    undo = to(request.actor, "contributions:contribution_take_up", **keys)
    say(request, _("This is off your list."), undo=undo)
    return seen(request, to(request.actor, "contributions:contribution_list"))


@require_POST
def contribution_take_up(request: Request, contribution_id: UUID) -> HttpResponse:
    """Back on the list."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    commands.take_up_again(by=request.actor, contribution=contribution)
    say(request, _("This waits for you again."))
    return seen(request, to(request.actor, "contributions:contribution_list"))


@require_POST
@with_key
def mail_send(request: Request, vault: OpenVault) -> HttpResponse:
    """The mails that wait for an open vault leave."""
    count = commands.send_waiting_mail(by=request.actor, vault=vault)
    words = ngettext("%(count)s mail is on its way.", "%(count)s mails are on their way.", count)
    say(request, words % {"count": count})
    return seen(request, to(request.actor, "contributions:contribution_list"))


@require_safe
@with_key
def concern_contributions(request: Request, vault: OpenVault, concern_id: UUID) -> HttpResponse:
    """What came in behind one concern."""
    concern = access_concern(request.actor, concern_id)
    rows = inbox.rows_behind(request.actor, vault, concern)
    context = {"concern": concern, "rows": rows}
    return page(request, "contributions/concern_contributions.html", context)


def _detail(
    request: Request,
    vault: OpenVault,
    contribution: Contribution,
    *,
    status: int = 200,
    **shown: forms.Form,
) -> HttpResponse:
    opened = inbox.open_contribution(request.actor, vault, contribution)
    known = {one.concern for one in opened.carried}
    likely = likely_concerns(request.actor, opened.words)
    offers = steps_offered(request.actor, contribution, opened.said)
    tie_form = shown.get("tie_form") or TieForm(offers=offers)
    context = {
        "opened": opened,
        "contribution": contribution,
        "steps": steps_spoken_of(request.actor, opened.said),
        "likely": [one for one in likely if one.id not in known],
        "tie_form": tie_form,
        "goal": tie_form["goal"].value(),
        "write_form": shown.get("write_form") or WriteForm(),
    }
    return page(request, "contributions/contribution_detail.html", context, status=status)


def _redact_page(
    request: Request,
    vault: OpenVault,
    contribution: Contribution,
    message_id: UUID,
    form: RedactForm,
) -> HttpResponse:
    said = inbox.said_to_guides(request.actor, vault, contribution)
    context = {
        "form": form,
        "contribution": contribution,
        "said": next(one for one in said if one.id == message_id),
    }
    status = 422 if form.errors else 200
    return page(request, "contributions/message_redact.html", context, status=status)


def _referral(request: Request) -> str:
    """The words to send, with the address that the organisation wrote down."""
    words = _(
        "Thank you for writing this. It may be a report of wrongdoing. This is not the place "
        "for it: here it is not examined, and you are not protected as somebody who reports.\n\n"
        "You can go to the confidential adviser of your organisation, to the reporting point for "
        "integrity, or outside the organisation to the Dutch Whistleblowers Authority "
        "(huisvoorklokkenluiders.nl). They advise you free of charge and in confidence."
    )
    own = agreement_of(request.actor).report_to
    return f"{words}\n\n{own}" if own else words


def _address(request: Request, contribution: Contribution) -> str:
    keys = {"contribution_id": contribution.pk}
    return to(request.actor, "contributions:contribution_detail", **keys)
