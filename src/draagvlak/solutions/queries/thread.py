"""A step as a thing on the golden thread: between what is heard about it and what is done there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.concerns.queries import concern_node
from draagvlak.conversations.queries.released import visible_released
from draagvlak.conversations.queries.thread import quote_nodes
from draagvlak.core.thread import Neighbours, Node, Side
from draagvlak.measures.queries import measure_node, visible_measures
from draagvlak.processes.queries import visible_processes
from draagvlak.solutions.models import StepMark, Tie
from draagvlak.solutions.queries.access import concern_in_sight
from draagvlak.solutions.queries.ties import (
    FEW,
    standing,
    step_address,
    steps_by_thing,
    where_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.thread import NeighbourProvider
    from draagvlak.processes.models import Step

KIND_STEP = "step"
GONE = "stopped"


def step_nodes(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Node]:
    """Steps that something points at, as things on the thread."""
    seen = visible_processes(actor).order_by().values("pk")
    rows = StepMark.objects.filter(
        workspace_id=actor.tenant, pk__in=list(ids), process_id__in=seen
    ).select_related("process")
    marks = list(rows)
    steps = standing(actor, marks)
    return {mark.pk: _node(actor, mark, steps.get(mark.pk)) for mark in marks}


def around(kind: str) -> NeighbourProvider:
    """The steps that a concern or a quote is about lie behind it, those of a measure before it."""
    side = Side.BEFORE if kind == "measure" else Side.BEHIND

    def provider(
        actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
    ) -> Mapping[UUID, Neighbours]:
        if side not in asked:
            return {}
        found = {
            key: [_node(actor, tie.mark, step) for tie, step in rows[:FEW]]
            for key, rows in steps_by_thing(actor, kind, ids).items()
        }
        if side is Side.BEFORE:
            return {key: Neighbours(before=nodes) for key, nodes in found.items()}
        return {key: Neighbours(behind=nodes) for key, nodes in found.items()}

    return provider


def around_steps(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """Before a step: the concerns and quotes about it. Behind it: the measures there."""
    before = _before(actor, ids) if Side.BEFORE in asked else {}
    behind = _behind(actor, ids) if Side.BEHIND in asked else {}
    return {key: Neighbours(before=before.get(key, []), behind=behind.get(key, [])) for key in ids}


def _before(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Node]]:
    rows = Tie.objects.present().filter(workspace_id=actor.tenant, mark_id__in=list(ids))
    found: dict[UUID, list[Node]] = defaultdict(list)
    heard = rows.filter(quote__in=visible_released(actor)).order_by("quote_id")[: FEW * len(ids)]
    pairs = [(tie.mark_id, tie.quote_id) for tie in heard if tie.quote_id is not None]
    quotes = quote_nodes(actor, [quote for _mark, quote in pairs]) if pairs else {}
    for mark, quote in pairs:
        if quote in quotes:
            found[mark].append(quotes[quote])
    raised = rows.filter(concern_in_sight(actor)).select_related("concern__owner")
    for tie in raised.order_by("-concern__voices", "concern_id")[: FEW * len(ids)]:
        if tie.concern is not None:
            found[tie.mark_id].append(concern_node(actor, tie.concern))
    return found


def _behind(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Node]]:
    seen = visible_measures(actor).filter(archived_at=None)
    rows = Tie.objects.present().filter(workspace_id=actor.tenant, mark_id__in=list(ids))
    found: dict[UUID, list[Node]] = defaultdict(list)
    planned = rows.filter(measure__in=seen).select_related("measure").order_by("measure_id")
    for tie in planned[: FEW * len(ids)]:
        if tie.measure is not None:
            found[tie.mark_id].append(measure_node(actor, tie.measure))
    return found


def _node(actor: Actor, mark: StepMark, step: Step | None) -> Node:
    where = where_words(mark.process, mark.moment)
    note = where if step else _("%(where)s, step no longer in the model") % {"where": where}
    return Node(
        kind=KIND_STEP,
        id=mark.pk,
        title=(step.name if step else mark.name) or mark.key,
        url=step_address(actor, mark.process_id, mark.moment, mark.key),
        note=note,
        state="" if step else GONE,
    )
