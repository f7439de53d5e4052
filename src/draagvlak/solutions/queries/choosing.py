"""Choosing a step out of a hundred processes of three hundred steps, without loading them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core.web import to
from draagvlak.measures.models import Measure
from draagvlak.processes.models import Process, Situation
from draagvlak.processes.queries import (
    access_process,
    found_steps,
    situations_of,
    standing_steps,
    steps_of,
    visible_processes,
)
from draagvlak.solutions.models import Capability
from draagvlak.solutions.queries.fits import solution_address
from draagvlak.solutions.queries.ties import tied_keys, where_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Step
    from draagvlak.solutions.queries.access import Thing

MOST_CHOSEN = 12


@dataclass(frozen=True)
class StepChoice:
    """One step to choose; `tied` when the thing is about it already."""

    id: UUID
    name: str
    role: str
    tied: bool


@dataclass(frozen=True)
class StepGroup:
    """The steps of one process and moment."""

    title: str
    steps: Sequence[StepChoice]


def step_offer(
    actor: Actor, kind: str, thing: Thing, query: Mapping[str, str]
) -> dict[str, object]:
    """What the page to choose a step shows: processes, the steps of one, or what was found."""
    words = query.get("q", "").replace("\0", "").strip()[:100]
    process = _process(actor, query.get("process", ""))
    tied = tied_keys(actor, kind, thing.pk) if words or process else set()
    groups = _found(actor, words, tied) if words else []
    if process is not None and not words:
        groups = _of_process(actor, process, tied)
    rows = [] if words or process else list(visible_processes(actor).present())
    return {
        "title": str(thing),
        "q": words,
        "process": process,
        "groups": groups,
        "processes": [(row, f"?process={row.pk}") for row in rows],
    }


def chosen_steps(actor: Actor, keys: Sequence[str]) -> list[Step]:
    """The steps that a form names, one more than may be at most; those that went are left out."""
    wanted = []
    for key in keys[: MOST_CHOSEN + 1]:
        try:
            wanted.append(UUID(key))
        except ValueError:
            continue
    return list(standing_steps(actor).filter(pk__in=wanted)) if wanted else []


def thing_address(actor: Actor, thing: Thing) -> str:
    """The page of something that can be about a step, at the part with its steps."""
    if isinstance(thing, Capability):
        return f"{solution_address(actor, thing.solution)}#c-{thing.pk}"
    if isinstance(thing, ReleasedQuote):
        return to(actor, "conversations:released_detail", released_id=thing.pk)
    if isinstance(thing, Measure):
        return to(actor, "measures:measure_detail", measure_id=thing.pk) + "#steps"
    return to(actor, "concerns:concern_detail", concern_id=thing.pk) + "#steps"


def _process(actor: Actor, key: str) -> Process | None:
    try:
        return access_process(actor, UUID(key)) if key else None
    except ValueError:
        return None


def _found(actor: Actor, words: str, tied: set[tuple[UUID, str, str]]) -> list[StepGroup]:
    groups: dict[str, list[StepChoice]] = {}
    for step in found_steps(actor, words):
        situation = step.situation
        title = where_words(situation.process, situation.moment)
        groups.setdefault(title, []).append(
            _choice(step, situation.process_id, situation.moment, tied)
        )
    return [StepGroup(title, steps) for title, steps in groups.items()]


def _of_process(
    actor: Actor, process: Process, tied: set[tuple[UUID, str, str]]
) -> list[StepGroup]:
    situations = situations_of(actor, process)
    steps = steps_of(actor, list(situations.values()))
    return [
        StepGroup(
            where_words(process, moment),
            [_choice(step, process.pk, moment, tied) for step in steps[situations[moment].pk]],
        )
        for moment in Situation.Moment.values
        if moment in situations
    ]


def _choice(
    step: Step, process_id: UUID, moment: str, tied: set[tuple[UUID, str, str]]
) -> StepChoice:
    return StepChoice(
        step.pk, step.name or step.key, step.role, (process_id, moment, step.key) in tied
    )
