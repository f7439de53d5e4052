"""Whether keeping a lesson, or taking one back, can still be undone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.core.undo import Outlook
from draagvlak.lessons import rules
from draagvlak.lessons.models import Lesson
from draagvlak.lessons.queries.own import lessons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draagvlak.core.actor import Actor


def look_at_kept(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Keeping is undone as long as the lesson stands or waits (one statement)."""
    found = _lessons(actor, kept)
    return [Outlook(rules.may_withdraw(actor, found[_key(each)])) for each in kept]


def look_at_withdrawn(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """A withdrawal is undone unless the concern has another lesson since (two statements)."""
    found = _lessons(actor, kept)
    live = (Lesson.State.ASKED, Lesson.State.KEPT)
    concerns = [lesson.concern_id for lesson in found.values() if lesson.concern_id]
    others = Lesson.objects.filter(
        workspace_id=actor.tenant, concern_id__in=concerns, state__in=live
    )
    taken = set(others.values_list("concern_id", flat=True))
    rows = [found[_key(each)] for each in kept]
    return [
        Outlook(rules.may_put_back(actor, row, is_taken=row.concern_id in taken)) for row in rows
    ]


def _lessons(actor: Actor, kept: Sequence[str]) -> Mapping[UUID, Lesson]:
    keys = [_key(each) for each in kept]
    here = lessons(actor).filter(programme_id=actor.programme_id, pk__in=keys)
    return {lesson.pk: lesson for lesson in here}


def _key(kept: str) -> UUID:
    return UUID(json.loads(kept)["lesson"])
