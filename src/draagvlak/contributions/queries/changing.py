"""What changes for the group behind a door, and the steps that people speak about."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.contributions.queries.following import as_employee
from draagvlak.contributions.queries.threads import visitor_in
from draagvlak.processes.queries import group_changes, step_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.contributions.models import Entrance
    from draagvlak.contributions.queries.following import Said
    from draagvlak.core.actor import Actor
    from draagvlak.processes.queries import ProcessChange, StepPlace


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
