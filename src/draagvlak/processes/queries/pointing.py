"""What points at the steps of a process: concerns, quotes, measures. Higher apps know; we ask."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.db.models import Q

from draagvlak.core.registry import Registry
from draagvlak.processes.models import Situation, Step
from draagvlak.processes.queries.access import visible_processes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Process

FOUND = 30
"""Most steps that a search shows."""


@dataclass(frozen=True)
class Pointer:
    """What points at one step, in words that lead there; with an icon it is shown as a chip."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Pointed:
    """A step that something points at; its name is what it was called then."""

    name: str
    pointers: Sequence[Pointer]


class PointerProvider(Protocol):
    """What points at the steps of one moment of a process, by the key of the step."""

    def __call__(
        self, actor: Actor, process: Process, moment: str, keys: Sequence[str]
    ) -> Mapping[str, Pointed]: ...


POINTERS: Registry[PointerProvider] = Registry(
    "processes.pointers", "What points at the steps of a process?"
)


def pointers(
    actor: Actor, process: Process, moment: str, keys: Sequence[str]
) -> tuple[dict[str, list[Pointer]], list[Pointed]]:
    """What points at these steps, by key; and what points at a step that is no longer there."""
    known: dict[str, list[Pointer]] = defaultdict(list)
    gone = []
    here = set(keys)
    for provider in POINTERS:
        for key, pointed in provider(actor, process, moment, keys).items():
            if key in here:
                known[key] += pointed.pointers
            else:
                gone.append(pointed)
    return known, gone


def standing_steps(actor: Actor) -> QuerySet[Step]:
    """The steps that stand in the processes that an actor sees, each with its process."""
    seen = visible_processes(actor).present().order_by().values("pk")
    rows = Step.objects.present().filter(
        workspace_id=actor.tenant, situation__replaced_at=None, situation__process_id__in=seen
    )
    return rows.select_related("situation__process")


def find_step(actor: Actor, asked: Mapping[str, str]) -> Step | None:
    """The step that an address names: `process`, `moment` (now, later) and `step` (its key)."""
    key, moment = asked.get("step", ""), asked.get("moment", "")
    try:
        process_id = UUID(asked.get("process", ""))
    except ValueError:
        return None
    if not key or "\0" in key or moment not in Situation.Moment.values:
        return None
    rows = standing_steps(actor).filter(situation__process_id=process_id, situation__moment=moment)
    return rows.filter(key=key).first()


def found_steps(actor: Actor, words: str) -> list[Step]:
    """The first steps with all these words in their name or role. One statement."""
    rows = standing_steps(actor)
    for word in words.replace("\0", "").split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(role__icontains=word))
    return list(rows.order_by("situation__process__name", "situation__moment", "place")[:FOUND])
