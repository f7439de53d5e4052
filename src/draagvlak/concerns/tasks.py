"""At night: what voices said of answers is weighed.

Not at the moment of a reaction: the trail, and a mail about it, would tell when somebody reacted.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from draagvlak.concerns.commands import close_solved, reopen_unsolved
from draagvlak.concerns.queries.reactions import to_close, to_reopen
from draagvlak.core.actor import SYSTEM, ProgrammeRef, WorkspaceRef
from draagvlak.core.chores import CHORES, Chore
from draagvlak.core.models import Workspace
from draagvlak.core.verdict import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor


def weigh_reactions() -> Mapping[str, int | str]:
    """Open again what too many call not solved, close what all call solved. Twice is once."""
    opened = closed = 0
    for space in Workspace.objects.order_by("pk").values_list("pk", flat=True):
        for concern in list(to_reopen(space)):
            with suppress(Refused):  # somebody was first; the others go on
                reopen_unsolved(by=_system_for(concern), concern=concern)
                opened += 1
        for concern in list(to_close(space)):
            with suppress(Refused):
                close_solved(by=_system_for(concern), concern=concern)
                closed += 1
    return {"opened": opened, "closed": closed}


def _system_for(concern: Concern) -> Actor:
    """The product itself, in the programme of a concern."""
    programme = concern.programme
    space = programme.workspace
    return replace(
        SYSTEM,
        workspace=WorkspaceRef(space.pk, space.slug, space.name, space.is_demo),
        programme=ProgrammeRef(programme.pk, programme.slug, programme.name, programme.phase),
    )


CHORES.register("concerns.reactions", Chore(weigh_reactions))
