"""Which findings an actor sees, and the only way to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from draagvlak.core.blind_keys import blind
from draagvlak.core.policy import EDITORS, Data, Role, sees
from draagvlak.findings.models import (
    Bottleneck,
    Fact,
    Finding,
    Gain,
    Opportunity,
    Practice,
    Review,
    Reviewed,
)
from draagvlak.findings.states import Sort
from draagvlak.processes.models import Step

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Process

MODELS: dict[Sort, type[Finding]] = {
    Sort.BOTTLENECK: Bottleneck,
    Sort.PRACTICE: Practice,
    Sort.OPPORTUNITY: Opportunity,
    Sort.FACT: Fact,
}


def sort_of(finding: Finding) -> Sort:
    """Which kind of finding this is."""
    return next(sort for sort, model in MODELS.items() if isinstance(finding, model))


def visible_findings(actor: Actor, sort: Sort) -> QuerySet[Finding]:
    """Those of this programme; the archive is for who keeps it."""
    rows = MODELS[sort]._default_manager.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id
    )
    if not sees(Data.PROCESS, actor.roles):
        return rows.none()
    return rows if actor.has(*EDITORS) else rows.filter(archived_at=None)


def access_finding(actor: Actor, sort: str, finding_id: UUID) -> Finding:
    """One finding with its process, or Http404."""
    try:
        kind = Sort(sort)
    except ValueError:
        raise Http404 from None
    rows = visible_findings(actor, kind).select_related("process")
    return get_object_or_404(rows, pk=finding_id)


def access_bottleneck(actor: Actor, bottleneck_id: UUID) -> Bottleneck:
    """One bottleneck, or Http404."""
    found = access_finding(actor, Sort.BOTTLENECK, bottleneck_id)
    if not isinstance(found, Bottleneck):
        raise Http404
    return found


def access_practice(actor: Actor, practice_id: UUID) -> Practice:
    """One practice, or Http404."""
    found = access_finding(actor, Sort.PRACTICE, practice_id)
    if not isinstance(found, Practice):
        raise Http404
    return found


def access_opportunity(actor: Actor, opportunity_id: UUID) -> Opportunity:
    """One opportunity, or Http404."""
    found = access_finding(actor, Sort.OPPORTUNITY, opportunity_id)
    if not isinstance(found, Opportunity):
        raise Http404
    return found


def access_fact(actor: Actor, fact_id: UUID) -> Fact:
    """One fact, or Http404."""
    found = access_finding(actor, Sort.FACT, fact_id)
    if not isinstance(found, Fact):
        raise Http404
    return found


def steps_at(actor: Actor, process: Process, moment: str) -> dict[str, str]:
    """The steps of a process now or later: key → name, in their order. One statement."""
    rows = Step.objects.present().filter(
        workspace_id=actor.tenant,
        situation__process_id=process.pk,
        situation__moment=moment,
        situation__replaced_at=None,
    )
    return dict(rows.order_by("place", "pk").values_list("key", "name"))


def now_step(actor: Actor, finding: Finding) -> str | None:
    """What the step of a finding is called today; None when it is gone, empty for the whole."""
    if not finding.step_key:
        return ""
    return steps_at(actor, finding.process, finding.moment).get(finding.step_key)


def gain_of(actor: Actor, opportunity: Opportunity, group_id: UUID) -> Gain:
    """What one group gains by an opportunity that was accessed, or Http404."""
    rows = Gain.objects.filter(workspace_id=actor.tenant, opportunity_id=opportunity.pk)
    return get_object_or_404(rows.select_related("group"), group_id=group_id)


def visible_reviews(actor: Actor) -> QuerySet[Review]:
    """The reviews of this programme. A supplier only is not in the room."""
    rows = Review.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    if not sees(Data.PROCESS, actor.roles) or actor.roles == {Role.SUPPLIER}:
        return rows.none()
    return rows


def access_review(actor: Actor, review_id: UUID) -> Review:
    """One review, or Http404."""
    return get_object_or_404(visible_reviews(actor), pk=review_id)


def items_of(actor: Actor, review: Review) -> QuerySet[Reviewed]:
    """The practices of a review that was accessed, in their order."""
    rows = Reviewed.objects.filter(workspace_id=actor.tenant, review_id=review.pk)
    return rows.select_related("practice__process").order_by("place")


def access_item(actor: Actor, review: Review, item_id: UUID) -> Reviewed:
    """One practice of a review that was accessed, or Http404."""
    found = get_object_or_404(items_of(actor, review), pk=item_id)
    found.review = review
    return found


def voter_mark(actor: Actor, item: Reviewed) -> str:
    """What says that somebody voted here; it cannot be read back to a person."""
    words = f"vote:{item.pk.hex}:{actor.signed_in_id.hex}"
    return blind(words)[:32]


def has_voted(actor: Actor, item: Reviewed) -> bool:
    """Whether this actor voted on a practice that is not counted yet."""
    return actor.user_id is not None and voter_mark(actor, item) in item.voters
