"""Who may do what with findings, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.policy import EDITORS, Role
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.findings.queries import FEWEST, MOST_IN_REVIEW, has_voted
from draagvlak.findings.states import State, Tone, Way

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Fact, Finding, Review, Reviewed
    from draagvlak.measures.models import Measure
    from draagvlak.processes.models import Process


def may_keep(actor: Actor) -> Verdict:
    """Guides and the project lead write down what was noticed."""
    if actor.has(*EDITORS):
        return YES
    return no(_("Guides and the project lead keep this. Tell the guide what you noticed."))


def may_add(actor: Actor, process: Process) -> Verdict:
    """Something is noticed about work that is still looked at."""
    if process.archived_at is not None:
        return no(_("This process is in the archive. Take it out first."))
    return may_keep(actor)


def may_edit(actor: Actor, finding: Finding) -> Verdict:
    if finding.archived_at is not None:
        return no(_("This is in the archive. Take it out first."))
    return may_keep(actor)


def may_archive(actor: Actor, finding: Finding) -> Verdict:
    if finding.archived_at is not None:
        return no(_("This is in the archive already."))
    return may_keep(actor)


def may_restore(actor: Actor, finding: Finding) -> Verdict:
    if finding.archived_at is None:
        return no(_("This is not in the archive."))
    return may_keep(actor)


def may_end(state: str, remedy: str) -> Verdict:
    """Who calls a bottleneck solved, or leaves it, says how or why."""
    if state in {State.SOLVED, State.LEFT} and not remedy.strip():
        return no(_("Write how it was solved, or why you leave it as it is."))
    return YES


def may_be_for(measure: Measure) -> Verdict:
    """A measure that was put away solves nothing."""
    if measure.archived_at is not None:
        return no(_("This measure is in the archive. Take it out first."))
    return YES


def may_judge(actor: Actor, finding: Finding, *, words: str) -> Verdict:
    """A verdict has reasons."""
    if not words.strip():
        return no(_("Write why. People keep to a verdict that they understand."))
    return may_edit(actor, finding)


def may_check(actor: Actor, fact: Fact) -> Verdict:
    """Somebody looked whether it is so. Praise is not checked: who says it, means it."""
    if fact.tone == Tone.PRAISE:
        return no(_("This is praise. That needs no check."))
    if fact.checked_on is not None:
        return no(_("This is checked already."))
    return may_edit(actor, fact)


def may_uncheck(actor: Actor, fact: Fact) -> Verdict:
    if fact.checked_on is None:
        return no(_("This is not checked yet."))
    return may_edit(actor, fact)


def may_open_review(actor: Actor, *, count: int) -> Verdict:
    """A group looks at something, and at no more than it can in one meeting."""
    if not count:
        return no(_("Choose at least one practice."))
    if count > MOST_IN_REVIEW:
        return no(_("Choose at most 30 practices. A group tires sooner than that."))
    return may_keep(actor)


def may_settle(actor: Actor, review: Review) -> Verdict:
    """While a review is open its outcomes can be written."""
    if review.closed_at is not None:
        return no(_("This session is closed. Open it again to change an outcome."))
    return may_keep(actor)


def may_vote(actor: Actor, review: Review, item: Reviewed) -> Verdict:
    """Everybody in the room votes once on a practice, while it is not counted."""
    if actor.roles == {Role.SUPPLIER}:
        return no(_("This is about the work of others. A supplier does not vote on it."))
    if review.closed_at is not None:
        return no(_("This session is closed."))
    if review.way != Way.SCREENS:
        return no(_("In this session people vote by show of hands."))
    if item.keep is not None:
        return no(_("The votes are counted already."))
    if has_voted(actor, item):
        return no(_("You voted on this. We do not know what, so you cannot change it."))
    return YES


def may_count(actor: Actor, review: Review, item: Reviewed) -> Verdict:
    """Votes on own screens are counted once, from five on."""
    if review.way != Way.SCREENS or item.keep is not None:
        return no(_("There is nothing to count here."))
    few = no(
        _(
            "Fewer than five people voted. Then everybody sees who chose what."
            " Wait for more, or vote by show of hands."
        )
    )
    return first_no(may_settle(actor, review), YES if len(item.voters) >= FEWEST else few)


def may_write_outcome(actor: Actor, review: Review, item: Reviewed) -> Verdict:
    """An outcome follows after the count. Hands are counted in the same form."""
    if review.way == Way.SCREENS and item.keep is None:
        return first_no(
            may_settle(actor, review), no(_("Count the votes first. Then write what came of it."))
        )
    return may_settle(actor, review)


def may_use_hands(actor: Actor, review: Review) -> Verdict:
    """A session on own screens goes on by hands; votes that were not counted are thrown away."""
    if review.way != Way.SCREENS:
        return no(_("In this session people vote by show of hands."))
    return may_settle(actor, review)


def may_close(actor: Actor, review: Review) -> Verdict:
    if review.closed_at is not None:
        return no(_("This session is closed already."))
    return may_keep(actor)


def may_open_again(actor: Actor, review: Review) -> Verdict:
    if review.closed_at is None:
        return no(_("This session is open."))
    return may_keep(actor)
