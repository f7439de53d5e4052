"""What can be tied: measures to a bottleneck and back, concerns to an opportunity and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from draagvlak.concerns.queries import visible_concerns
from draagvlak.findings.models import BottleneckMeasure, OpportunityConcern
from draagvlak.findings.queries.access import visible_findings
from draagvlak.findings.states import Sort
from draagvlak.lib.fold import fold
from draagvlak.measures.queries import visible_measures

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Bottleneck, Finding, Opportunity
    from draagvlak.measures.models import Measure

OFFERED = 12


@dataclass(frozen=True)
class Offer:
    """Something that can be tied, and what tells it from its namesakes."""

    id: UUID
    title: str
    note: str = ""


def found_measures(actor: Actor, bottleneck: Bottleneck, text: str) -> list[Offer]:
    """Measures with these words in their title; without words the latest. One statement."""
    tied = BottleneckMeasure.objects.filter(
        workspace_id=actor.tenant, bottleneck_id=bottleneck.pk
    ).values("measure_id")
    rows = visible_measures(actor).present().exclude(pk__in=tied)
    for word in fold(text).split():
        rows = rows.filter(title_key__contains=word)
    found = rows.order_by("title_key", "pk") if text else rows.order_by("-pk")
    return [
        Offer(each.pk, each.title, capfirst(str(each.get_state_display())))
        for each in found[:OFFERED]
    ]


def found_bottlenecks(actor: Actor, measure: Measure, text: str) -> list[Offer]:
    """Bottlenecks with these words in their title; without words the latest. One statement."""
    tied = BottleneckMeasure.objects.filter(workspace_id=actor.tenant, measure_id=measure.pk)
    rows = visible_findings(actor, Sort.BOTTLENECK)
    return _found(rows.exclude(pk__in=tied.values("bottleneck_id")), text)


def found_opportunities(actor: Actor, concern: Concern, text: str) -> list[Offer]:
    """Opportunities with these words in their title; without words the latest. One statement."""
    tied = OpportunityConcern.objects.filter(workspace_id=actor.tenant, concern_id=concern.pk)
    rows = visible_findings(actor, Sort.OPPORTUNITY)
    return _found(rows.exclude(pk__in=tied.values("opportunity_id")), text)


def _found(rows: QuerySet[Finding], text: str) -> list[Offer]:
    """Findings keep no folded title: those of a programme are read, some hundreds at most."""
    standing = rows.filter(archived_at=None).order_by("-pk")
    words, found = fold(text).split(), list[Offer]()
    for key, title, process in standing.values_list("pk", "title", "process__name").iterator():
        said = fold(title)
        if all(word in said for word in words):
            found.append(Offer(key, title, process))
            if len(found) == OFFERED:
                break
    return found


def found_concerns(actor: Actor, opportunity: Opportunity, text: str) -> list[Offer]:
    """Concerns with these words in their title; without words the latest. One statement."""
    ties = OpportunityConcern.objects.filter(
        workspace_id=actor.tenant, opportunity_id=opportunity.pk
    ).values("concern_id")
    rows = visible_concerns(actor).filter(archived_at=None).exclude(pk__in=ties)
    for word in fold(text).split():
        rows = rows.filter(title_key__contains=word)
    found = rows.order_by("title_key", "pk") if text else rows.order_by("-pk")
    return [
        Offer(each.pk, each.title, capfirst(str(each.get_kind_display())))
        for each in found[:OFFERED]
    ]


def solved_by(actor: Actor, measure_id: UUID) -> list[Finding]:
    """The bottlenecks that a measure is there to solve, with their process. One statement."""
    ties = BottleneckMeasure.objects.filter(workspace_id=actor.tenant, measure_id=measure_id)
    rows = visible_findings(actor, Sort.BOTTLENECK).select_related("process")
    found = rows.filter(archived_at=None, pk__in=ties.values("bottleneck_id"))
    return list(found.order_by("title", "pk")[:50])
