"""A group looks at practices: it votes, gives reasons, and says what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.versions import save_if_unchanged
from draagvlak.findings import rules
from draagvlak.findings.commands.keeping import judged
from draagvlak.findings.models import Practice, Review, Reviewed
from draagvlak.findings.queries import access_practice
from draagvlak.findings.queries.access import voter_mark
from draagvlak.findings.states import Judgement, Way
from draagvlak.lib.fold import squeeze

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.findings.commands.keeping import VerdictDraft

MOST_REASONS = 60


@dataclass(frozen=True)
class ReviewDraft:
    """What a group is going to look at, when, and how it votes."""

    title: str
    held_on: dt.date
    way: str
    practices: tuple[UUID, ...]


@dataclass(frozen=True)
class Counted:
    """Hands that were counted, and the reasons that were given with them."""

    keep: int
    adapt: int
    stop: int
    reasons: tuple[str, ...] = ()


@command
def open_review(*, by: Actor, draft: ReviewDraft, once: str = "") -> Review:
    """Open a session over some practices, in the order in which they were chosen."""
    del once
    rules.may_open_review(by, count=len(draft.practices)).demand()
    practices = [access_practice(by, key) for key in draft.practices]
    review = Review.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        title=squeeze(draft.title),
        held_on=draft.held_on,
        way=Way(draft.way),
    )
    Reviewed.objects.bulk_create(
        Reviewed(workspace_id=by.tenant, review=review, practice=practice, place=place)
        for place, practice in enumerate(practices, start=1)
    )
    record("findings.review_opened", by=by, on=review)
    return review


@command
def cast_vote(*, by: Actor, item: Reviewed, choice: str, reason: str = "") -> Reviewed:
    """Vote once on a practice. Nothing keeps who chose what: not the row, not the trail."""
    rows = Reviewed.objects.filter(workspace_id=by.tenant).select_related("review")
    item = rows.select_for_update(of=("self",)).get(pk=item.pk)
    rules.may_vote(by, item.review, item).demand()
    ballot = [str(Judgement(choice)), squeeze(reason)]
    item.ballots = sorted([*item.ballots, ballot])
    item.voters = sorted([*item.voters, voter_mark(by, item)])
    item.save(update_fields=["ballots", "voters"])
    record("findings.vote_cast", by=by, on=item.review, hidden=True)
    return item


@command
def count_votes(*, by: Actor, item: Reviewed) -> Reviewed:
    """Count what was voted on own screens; the ballots and who voted are gone after that."""
    rows = Reviewed.objects.filter(workspace_id=by.tenant).select_related("review")
    item = rows.select_for_update(of=("self",)).get(pk=item.pk)
    rules.may_count(by, item.review, item).demand()
    chosen = [choice for choice, _reason in item.ballots]
    reasons = {reason for _choice, reason in item.ballots if reason}
    counts = {str(each): chosen.count(each) for each in Judgement}
    changes = {**counts, "reasons": sorted(reasons), "ballots": [], "voters": []}
    item = save_if_unchanged(item, expected=item.version, changes=changes)
    record("findings.votes_counted", by=by, on=item.review)
    return item


@command
def use_hands(*, by: Actor, review: Review) -> Review:
    """Go on by show of hands; votes on own screens that were not counted are thrown away."""
    rules.may_use_hands(by, review).demand()
    review = save_if_unchanged(review, expected=review.version, changes={"way": Way.HANDS})
    Reviewed.objects.filter(workspace_id=by.tenant, review_id=review.pk).update(
        ballots=[], voters=[]
    )
    record("findings.review_by_hands", by=by, on=review)
    return review


@command
def write_outcome(
    *, by: Actor, item: Reviewed, draft: VerdictDraft, counted: Counted | None, version: int
) -> Reviewed:
    """Write what came of the vote: it is the verdict of the group from now on."""
    rules.may_write_outcome(by, item.review, item).demand()
    rules.may_judge(by, item.practice, words=draft.words).demand()
    changes: dict[str, object] = {
        "verdict": Judgement(draft.verdict),
        "verdict_words": draft.words.strip(),
    }
    if counted is not None and item.review.way == Way.HANDS:
        reasons = [squeeze(each) for each in counted.reasons if each.strip()]
        changes |= {
            "keep": counted.keep,
            "adapt": counted.adapt,
            "stop": counted.stop,
            "reasons": reasons[:MOST_REASONS],
        }
    item = save_if_unchanged(item, expected=version, changes=changes)
    practice = Practice.objects.get(workspace_id=by.tenant, pk=item.practice_id)
    verdict = {**judged(draft), "judge_id": None, "judged_on": item.review.held_on}
    save_if_unchanged(practice, expected=practice.version, changes=verdict)
    record("findings.outcome_written", by=by, on=item.review)
    return item


@command
def close_review(*, by: Actor, review: Review) -> Review:
    """Close a session: nobody votes any more."""
    rules.may_close(by, review).demand()
    changes = {"closed_at": timezone.now()}
    review = save_if_unchanged(review, expected=review.version, changes=changes)
    record("findings.review_closed", by=by, on=review)
    return review


@command
def open_review_again(*, by: Actor, review: Review) -> Review:
    """Go on with a session that was closed."""
    rules.may_open_again(by, review).demand()
    review = save_if_unchanged(review, expected=review.version, changes={"closed_at": None})
    record("findings.review_reopened", by=by, on=review)
    return review
