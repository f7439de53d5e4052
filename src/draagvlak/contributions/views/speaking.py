"""The pages of who speaks without an account. They need no script and set no cookie."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.contributions import commands, rules
from draagvlak.contributions.forms import (
    JoinForm,
    ReactForm,
    ReplyForm,
    SayForm,
    SpeakForm,
    WithdrawForm,
)
from draagvlak.contributions.queries.agreements import agreement_of
from draagvlak.contributions.queries.changing import about_step
from draagvlak.contributions.queries.decoy import thread_of_nobody
from draagvlak.contributions.queries.entrances import (
    change_address,
    entrance_by_code,
    has_vault,
)
from draagvlak.contributions.queries.following import (
    alike,
    carried_already,
    guide_names,
    holder_by_link,
    holder_by_receipt,
    open_concern,
    thread_of,
)
from draagvlak.contributions.queries.labels import release_readers, ways
from draagvlak.contributions.queries.threads import receipt_key, visitor_in
from draagvlak.contributions.views.steady import open_to_all, steady
from draagvlak.core import flood
from draagvlak.core.command import RepeatedDifferently
from draagvlak.core.ids import uuid4
from draagvlak.core.untraced import speak_address, whence
from draagvlak.core.verdict import Refused
from draagvlak.core.web import page
from draagvlak.lib.personal import find_personal
from draagvlak.lib.receipts import MistypedReceipt, new_receipt, read_receipt

if TYPE_CHECKING:
    from django.http import HttpResponse

    from draagvlak.contributions.models import Entrance
    from draagvlak.contributions.queries.threads import Holder
    from draagvlak.core.web import Request

SENT_FROM_ONE_PLACE, SENT_THROUGH_ONE_DOOR, LOOKED_UP = 60, 600, 60
"""How many in ten minutes, per web process: those of a whole office behind one address."""


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: Request, space: str, code: str) -> HttpResponse:
    """One text, one choice, one step."""
    entrance = entrance_by_code(space, code)
    if entrance is None:
        return page(request, "contributions/speak_unknown.html", status=404)
    if request.method != "POST":
        start = {"way": "anonymous", "step": request.GET.get("step", "")}
        return _door(request, entrance, SpeakForm(initial=start))
    form = SpeakForm(request.POST)
    if not form.is_valid():
        return _door(request, entrance, form, status=422)
    findings = () if form.cleaned_data["looked"] else find_personal(form.cleaned_data["text"])
    if findings:
        return _door(request, entrance, form, findings=findings)
    wait = flood.wait_for("sent", whence(request), SENT_FROM_ONE_PLACE) or flood.wait_for(
        "door", str(entrance.pk), SENT_THROUGH_ONE_DOOR
    )
    if wait:
        return _door(request, entrance, form, status=429, wait=-(-wait // 60))
    return _sent(request, entrance, form)


@open_to_all
@steady
@require_http_methods(["GET", "HEAD", "POST"])
def speak_follow(request: Request, space: str) -> HttpResponse:
    """Type the receipt, and see what happened."""
    if request.method != "POST":
        return page(request, "contributions/speak_follow.html", {"space": space})
    typed = request.POST.get("receipt", "")
    if wait := flood.wait_for("look", whence(request), LOOKED_UP):
        context = {"space": space, "typed": typed, "wait": -(-wait // 60)}
        return page(request, "contributions/speak_follow.html", context, status=429)
    try:
        receipt = read_receipt(typed)
    except MistypedReceipt as error:
        context = {"space": space, "typed": typed, "mistyped": error.blocks, "wrong": True}
        return page(request, "contributions/speak_follow.html", context, status=422)
    holder = holder_by_receipt(space, receipt)
    unknown = lost(request, space, typed)
    found = thread_page(request, space, holder, present=receipt)
    return unknown if holder is None else found


@open_to_all
@steady
@require_safe
def speak_own(request: Request, space: str, token: str) -> HttpResponse:
    """Come back by the link in a mail."""
    holder = holder_by_link(space, token)
    if holder is None:
        return page(request, "contributions/speak_unknown.html", status=404)
    return thread_page(request, space, holder)


@open_to_all
@steady
@require_POST
def speak_say(request: Request, space: str) -> HttpResponse:
    """Write on in the thread."""
    holder, form = holder_of(request, space), SayForm(request.POST)
    if holder is None:
        return lost(request, space)
    if not form.is_valid():
        return thread_page(request, space, holder, status=422, say_form=form)
    said = form.cleaned_data
    try:
        commands.say_more(by=holder.actor, holder=holder, text=said["text"], key=said["key"])
    except Refused as refusal:
        return thread_page(request, space, holder, status=422, say_form=form, problem=str(refusal))
    return thread_page(
        request, space, holder, done=_("Your message is stored. The guide reads it.")
    )


@open_to_all
@steady
@require_POST
def speak_react(request: Request, space: str) -> HttpResponse:
    """Say whether the answer solves it."""
    holder, form = holder_of(request, space), ReactForm(request.POST)
    if holder is None:
        return lost(request, space)
    if not form.is_valid():
        return thread_page(request, space, holder, status=422, react_form=form)
    said = form.cleaned_data
    try:
        commands.react(
            by=holder.actor,
            holder=holder,
            voice_id=said["voice"],
            solved=said["solved"],
            reason=said["reason"],
        )
    except Refused as refusal:
        form.add_error("reason", str(refusal))
        return thread_page(request, space, holder, status=422, react_form=form)
    return thread_page(request, space, holder, done=_("Thank you. The guide sees what you say."))


@open_to_all
@steady
@require_POST
def speak_join(request: Request, space: str) -> HttpResponse:
    """My voice counts here too."""
    holder, form = holder_of(request, space), JoinForm(request.POST)
    if holder is None or not form.is_valid():
        return lost(request, space)
    concern = open_concern(holder, form.cleaned_data["concern"])
    try:
        commands.join_own(by=holder.actor, holder=holder, concern=concern)
    except Refused as refusal:
        return thread_page(request, space, holder, status=409, problem=str(refusal))
    return thread_page(request, space, holder, done=_("Your voice counts here now."))


@open_to_all
@steady
@require_POST
def speak_stop(request: Request, space: str) -> HttpResponse:
    """No mail any more; the address is gone at once."""
    holder = holder_of(request, space)
    if holder is None:
        return lost(request, space)
    try:
        commands.stop_mail(by=holder.actor, holder=holder)
    except Refused as refusal:
        return thread_page(request, space, holder, status=409, problem=str(refusal))
    return thread_page(
        request, space, holder, done=_("You get no more mail. Your address is gone.")
    )


@open_to_all
@steady
@require_POST
def speak_reply(request: Request, space: str) -> HttpResponse:
    """Yes or no to what a guide asked."""
    holder, form = holder_of(request, space), ReplyForm(request.POST)
    if holder is None:
        return lost(request, space)
    if not form.is_valid():
        return thread_page(request, space, holder, status=422, reply_form=form)
    yes = form.cleaned_data["answer"] == "yes"
    try:
        commands.reply(by=holder.actor, holder=holder, yes=yes)
    except Refused as refusal:
        return thread_page(request, space, holder, status=409, problem=str(refusal))
    done = _("Good that you join. The guide gets in touch.") if yes else _("That is fine. Thanks.")
    return thread_page(request, space, holder, done=done)


@open_to_all
@steady
@require_POST
def speak_withdraw(request: Request, space: str) -> HttpResponse:
    """Take everything back: first what goes and what stays, then it is gone."""
    holder, form = holder_of(request, space), WithdrawForm(request.POST)
    if holder is None or not form.is_valid():
        return lost(request, space)
    if not form.cleaned_data["sure"]:
        context = {"holder": holder, "thread": thread_of(holder), "space": space}
        return page(request, "contributions/speak_withdraw.html", context)
    try:
        commands.withdraw_contribution(by=holder.actor, holder=holder)
    except Refused:
        return lost(request, space)
    return page(request, "contributions/speak_withdrawn.html", {"space": space})


def _door(
    request: Request, entrance: Entrance, form: SpeakForm, *, status: int = 200, **more: object
) -> HttpResponse:
    """The page with the one field; closed, it says so and keeps what was written."""
    actor = visitor_in(entrance.programme)
    context = {
        "entrance": entrance,
        "about": about_step(actor, str(form["step"].value() or "")),
        "change_url": change_address(actor.tenant, entrance.pk),
        "form": form,
        "receipt": form.data.get("receipt") or new_receipt(),
        "ways": ways(form["way"].value()),
        "guides": guide_names(actor),
        "verdict": rules.may_send(entrance, has_vault=has_vault(actor)),
        "space": entrance.programme.workspace.slug,
        "agreement": agreement_of(actor),
        **more,
    }
    return page(request, "contributions/speak.html", context, status=status)


def _sent(request: Request, entrance: Entrance, form: SpeakForm) -> HttpResponse:
    actor, receipt = visitor_in(entrance.programme), form.cleaned_data["receipt"]
    key, draft = receipt_key(receipt), form.draft()
    about = about_step(actor, str(draft.step))
    draft = replace(draft, step=about.id if about else None)
    try:
        sent = commands.send_contribution(by=actor, entrance=entrance, draft=draft, key=key)
    except Refused:
        return _door(request, entrance, form, status=409)
    except RepeatedDifferently:
        again = request.POST.copy()
        again["receipt"] = new_receipt()
        return _door(request, entrance, SpeakForm(again), status=409, repeated=True)
    space = entrance.programme.workspace.slug
    known = carried_already(space, receipt, key, sent)
    context = {
        "entrance": entrance,
        "receipt": receipt,
        "blocks": receipt.split("-"),
        "follow_address": f"{speak_address()}{reverse('speak_follow', kwargs={'space': space})}",
        "draft": draft,
        "alike": alike(actor, draft.text, known),
        "guides": guide_names(actor),
        "space": space,
    }
    return page(request, "contributions/speak_sent.html", context)


def holder_of(request: Request, space: str) -> Holder | None:
    """Who posts: by the receipt or the token that the form brought along."""
    present = request.POST.get("present", "")
    if request.POST.get("by_link"):
        return holder_by_link(space, present)
    try:
        return holder_by_receipt(space, read_receipt(present))
    except MistypedReceipt:
        return None


def lost(request: Request, space: str, typed: str = "") -> HttpResponse:
    context = {"space": space, "typed": typed, "unknown": True}
    return page(request, "contributions/speak_follow.html", context, status=404)


def thread_page(
    request: Request,
    space: str,
    holder: Holder | None,
    *,
    status: int = 200,
    present: str = "",
    **more: object,
) -> HttpResponse:
    """The page of a thread; of one that nobody has when there is none, which nobody is shown."""
    say_form = more.get("say_form")
    context = {
        "holder": holder,
        "thread": thread_of(holder) if holder else thread_of_nobody(present),
        "space": space,
        "key": say_form["key"].value() if isinstance(say_form, SayForm) else uuid4(),
        "readers": release_readers(software=False),
        "readers_too": release_readers(software=True),
        **more,
    }
    return page(request, "contributions/speak_thread.html", context, status=status)
