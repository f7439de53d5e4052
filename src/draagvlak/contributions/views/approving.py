"""Whether others may read a quote of a contribution: the guide asks, who spoke answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from draagvlak.contributions import commands
from draagvlak.contributions.commands import WordsChanged
from draagvlak.contributions.forms.approving import AnswerForm, ApprovalForm
from draagvlak.contributions.queries import inbox
from draagvlak.contributions.queries.approvals import access_approval
from draagvlak.contributions.queries.labels import release_readers
from draagvlak.contributions.views.door import with_key
from draagvlak.contributions.views.speaking import holder_of, lost, thread_page
from draagvlak.contributions.views.steady import open_to_all, steady
from draagvlak.conversations.rules import may_change_quote
from draagvlak.conversations.states import ReleaseState
from draagvlak.core.ids import uuid4
from draagvlak.core.verdict import Refused
from draagvlak.core.web import page, say, seen, to
from draagvlak.lib.personal import find_personal

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.contributions.models import Contribution
    from draagvlak.contributions.queries.approvals import Approval
    from draagvlak.core.reader import OpenVault
    from draagvlak.core.web import Request


@require_http_methods(["GET", "HEAD", "POST"])
@with_key
def approval_ask(
    request: Request, vault: OpenVault, contribution_id: UUID, message_id: UUID
) -> HttpResponse:
    """Say it in other words, and ask who spoke whether others may read that."""
    contribution = inbox.access_contribution(request.actor, contribution_id)
    opened = inbox.open_contribution(request.actor, vault, contribution)
    approval = access_approval(opened.approvals, message_id)
    form, changed = _asking(request, approval), None
    if request.method == "POST" and form.is_valid():
        try:
            if _ask(request, vault, contribution, approval, form):
                say(request, _("The question stands in their thread. You see here what they say."))
                keys = {"contribution_id": contribution_id}
                return seen(request, to(request.actor, "contributions:contribution_detail", **keys))
        except WordsChanged as met:
            changed = met.now
    context = {
        "contribution": contribution,
        "opened": opened,
        "approval": approval,
        "form": form,
        "changed": changed,
        "may_change": may_change_quote(approval.state),
        "readers": release_readers(software=False),
    }
    status = 409 if changed else 422 if form.errors else 200
    return page(request, "contributions/approval_ask.html", context, status=status)


@open_to_all
@steady
@require_POST
def speak_approve(request: Request, space: str) -> HttpResponse:
    """Yes, yes in other words, or no; after it went out a no takes it back."""
    holder, form = holder_of(request, space), AnswerForm(request.POST)
    if holder is None:
        return lost(request, space)
    if not form.is_valid():
        return thread_page(request, space, holder, status=422, answer_form=form)
    answer, looked = form.draft(), form.cleaned_data["looked"]
    findings = () if looked else find_personal(answer.words)
    if findings:
        return thread_page(request, space, holder, answer_form=form, findings=findings)
    try:
        found = commands.answer_approval(by=holder.actor, holder=holder, answer=answer)
    except Refused as refusal:
        return thread_page(request, space, holder, status=409, problem=str(refusal))
    except WordsChanged as met:
        mine = answer.words or answer.shown
        return thread_page(request, space, holder, status=409, changed=met.now, mine=mine)
    return thread_page(request, space, holder, done=_thanks(found))


def _ask(
    request: Request,
    vault: OpenVault,
    contribution: Contribution,
    approval: Approval,
    form: ApprovalForm,
) -> bool:
    """Ask it; False when a rule forbids it, with the reason in the form."""
    try:
        commands.ask_approval(
            by=request.actor,
            vault=vault,
            contribution=contribution,
            quote=approval.quote,
            proposal=form.proposal(),
            seen=form.cleaned_data["seen"],
            key=form.cleaned_data["key"],
        )
    except Refused as refusal:
        form.add_error("words", str(refusal))
        return False
    return True


def _asking(request: Request, approval: Approval) -> ApprovalForm:
    """The form; what was asked or answered before stands in it."""
    if request.method == "POST":
        return ApprovalForm(request.POST)
    start = {"words": approval.words, "software": approval.software, "seen": approval.mark}
    return ApprovalForm(initial={**start, "key": uuid4()})


def _thanks(found: Approval) -> str:
    """What became of the answer."""
    if found.taken_back:
        return _("You took it back. Nobody reads it any longer.")
    if found.state is ReleaseState.REFUSED:
        return _("That is fine. It stays with the guide, and nobody else reads it.")
    return _("Thank you. Others may read these words.")
