"""Who gains by an opportunity, and which concerns it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.findings import rules
from draagvlak.findings.models import Gain, OpportunityConcern
from draagvlak.findings.queries import gain_of

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Opportunity
    from draagvlak.organisations.models import Group


@dataclass(frozen=True)
class GainDraft:
    """What a group gains: minutes a week together, words, or both."""

    minutes: Decimal | None = None
    words: str = ""


@command
def put_gain(*, by: Actor, opportunity: Opportunity, group: Group, draft: GainDraft) -> Gain:
    """Say what a group gains; said again, it takes the place of what was said."""
    rules.may_edit(by, opportunity).demand()
    gain, _new = Gain.objects.update_or_create(
        workspace_id=by.tenant,
        opportunity=opportunity,
        group=group,
        defaults={"minutes": draft.minutes, "words": draft.words.strip()},
    )
    record("findings.gain_put", by=by, on=opportunity)
    return gain


@command
def remove_gain(*, by: Actor, opportunity: Opportunity, group_id: UUID) -> Opportunity:
    """Say that a group does not gain by it."""
    rules.may_edit(by, opportunity).demand()
    gain_of(by, opportunity, group_id).delete()
    record("findings.gain_removed", by=by, on=opportunity)
    return opportunity


@command
def tie_concern(*, by: Actor, opportunity: Opportunity, concern: Concern) -> Opportunity:
    """Say that an opportunity answers a concern."""
    rules.may_edit(by, opportunity).demand()
    OpportunityConcern.objects.get_or_create(
        workspace_id=by.tenant, opportunity=opportunity, concern=concern
    )
    record("findings.concern_tied", by=by, on=opportunity)
    return opportunity


@command
def untie_concern(*, by: Actor, opportunity: Opportunity, concern: Concern) -> Opportunity:
    """Say that it does not answer that concern."""
    rules.may_edit(by, opportunity).demand()
    OpportunityConcern.objects.filter(
        workspace_id=by.tenant, opportunity_id=opportunity.pk, concern_id=concern.pk
    ).delete()
    record("findings.concern_untied", by=by, on=opportunity)
    return opportunity
