"""Rounds of conversations: planned, asked by mail, followed until everybody was heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.conversations import commands, rules
from draagvlak.conversations.forms import VersionForm
from draagvlak.conversations.forms.coverage import axis_of
from draagvlak.conversations.forms.rounds import RoundForm, round_form
from draagvlak.conversations.queries import conversations as talks
from draagvlak.conversations.queries import rounds as queries
from draagvlak.conversations.queries.unheard import UNHEARD, who_of
from draagvlak.conversations.states import Progress
from draagvlak.core.ids import uuid4
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import from_own_page, page, say, seen, to
from draagvlak.organisations.queries.people import person_pick, picked
from draagvlak.programmes.models import Phase

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.conversations.models import Round
    from draagvlak.core.web import Request


@require_safe
def round_list(request: Request) -> HttpResponse:
    """The rounds of the programme, and how far each is."""
    context = {"rounds": queries.round_list(request.actor)}
    return page(request, "conversations/round_list.html", context)


@require_http_methods(["GET", "POST"])
def round_open(request: Request) -> HttpResponse:
    """Begin a round; from coverage with those who were not heard."""
    actor = request.actor
    sent = request.POST if request.method == "POST" else None
    pick = person_pick(actor, sent, "people", many=True)
    if sent is None and "key" in request.GET:
        silent = who_of(actor, axis_of(request.GET), request.GET["key"], UNHEARD)
        pick = picked(actor, pick, queries.first_of(silent))
    phase = actor.programme.phase if actor.programme else Phase.EXPLORE
    form = RoundForm(sent, initial={"phase": phase})
    if sent is not None and not pick.searching and form.is_valid():
        this_round = commands.open_round(
            by=actor, draft=form.draft(), people=pick.ids, once=sent.get("once", "")
        )
        say(request, _("The round is ready. Now spread the conversations over the days."))
        return seen(request, _place(request, this_round))
    if pick.searching:
        form = _unjudged(form)
    once = sent.get("once", "") if sent is not None else str(uuid4())
    context = {"form": form, "pick": pick, "once": once}
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "conversations/round_open.html", context, status=status)


@require_safe
def round_detail(request: Request, round_id: UUID) -> HttpResponse:
    """One round: how far it is, what it asks, and what comes next."""
    actor = request.actor
    this_round = queries.access_round(actor, round_id)
    wanted = request.GET.get("progress", "")
    wanted = wanted if wanted in Progress.values else ""
    rows, older = queries.round_places(actor, this_round, wanted, request.GET.get("after", ""))
    progress = queries.round_progress(actor, this_round)
    here = _place(request, this_round)
    context = {
        "round": this_round,
        "progress": progress,
        "rows": rows,
        "older": f"{here}?progress={wanted}&after={older}" if older else "",
        "tabs": _tabs(here, progress, wanted),
        "author": talks.author_names([this_round.author_id]).get(this_round.author_id, ""),
        "questions": talks.questions(actor, this_round.phase),
        "may_run": rules.may_run_round(actor, this_round),
    }
    return page(request, "conversations/round_detail.html", context)


@require_http_methods(["GET", "POST"])
def round_edit(request: Request, round_id: UUID) -> HttpResponse:
    """Change a round. What was planned already stays as it is."""
    this_round = queries.access_round(request.actor, round_id)
    rules.may_run_round(request.actor, this_round).demand()
    context: dict[str, object] = {"round": this_round}
    if request.method == "GET":
        version = VersionForm(initial={"version": this_round.version})
        context |= {"form": round_form(this_round), "version": version}
        return page(request, "conversations/round_edit.html", context)
    form, version = RoundForm(request.POST), VersionForm(request.POST)
    context |= {"form": form, "version": version}
    if not (form.is_valid() and version.is_valid()):
        return page(request, "conversations/round_edit.html", context, status=422)
    draft, expected = form.draft(), version.cleaned_data["version"]
    try:
        commands.edit_round(by=request.actor, this_round=this_round, draft=draft, version=expected)
    except EditConflict as conflict:
        context["version"] = VersionForm(initial={"version": conflict.theirs.version})
        context |= {"mine": f"{draft.title}\n{draft.purpose}"}
        context |= {"theirs": f"{conflict.theirs.title}\n{conflict.theirs.purpose}"}
        return page(request, "conversations/round_edit.html", context, status=409)
    say(request, _("The round is stored."))
    return seen(request, _place(request, this_round))


@require_http_methods(["GET", "POST"])
def round_people(request: Request, round_id: UUID) -> HttpResponse:
    """Give more people a place."""
    actor = request.actor
    this_round = queries.access_round(actor, round_id)
    rules.may_run_round(actor, this_round).demand()
    sent = request.POST if request.method == "POST" else None
    pick = person_pick(actor, sent, "people", many=True)
    if sent is not None and not pick.searching:
        commands.seat_people(by=actor, this_round=this_round, people=pick.ids)
        say(request, _("They have a place in the round. Nobody was mailed yet."))
        return seen(request, _place(request, this_round))
    return page(request, "conversations/round_people.html", {"round": this_round, "pick": pick})


@require_POST
def round_plan(request: Request, round_id: UUID) -> HttpResponse:
    """Spread those without a time over the days."""
    this_round = queries.access_round(request.actor, round_id)
    planned, left = commands.plan_places(by=request.actor, this_round=this_round)
    text = ngettext(
        "%(count)s person has a time now.", "%(count)s people have a time now.", planned
    ) % {"count": planned}
    if left:
        tail = ngettext(
            "For %(count)s person there was no room: make the round longer.",
            "For %(count)s people there was no room: make the round longer.",
            left,
        )
        text = f"{text} {tail % {'count': left}}"
    say(request, text)
    return seen(request, _place(request, this_round))


@require_POST
def round_invite(request: Request, round_id: UUID) -> HttpResponse:
    """Mail the invitations."""
    this_round = queries.access_round(request.actor, round_id)
    many = commands.invite_places(by=request.actor, this_round=this_round)
    text = ngettext(
        "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", many
    )
    say(request, text % {"count": many})
    return seen(request, _place(request, this_round))


@require_POST
def round_remind(request: Request, round_id: UUID) -> HttpResponse:
    """Mail a reminder to who is still to come."""
    this_round = queries.access_round(request.actor, round_id)
    many = commands.remind_places(by=request.actor, this_round=this_round)
    text = ngettext(
        "%(count)s reminder is on its way.", "%(count)s reminders are on their way.", many
    )
    say(request, text % {"count": many})
    return seen(request, _place(request, this_round))


@require_POST
def place_drop(request: Request, round_id: UUID, place_id: UUID) -> HttpResponse:
    """Take somebody off the round; the message takes it back."""
    this_round = queries.access_round(request.actor, round_id)
    place = queries.access_place(request.actor, this_round, place_id)
    commands.drop_place(by=request.actor, place=place)
    keys = {"round_id": round_id, "place_id": place_id}
    undo = to(request.actor, "conversations:place_restore", **keys)
    say(request, _("%(name)s is off the round.") % {"name": place.person.name}, undo=undo)
    return seen(request, _place(request, this_round))


@require_POST
def place_restore(request: Request, round_id: UUID, place_id: UUID) -> HttpResponse:
    """Back in the round, to be planned anew."""
    this_round = queries.access_round(request.actor, round_id)
    place = queries.access_place(request.actor, this_round, place_id)
    commands.restore_place(by=request.actor, place=place)
    text = _("%(name)s is in the round again and needs a new time.")
    say(request, text % {"name": place.person.name})
    return seen(request, _place(request, this_round))


@csrf_exempt  # the token in the address is the secret, and `from_own_page` looks at the origin
@never_cache
@require_http_methods(["GET", "POST"])
def place_answer(request: Request, space: str, token: str) -> HttpResponse:
    """Say without an account that one cannot come. Nothing is kept of who came by."""
    place = queries.place_by_token(space, token)
    if place is None:
        response = page(request, "conversations/place_unknown.html", status=404)
    else:
        done = request.method == "POST" and from_own_page(request) and rules.may_answer(place)
        if done:
            commands.answer_cannot(by=request.actor, place=place)
        context = {"place": place, "done": done, "verdict": rules.may_answer(place)}
        response = page(request, "conversations/place_answer.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _tabs(here: str, progress: queries.RoundProgress, wanted: str) -> list[dict[str, object]]:
    """How many people are how far; what nobody is at, is left out."""
    labels = [("", _("Everybody"), progress.total)]
    labels += [
        (one.value, capfirst(str(one.label)), progress.counts.get(one, 0)) for one in Progress
    ]
    return [
        {"label": label, "href": f"{here}?progress={key}", "count": many, "current": key == wanted}
        for key, label, many in labels
        if many or key in ("", wanted)
    ]


def _place(request: Request, this_round: Round) -> str:
    return to(request.actor, "conversations:round_detail", round_id=this_round.pk)


def _unjudged(form: RoundForm) -> RoundForm:
    """The same words in a form that does not complain: somebody only looked for a person."""
    return RoundForm(initial={name: form.data.get(name, "") for name in RoundForm.base_fields})
