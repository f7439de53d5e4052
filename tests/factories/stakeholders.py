"""Stakeholders, how they stand, how they relate, and what was promised to them."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.organisations.models import Group
from draagvlak.stakeholders.commands import (
    AssessmentDraft,
    CommitmentDraft,
    StakeholderDraft,
    StepDraft,
    add_commitment,
    add_relation,
    add_stakeholder,
    assess,
    set_step,
)
from draagvlak.stakeholders.queries import last_number

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.stakeholders.models import Assessment, Commitment, Relation, Stakeholder

_numbers = count(1)


def make_large_group(by: Actor, name: str = "", size: int = 12) -> Group:
    """A group of the register that is said to have so many people."""
    name = name or f"Groep {next(_numbers)}"
    return Group.objects.create(workspace_id=by.tenant, name=name, size=size)


def make_stakeholder(
    by: Actor, name: str = "", *, group: Group | None = None, layer: str = "", role: str = ""
) -> Stakeholder:
    """An outside party, or a group of the register."""
    if group is None:
        name = name or f"Partij {next(_numbers)}"
    draft = StakeholderDraft(
        layer=layer or ("professionals" if group else "outside"), name=name, role=role
    )
    return add_stakeholder(by=by, draft=draft, group=group)


def stance(
    influence: int = 70,
    interest: int = 40,
    attitude: str = "worried",
    reason: str = "Zij vroegen twee keer naar papier.",
    seen_on: dt.date | None = None,
) -> AssessmentDraft:
    """What a guide could have seen."""
    return AssessmentDraft(influence, interest, attitude, reason, seen_on or timezone.localdate())


def make_assessment(by: Actor, stakeholder: Stakeholder, **what: object) -> Assessment:
    """How it stands now, after everything that was seen before."""
    after = last_number(by, stakeholder)
    return assess(by=by, stakeholder=stakeholder, draft=stance(**what), after=after)


def make_relation(
    by: Actor, source: Stakeholder, target: Stakeholder, kind: str = "influences"
) -> Relation:
    return add_relation(by=by, source=source, target=target, kind=kind)


def make_commitment(
    by: Actor,
    stakeholder: Stakeholder,
    what: str = "Papier blijft tot de zomer",
    *,
    due_on: dt.date | None = None,
    owner: UUID | None = None,
) -> Commitment:
    draft = CommitmentDraft(what, timezone.localdate(), due_on, owner)
    return add_commitment(by=by, stakeholder=stakeholder, draft=draft)


def make_step(
    by: Actor,
    stakeholder: Stakeholder,
    what: str = "Bel de griffier",
    *,
    owner: UUID | None = None,
    due_on: dt.date | None = None,
) -> Stakeholder:
    draft = StepDraft(what, owner, due_on)
    return set_step(by=by, stakeholder=stakeholder, draft=draft, version=stakeholder.version)
