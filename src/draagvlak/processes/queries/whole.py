"""Processes with everything that a comparison of now and later needs, read at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from draagvlak.lib.fold import fold_key
from draagvlak.processes.models import Correction, Performer, Situation, Step
from draagvlak.processes.queries.access import steps_of, visible_processes
from draagvlak.processes.queries.difference import Seen, difference_of
from draagvlak.processes.queries.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Process

Side = tuple[Situation, "list[Step]"]
_FACTS = ("key", "name", "role", "system", "minutes", "often", "fate", "waits_for")


@dataclass(frozen=True)
class Whole:
    """One process: its steps now and later as far as they are written down, and what was said."""

    process: Process
    now: Side | None = None
    later: Side | None = None
    said: list[Correction] = field(default_factory=list)

    @property
    def is_written(self) -> bool:
        """Whether both moments tell at least one step."""
        return self.now is not None and self.later is not None

    def steps(self) -> list[Step]:
        """All steps, now before later."""
        return [step for side in (self.now, self.later) if side for step in side[1]]

    def roles(self) -> set[str]:
        """The keys of the roles that do something in it."""
        return {role_key(step.role) for step in self.steps() if step.role}

    def difference(self) -> Seen | None:
        """What is different later; None while one of both is not written down."""
        if self.now is None or self.later is None:
            return None
        sides = picture(self.process, *self.now), picture(self.process, *self.later)
        return difference_of(*sides, self.said)


@lru_cache(maxsize=4096)
def role_key(role: str) -> str:
    """The key of a role: the same roles come back in thousands of steps."""
    return fold_key(role)


def working_in(actor: Actor, roles: Collection[str]) -> set[UUID]:
    """The processes in which some roles (by key) do something. One statement."""
    rows = Step.objects.present().filter(
        workspace_id=actor.tenant,
        situation__process__programme_id=actor.programme_id,
        situation__replaced_at=None,
    )
    named = rows.order_by().values_list("situation__process_id", "role").distinct()
    return {process for process, role in named if role_key(role) in roles}


def wholes(
    actor: Actor, process: Process | None = None, *, only: Collection[UUID] | None = None
) -> list[Whole]:
    """One process, or those that are not in the archive. Three or four statements."""
    if process is not None:
        processes = {process.pk: process}
    else:
        found = visible_processes(actor).present()
        if only is not None:
            found = found.filter(pk__in=list(only))
        processes = {each.pk: each for each in found}
    rows = Situation.objects.filter(
        workspace_id=actor.tenant, process_id__in=list(processes), replaced_at=None
    ).select_related("source")
    situations = list(rows)
    for each in situations:
        each.process = processes[each.process_id]
    steps = steps_of(actor, situations)
    said: dict[UUID, list[Correction]] = {key: [] for key in processes}
    kept = Correction.objects.filter(
        workspace_id=actor.tenant, process_id__in=list(processes), removed_at=None
    )
    for row in kept.select_related("author").order_by("pk"):
        said[row.process_id].append(row)
    sides = {(each.process_id, each.moment): each for each in situations if steps[each.pk]}

    def side(key: UUID, moment: str) -> Side | None:
        found = sides.get((key, moment))
        return (found, steps[found.pk]) if found else None

    return [
        Whole(
            each,
            side(key, Situation.Moment.NOW),
            side(key, Situation.Moment.LATER),
            said[key],
        )
        for key, each in processes.items()
    ]


def ties_by_group(ties: Mapping[str, Performer]) -> dict[UUID, dict[str, str]]:
    """Per group the roles whose work it does, by their key."""
    found: dict[UUID, dict[str, str]] = {}
    for key, tie in ties.items():
        found.setdefault(tie.group_id, {})[key] = tie.role
    return found


def mark_of_step(step: Step) -> str:
    """A mark that changes with anything that a reader sees of a step."""
    return _mark([_facts(step)])


def mark_of_part(steps: Sequence[Step], roles: Collection[str]) -> str:
    """A mark that changes with anything in the steps of some roles (by key)."""
    return _mark(
        [[step.situation.moment, *_facts(step)] for step in steps if role_key(step.role) in roles]
    )


def _facts(step: Step) -> list[object]:
    """Numbers as the columns keep them, however they came in."""
    found: list[object] = []
    for name in _FACTS:
        value = getattr(step, name)
        if name in ("minutes", "often") and value is not None:
            value = f"{Decimal(value):.1f}"
        found.append(value)
    return found


def _mark(what: object) -> str:
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()
