"""Solutions, what they can do, and ties to steps."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from draagvlak.programmes.models import Solution
from draagvlak.solutions.commands import (
    CapabilityDraft,
    Judgement,
    add_capability,
    judge_fit,
    tie_steps,
)
from draagvlak.solutions.queries import fit_of

if TYPE_CHECKING:
    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Step
    from draagvlak.solutions.models import Capability
    from draagvlak.solutions.queries import Thing

_numbers = count(1)


def make_solution(by: Actor, name: str = "", state: str = "considered") -> Solution:
    """A solution that is weighed."""
    return Solution.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        name=name or f"Oplossing {next(_numbers)}",
        state=state,
    )


def make_capability(
    by: Actor, solution: Solution, name: str = "", how: str = "box", **more: object
) -> Capability:
    """Something that a solution can do."""
    draft = CapabilityDraft(name or f"Kan {next(_numbers)}", how, **more)
    return add_capability(by=by, solution=solution, draft=draft)


def judge(
    by: Actor,
    solution: Solution,
    concern: Concern,
    how: str = "box",
    **more: object,
) -> None:
    """Say how a solution meets a concern."""
    fit = fit_of(by, solution, concern)
    said = Judgement(how, **more)
    version = fit.version if fit else 0
    judge_fit(by=by, solution=solution, concern=concern, said=said, version=version)


def tie(by: Actor, kind: str, thing: Thing, *steps: Step) -> None:
    """Say that something is about some steps."""
    tie_steps(by=by, kind=kind, thing=thing, steps=list(steps))
