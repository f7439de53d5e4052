"""What changes for the group behind a door, and the steps that people speak about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from draagvlak.contributions.models import Contribution
from draagvlak.contributions.queries.following import as_employee
from draagvlak.contributions.queries.threads import visitor_in
from draagvlak.core.thread import spots_in
from draagvlak.lib.fold import fold_key
from draagvlak.processes.queries import group_changes, performers, step_places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draagvlak.contributions.models import Entrance
    from draagvlak.contributions.queries.said import Said
    from draagvlak.core.actor import Actor
    from draagvlak.processes.queries import ProcessChange, StepPlace

FEW = 5
"""Of a group of fewer people a step says who spoke."""


@dataclass(frozen=True)
class StepOffer:
    """A step that a thread is about, as a choice for the concern that it becomes.

    `chosen`: it is the choice already. Not where few people do the work, unless they gave their
    name: then a guide chooses it, knowing what it tells.
    """

    key: str
    label: str
    asked: Mapping[str, str]
    chosen: bool


def changes_behind(entrance: Entrance) -> list[ProcessChange]:
    """What changes for the group of a door, as its people read it; nothing of what they said."""
    if entrance.group is None:
        return []
    return group_changes(as_employee(visitor_in(entrance.programme)), entrance.group)


def about_step(actor: Actor, step: str) -> StepPlace | None:
    """The step of this programme that an address or form speaks of; None for anything else."""
    try:
        key = UUID(step)
    except ValueError:
        return None
    return step_places(actor, [key]).get(key)


def steps_spoken_of(actor: Actor, said: Sequence[Said]) -> list[StepPlace]:
    """The steps that a thread is about."""
    keys = [one.content.step for one in said if one.content.step]
    return list(step_places(actor, keys).values()) if keys else []


def steps_offered(
    actor: Actor, contribution: Contribution, said: Sequence[Said]
) -> list[StepOffer]:
    """The steps that a thread is about and that stand, to let its concern be about them too."""
    places = steps_spoken_of(actor, said)
    if not places:
        return []
    sizes = {role: tie.group.size for role, tie in performers(actor).items()}
    named, offers = contribution.way == Contribution.Way.NAMED, []
    for one in places:
        asked = {"process": str(one.process_id), "moment": one.moment, "step": one.key}
        if spots_in(actor, asked):
            names = {"step": one.name, "process": one.process}
            label = _("About the step “%(step)s” in “%(process)s”") % names
            few = 0 < sizes.get(fold_key(one.role), 0) < FEW
            offers.append(StepOffer(str(one.id), label, asked, chosen=named or not few))
    return offers
