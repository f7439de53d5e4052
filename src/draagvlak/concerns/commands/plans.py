"""What measures do to concerns: something is planned, or no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.concerns import rules
from draagvlak.concerns.commands.moving import move, touch
from draagvlak.core.command import command

if TYPE_CHECKING:
    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor


@command
def plan_concern(*, by: Actor, concern: Concern) -> Concern:
    """Something is planned for an understood concern. Ask `rules.may_plan` first."""
    rules.may_plan(by, concern).demand()
    move(concern, "plan", by=by)
    touch(by)
    return concern


@command
def unplan_concern(*, by: Actor, concern: Concern) -> Concern:
    """Nothing is planned any more for a planned concern. Ask `rules.may_unplan` first."""
    rules.may_unplan(by, concern).demand()
    move(concern, "unplan", by=by)
    touch(by)
    return concern
