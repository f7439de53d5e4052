"""What the apps tell the desk, remembered as long as nothing changes in the workspace.

Only what is no secret: a conversation tells who spoke, so what conversations say is asked each
time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from draagvlak.core.remembered import remembered
from draagvlak.core.thread import GAPS, GATES, WAITING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.core.registry import Registry
    from draagvlak.core.thread import GapGroup, Missing, Waiting

Provider = TypeVar("Provider")
T = TypeVar("T")
IN_CONFIDENCE = frozenset({"conversations"})
"""Apps whose answers are never kept."""


def waiting(actor: Actor, limit: int) -> tuple[list[Waiting], int]:
    """What waits for this actor, at most `limit` of each app, and how much there is in all."""
    answers = _told(actor, WAITING, lambda provider: provider(actor, limit), limit)
    items = [item for found, _count in answers for item in found]
    return items, sum(count for _found, count in answers)


def gaps(actor: Actor, limit: int) -> list[GapGroup]:
    """Every kind of gap that holds at least one thing; at most `limit` things of each."""
    answers = _told(actor, GAPS, lambda provider: provider(actor, limit), limit)
    return [gap for found in answers for gap in found if gap.count]


def missing(actor: Actor, phase: str) -> list[Missing]:
    """What this phase of the programme still misses."""
    answers = _told(actor, GATES, lambda provider: provider(actor, phase), phase)
    return [each for found in answers for each in found]


def _told(
    actor: Actor, apps: Registry[Provider], ask: Callable[[Provider], T], *key: Hashable
) -> Sequence[T]:
    """The answer of every app, in their order."""

    def ask_all() -> dict[str, T]:
        return {app: ask(each) for app, each in apps.items() if app not in IN_CONFIDENCE}

    known = remembered(actor, "desk.told", ask_all, apps.name, actor.user_id, *key)
    return [known[app] if app in known else ask(each) for app, each in apps.items()]
