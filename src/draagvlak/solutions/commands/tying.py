"""Saying that a concern, a quote, a measure or a capability is about a step; and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.concerns.models import Concern
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.returning import keep_key, kept_key
from draagvlak.core.undo import leave
from draagvlak.measures.models import Measure
from draagvlak.processes.queries import find_step
from draagvlak.solutions import rules
from draagvlak.solutions.models import StepMark, Tie
from draagvlak.solutions.queries import (
    access_thing,
    kind_of,
    step_address,
    tied_keys,
    visible_ties,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Step
    from draagvlak.solutions.queries import Thing


@command
def tie_steps(*, by: Actor, kind: str, thing: Thing, steps: Sequence[Step]) -> Thing:
    """Say of something that it is about these steps. What was said stays said."""
    known = tied_keys(by, kind, thing.pk)
    wanted = known | {(s.situation.process_id, s.situation.moment, s.key) for s in steps}
    rules.may_tie(by, thing, count=len(wanted) if steps else 0).demand()
    for step in steps:
        mark, column = _mark(by, step), f"{kind}_id"
        here = Tie.objects.filter(workspace_id=by.tenant, mark=mark).filter(**{column: thing.pk})
        if not here.update(removed_at=None):
            Tie.objects.bulk_create([_tie(by, mark, thing)])
    # who and when stay out of it, as with raising a concern: it could lead to a conversation
    record("solutions.tied", by=by, on=thing, hidden=True)
    return thing


@command
def remove_tie(*, by: Actor, tie: Tie) -> Tie:
    """Something is not about a step after all."""
    rules.may_untie(by, tie).demand()
    Tie.objects.filter(workspace_id=by.tenant, pk=tie.pk).update(removed_at=timezone.now())
    event = record("solutions.untied", by=by, on=tie, hidden=True)
    leave(event, by=by, kept=keep_key(tie), touches=[tie.pk, kind_of(tie)[1]])
    return tie


@command
def put_back_tie(*, by: Actor, kept: str) -> str:
    """Something is about a step again."""
    tie = visible_ties(by).select_related("mark").get(pk=kept_key(kept))
    kind, key = kind_of(tie)
    count = len(tied_keys(by, kind, key)) + 1
    rules.may_tie(by, access_thing(by, kind, key), count=count).demand()
    Tie.objects.filter(workspace_id=by.tenant, pk=tie.pk).update(removed_at=None)
    record("solutions.tied_again", by=by, on=tie, hidden=True)
    return step_address(by, tie.mark.process_id, tie.mark.moment, tie.mark.key)


def put_on_step(*, by: Actor, kind: str, object_id: UUID, asked: Mapping[str, str]) -> None:
    """What was just added belongs to the step that its form carried along."""
    step = find_step(by, asked)
    if step is not None:
        tie_steps(by=by, kind=kind, thing=access_thing(by, kind, object_id), steps=[step])


def _tie(by: Actor, mark: StepMark, thing: Thing) -> Tie:
    tie = Tie(workspace_id=by.tenant, mark=mark)
    if isinstance(thing, Concern):
        tie.concern = thing
    elif isinstance(thing, ReleasedQuote):
        tie.quote = thing
    elif isinstance(thing, Measure):
        tie.measure = thing
    else:
        tie.capability = thing
    return tie


def _mark(by: Actor, step: Step) -> StepMark:
    situation = step.situation
    mark, _made = StepMark.objects.get_or_create(
        workspace_id=by.tenant,
        process_id=situation.process_id,
        moment=situation.moment,
        key=step.key,
        defaults={"name": step.name, "role": step.role},
    )
    return mark
