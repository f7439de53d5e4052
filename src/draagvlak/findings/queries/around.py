"""Findings on pages of other apps: of a situation, a concern, a group, a released quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.findings.models import Gain, OpportunityConcern
from draagvlak.findings.queries.access import visible_findings
from draagvlak.findings.queries.lists import rows_of, with_lines
from draagvlak.findings.states import Sort
from draagvlak.processes.models import Situation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Finding, Opportunity
    from draagvlak.findings.queries.lists import FindingRow
    from draagvlak.processes.models import Process

MOST = 100


def situation_by_id(actor: Actor, situation_id: UUID) -> Situation | None:
    """Of which process, and whether it is now or later."""
    return Situation.objects.filter(workspace_id=actor.tenant, pk=situation_id).first()


def pinned(actor: Actor, situation: Situation) -> list[FindingRow]:
    """What was noticed about a process now or later: the latest 100 of a kind; six statements."""
    found: list[Finding] = []
    for sort in Sort:
        rows = with_lines(visible_findings(actor, sort), sort).filter(
            process_id=situation.process_id, moment=situation.moment, archived_at=None
        )
        found += rows.order_by("-pk")[:MOST]
    return rows_of(actor, found)


def pinned_at(
    actor: Actor, process: Process, moment: str, keys: Sequence[str]
) -> list[tuple[Sort, Finding]]:
    """What was noticed at some steps, with its kind. A statement for each kind."""
    found: list[tuple[Sort, Finding]] = []
    wanted = set(keys)
    for sort in Sort:
        rows = visible_findings(actor, sort).filter(
            process_id=process.pk, moment=moment, archived_at=None
        )
        rows = rows.exclude(step_key="").order_by("-pk")[:MOST]
        found += [(sort, each) for each in rows if each.step_key in wanted]
    return found


def concern_opportunities(actor: Actor, concern_id: UUID) -> list[Opportunity]:
    """The opportunities that answer a concern. One statement."""
    ties = OpportunityConcern.objects.filter(
        workspace_id=actor.tenant,
        concern_id=concern_id,
        opportunity__programme_id=actor.programme_id,
        opportunity__archived_at=None,
    )
    rows = ties.select_related("opportunity__process").order_by("-opportunity_id")
    return [tie.opportunity for tie in rows[:MOST]]


def group_gains(actor: Actor, group_id: UUID) -> list[Gain]:
    """What a group gains by the opportunities of this programme. One statement."""
    rows = Gain.objects.filter(
        workspace_id=actor.tenant,
        group_id=group_id,
        opportunity__programme_id=actor.programme_id,
        opportunity__archived_at=None,
    )
    return list(rows.select_related("opportunity__process").order_by("-opportunity_id")[:MOST])


def from_quote(actor: Actor, quote_id: UUID) -> list[FindingRow]:
    """What was written down from a released quote. At most seven statements."""
    found: list[Finding] = []
    for sort in Sort:
        rows = with_lines(visible_findings(actor, sort), sort)
        found += rows.filter(quote_id=quote_id, archived_at=None).order_by("-pk")[:MOST]
    return rows_of(actor, found)
