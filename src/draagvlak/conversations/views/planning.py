"""Planning conversations and telling that they were held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.conversations import commands, rules
from draagvlak.conversations.commands.planning import plan_of
from draagvlak.conversations.forms import PlanForm, VersionForm, plan_form
from draagvlak.conversations.models import Conversation
from draagvlak.conversations.queries import conversations as queries
from draagvlak.conversations.queries.facets import facet_groups
from draagvlak.conversations.queries.notes import note_authors
from draagvlak.core.ids import uuid4
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.intake.queries import words_used
from draagvlak.organisations.queries.people import person_pick, picked
from draagvlak.programmes.models import Phase

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.conversations.commands import Plan
    from draagvlak.core.web import Request


@require_safe
def conversation_list(request: Request) -> HttpResponse:
    """All conversations of the programme, latest first."""
    get = request.GET
    wanted = queries.Filter(
        state=get.get("state", ""),
        form=get.get("form", ""),
        phase=get.get("phase", ""),
        words=get.get("q", "").replace("\0", "").strip()[:100],
        before=get.get("before", ""),
    )
    found = queries.conversation_page(request.actor, wanted)
    counts = queries.counts_by_facet(request.actor, wanted)
    context = {
        "page": found,
        "wanted": wanted,
        "groups": facet_groups(wanted, counts),
        "older": wanted.address(before=found.older) if found.older else "",
        "newest": wanted.address() if wanted.before else "",
        "is_filtered": bool(wanted.state or wanted.form or wanted.phase or wanted.words),
    }
    return page(request, "conversations/conversation_list.html", context, fragment="found")


@require_safe
def conversation_detail(request: Request, conversation_id: UUID) -> HttpResponse:
    """One conversation: when, with whom, and what is the next step."""
    actor = request.actor
    conversation = queries.access_conversation(actor, conversation_id)
    questions = queries.questions(actor, conversation.phase)
    asked = [question.text for question in questions]
    context = {
        "conversation": conversation,
        "people": queries.participants_of(actor, conversation),
        "author": queries.author_names([conversation.author_id]).get(conversation.author_id, ""),
        "is_own": conversation.author_id == actor.user_id,
        "writers": note_authors(actor, conversation),
        "may_edit": rules.may_edit(actor, conversation),
        "may_cancel": rules.may_cancel(actor, conversation),
        "may_mark_held": rules.may_mark_held(actor, conversation),
        "may_reopen": rules.may_reopen(actor, conversation),
        "may_note": rules.may_keep_notes(actor, conversation),
        "questions": questions,
        "words": words_used(actor, [conversation.title, *asked]),
    }
    return page(request, "conversations/conversation_detail.html", context)


@require_http_methods(["GET", "POST"])
def conversation_plan(request: Request) -> HttpResponse:
    """Plan a conversation."""
    sent = request.POST if request.method == "POST" else None
    pick = person_pick(request.actor, sent, "people", many=True)
    programme = request.actor.programme
    phase = programme.phase if programme else Phase.EXPLORE
    form = PlanForm(sent, initial={"phase": phase})
    if sent is not None and not pick.searching and form.is_valid():
        conversation = commands.plan_conversation(
            by=request.actor, plan=form.plan(pick.ids), once=sent.get("once", "")
        )
        say(request, _("The conversation is planned."))
        return seen(request, _place(request, conversation))
    if pick.searching:
        form = _unjudged(form)
    once = sent.get("once", "") if sent is not None else str(uuid4())
    context = {"form": form, "pick": pick, "once": once}
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "conversations/conversation_plan.html", context, status=status)


@require_http_methods(["GET", "POST"])
def conversation_edit(request: Request, conversation_id: UUID) -> HttpResponse:
    """Change the plan of a conversation."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    rules.may_edit(request.actor, conversation).demand()
    if request.method == "POST":
        return _edit(request, conversation)
    people = queries.participants_of(request.actor, conversation)
    pick = person_pick(request.actor, None, "people", many=True)
    context = {
        "conversation": conversation,
        "form": plan_form(conversation),
        "version": VersionForm(initial={"version": conversation.version}),
        "pick": picked(request.actor, pick, [one.person_id for one in people]),
    }
    return page(request, "conversations/conversation_edit.html", context)


