"""Taking back what was done with stakeholders, from the page of what was done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.web import to
from draagvlak.stakeholders import queries, rules
from draagvlak.stakeholders.commands.commitments import restore_commitment
from draagvlak.stakeholders.commands.register import restore_stakeholder
from draagvlak.stakeholders.commands.relations import restore_relation
from draagvlak.stakeholders.commands.stances import take_assessment_back

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.stakeholders.models import Stakeholder


@command
def put_back_archived(*, by: Actor, kept: str) -> str:
    """Out of the archive again."""
    stakeholder, _row = _found(by, kept)
    rules.may_restore(by, stakeholder).demand()
    restore_stakeholder(by=by, stakeholder=stakeholder)
    return _done(by, stakeholder)


@command
def put_back_commitment(*, by: Actor, kept: str) -> str:
    """The promise stands on the card again."""
    stakeholder, row = _found(by, kept)
    commitment = queries.access_commitment(by, stakeholder, row)
    rules.may_edit(by, stakeholder).demand()
    restore_commitment(by=by, stakeholder=stakeholder, commitment=commitment)
    return _done(by, stakeholder, "#commitments")


@command
def put_back_relation(*, by: Actor, kept: str) -> str:
    """The relation stands on both cards again."""
    stakeholder, row = _found(by, kept)
    rules.may_approach(by, stakeholder).demand()
    restore_relation(by=by, relation=queries.access_relation(by, stakeholder, row))
    return _done(by, stakeholder, "#relations")


@command
def withdraw_assessment(*, by: Actor, kept: str) -> str:
    """The assessment no longer counts; its row stays in the history."""
    stakeholder, row = _found(by, kept)
    assessment = queries.access_assessment(by, stakeholder, row)
    rules.may_take_back(by, stakeholder, assessment).demand()
    take_assessment_back(by=by, stakeholder=stakeholder, assessment=assessment)
    return _done(by, stakeholder, "#history")


def _found(by: Actor, kept: str) -> tuple[Stakeholder, UUID]:
    found = json.loads(kept)
    return queries.access_stakeholder(by, UUID(found["stakeholder"])), UUID(found["row"])


def _done(by: Actor, stakeholder: Stakeholder, part: str = "") -> str:
    record("stakeholders.changed_back", by=by, on=stakeholder)
    return to(by, "stakeholders:stakeholder_detail", stakeholder_id=stakeholder.pk) + part
