"""Sessions in which a group looks at practices: open, vote, count, write what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.versions import EditConflict
from draagvlak.core.web import page, say, seen, to
from draagvlak.findings import commands, queries, rules
from draagvlak.findings.forms import OutcomeForm, ReviewForm, VoteForm
from draagvlak.findings.forms.fields import on_version
from draagvlak.findings.states import Judgement, Way
from draagvlak.findings.views.frame import form_page, review_way, tabs

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.findings.models import Review, Reviewed


@require_safe
def review_list(request: Request) -> HttpResponse:
    """The sessions in which groups looked at practices."""
    actor = request.actor
    rows, older = queries.review_page(actor, request.GET.get("after", ""))
    context = {
        "tabs": tabs(actor, "reviews"),
        "rows": rows,
        "older": f"?after={older}" if older else "",
        "may_keep": rules.may_keep(actor),
    }
    return page(request, "findings/review_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_add(request: Request) -> HttpResponse:
    """Open a session over some practices."""
    actor = request.actor
    rules.may_keep(actor).demand()
    offered = queries.practice_choices(actor)
    form = ReviewForm(actor, request.POST if request.method == "POST" else None, offered)
    if form.is_valid():
        once = form.cleaned_data["once"]
        review = commands.open_review(by=actor, draft=form.draft(), once=once)
        say(request, _("The session is open."))
        return seen(request, _address(actor, review))
    context = {"title": _("Open a session"), "form": form, "offered": offered}
    status = 422 if form.errors else 200
    return form_page(request, "review_add", review_way(actor), context, status)


@require_safe
def review_detail(request: Request, review_id: UUID) -> HttpResponse:
    """One session: what the group looks at, and what it said so far."""
    actor = request.actor
    review = queries.access_review(actor, review_id)
    context = {
        "crumbs": review_way(actor, review.title),
        "review": review,
        "rows": queries.item_rows(actor, review),
        "by_hands": review.way == Way.HANDS,
        "may_settle": rules.may_settle(actor, review),
        "may_close": rules.may_close(actor, review),
        "may_open": rules.may_open_again(actor, review),
        "may_use_hands": rules.may_use_hands(actor, review),
    }
    return page(request, "findings/review_detail.html", context)


def _address(actor: Actor, review: Review) -> str:
    return to(actor, "findings:review_detail", review_id=review.pk)


@require_POST
def review_close(request: Request, review_id: UUID) -> HttpResponse:
    """Close a session, with a way back."""
    actor = request.actor
    review = queries.access_review(actor, review_id)
    commands.close_review(by=actor, review=review)
    undo = to(actor, "findings:review_open", review_id=review.pk)
    say(request, _("The session is closed. Nobody votes any more."), undo=undo)
    return seen(request, _address(actor, review))


@require_POST
def review_open(request: Request, review_id: UUID) -> HttpResponse:
    """Go on with a session that was closed."""
    actor = request.actor
    review = queries.access_review(actor, review_id)
    commands.open_review_again(by=actor, review=review)
    say(request, _("The session is open."))
    return seen(request, _address(actor, review))


@require_POST
def review_hands(request: Request, review_id: UUID) -> HttpResponse:
    """Go on by show of hands."""
    actor = request.actor
    review = queries.access_review(actor, review_id)
    commands.use_hands(by=actor, review=review)
    say(request, _("The group votes by show of hands from now on."))
    return seen(request, _address(actor, review))


@require_http_methods(["GET", "HEAD", "POST"])
def vote_cast(request: Request, review_id: UUID, item_id: UUID) -> HttpResponse:
    """Vote on a practice, with a reason, without a name."""
    actor = request.actor
    review = queries.access_review(actor, review_id)
    item = queries.access_item(actor, review, item_id)
    rules.may_vote(actor, review, item).demand()
    form = VoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = form.cleaned_data
        commands.cast_vote(by=actor, item=item, choice=found["choice"], reason=found["reason"])
        say(request, _("Your vote counts. Nobody can see that it was yours."))
        return seen(request, f"{_address(actor, review)}#item-{item.place}")
    context = {"title": item.practice.title, "form": form, "item": item}
    links = review_way(actor, review.title, _address(actor, review))
    return form_page(request, "vote_cast", links, context, 422 if form.errors else 200)


@require_POST
def vote_count(request: Request, review_id: UUID, item_id: UUID) -> HttpResponse:
    """Count the votes on a practice."""
    actor = request.actor
    review = queries.access_review(actor, review_id)
    item = queries.access_item(actor, review, item_id)
    commands.count_votes(by=actor, item=item)
    say(request, _("The votes are counted. What comes of it?"))
    keys = {"review_id": review.pk, "item_id": item.pk}
    return seen(request, to(actor, "findings:outcome_write", **keys))


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_write(request: Request, review_id: UUID, item_id: UUID) -> HttpResponse:
    """Write what came of the vote; of hands also how many there were."""
    actor = request.actor
    review = queries.access_review(actor, review_id)
    item = queries.access_item(actor, review, item_id)
    rules.may_write_outcome(actor, review, item).demand()
    sent = request.POST if request.method == "POST" else None
    form = OutcomeForm(sent, _start(item), by_hands=review.way == Way.HANDS)
    context: dict[str, object] = {"title": _("The outcome of the group"), "item": item}
    context |= {"form": form, "row": queries.item_row(actor, review, item)}
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            commands.write_outcome(
                by=actor, item=item, draft=form.draft(), counted=form.counted(),
                version=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except EditConflict as met:
            status = 409
            context |= _both(form, met.theirs)
        else:
            say(request, _("Written down as the outcome of the group."))
            return seen(request, f"{_address(actor, review)}#item-{item.place}")
    links = review_way(actor, review.title, _address(actor, review))
    return form_page(request, "outcome_write", links, context, status)


def _start(item: Reviewed) -> dict[str, object]:
    return {
        "keep": item.keep,
        "adapt": item.adapt,
        "stop": item.stop,
        "reasons": "\n".join(item.reasons),
        "verdict": item.verdict,
        "words": item.verdict_words,
        "replacement": item.practice.replacement,
        "version": item.version,
    }


def _both(form: OutcomeForm, theirs: Reviewed) -> dict[str, object]:
    """Two outcomes beside each other."""
    on_version(form, theirs.version)
    draft = form.draft()
    mine = capfirst(str(Judgement(draft.verdict).label))
    other = capfirst(str(theirs.get_verdict_display()))
    return {"mine": f"{mine}\n{draft.words}", "theirs": f"{other}\n{theirs.verdict_words}"}