def _edit(request: Request, conversation: Conversation) -> HttpResponse:
    """What was typed: stored, or shown again with what is wrong with it."""
    pick = person_pick(request.actor, request.POST, "people", many=True)
    form, version = PlanForm(request.POST), VersionForm(request.POST)
    context = {"conversation": conversation, "form": form, "pick": pick, "version": version}
    template = "conversations/conversation_edit.html"
    if pick.searching:
        return page(request, template, {**context, "form": _unjudged(form)})
    if not (form.is_valid() and version.is_valid()):
        return page(request, template, context, status=422)
    try:
        commands.edit_conversation(
            by=request.actor,
            conversation=conversation,
            plan=form.plan(pick.ids),
            version=version.cleaned_data["version"],
        )
    except EditConflict as conflict:
        mine, theirs = _words(form.plan(())), _words(plan_of(conflict.theirs))
        version = VersionForm(initial={"version": conflict.theirs.version})
        both = {"mine": mine, "theirs": theirs, "version": version}
        return page(request, template, {**context, **both}, status=409)
    say(request, _("The conversation is stored."))
    return seen(request, _place(request, conversation))


@require_POST
def conversation_cancel(request: Request, conversation_id: UUID) -> HttpResponse:
    """Call a conversation off; the message takes it back."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    commands.cancel_conversation(by=request.actor, conversation=conversation)
    undo = to(request.actor, "conversations:conversation_restore", conversation_id=conversation_id)
    say(request, _("The conversation is cancelled."), undo=undo)
    return seen(request, _place(request, conversation))


@require_POST
def conversation_restore(request: Request, conversation_id: UUID) -> HttpResponse:
    """Put a cancelled conversation back."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    commands.restore_conversation(by=request.actor, conversation=conversation)
    say(request, _("The conversation is planned again."))
    return seen(request, _place(request, conversation))


@require_http_methods(["GET", "POST"])
def conversation_held(request: Request, conversation_id: UUID) -> HttpResponse:
    """Tell that a conversation took place, and who was there."""
    actor = request.actor
    conversation = queries.access_conversation(actor, conversation_id)
    rules.may_mark_held(actor, conversation).demand()
    sent = request.POST if request.method == "POST" else None
    pick = person_pick(actor, sent, "people", many=True)
    if sent is not None and not pick.searching:
        commands.mark_held(by=actor, conversation=conversation, present=frozenset(pick.ids))
        undo = to(actor, "conversations:conversation_reopen", conversation_id=conversation_id)
        say(request, _("Stored: this conversation was held."), undo=undo)
        return seen(request, _place(request, conversation))
    if sent is None:
        asked = queries.participants_of(actor, conversation)
        pick = picked(actor, pick, [p.person_id for p in asked if p.was_there is not False])
    context = {"conversation": conversation, "pick": pick}
    return page(request, "conversations/conversation_held.html", context)


@require_POST
def conversation_reopen(request: Request, conversation_id: UUID) -> HttpResponse:
    """It was not held after all."""
    conversation = queries.access_conversation(request.actor, conversation_id)
    commands.reopen_conversation(by=request.actor, conversation=conversation)
    say(request, _("The conversation is planned again."))
    return seen(request, _place(request, conversation))


def _place(request: Request, conversation: Conversation) -> str:
    return to(request.actor, "conversations:conversation_detail", conversation_id=conversation.pk)


def _unjudged(form: PlanForm) -> PlanForm:
    """The same words in a form that does not complain: somebody only looked for a person."""
    return PlanForm(initial={name: form.data.get(name, "") for name in PlanForm.base_fields})


def _words(plan: Plan) -> str:
    """A plan as text, to lay beside another."""
    when = date_format(timezone.localtime(plan.planned_at), "j F Y H:i")
    form, phase = Conversation.Form(plan.form).label, Phase(plan.phase).label
    lines = [plan.title, str(form), when, f"{plan.minutes} min", plan.location, str(phase)]
    return "\n".join(line for line in lines if line)
