"""One desk for a guide with several workspaces, without mixing what is in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from draagvlak.core.policy import GUIDES
from draagvlak.desk.queries import SHOWN, pressing, shared
from draagvlak.programmes.queries import programmes_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.thread import Waiting

AT_ONCE = 12
"""As many programmes are asked by the page itself; the others when one follows their link."""
TITLES = 3
MOST = 100
"""So many of each app stand on the page of all that waits."""


@dataclass(frozen=True)
class ProgrammeDesk:
    """One programme: its own desk, and where its waiting part is. `at_once`: asked by itself."""

    name: str
    url: str
    part: str
    at_once: bool


@dataclass(frozen=True)
class WorkspaceDesk:
    """The programmes that one guides in one workspace."""

    name: str
    programmes: Sequence[ProgrammeDesk]


@dataclass(frozen=True)
class WaitingPart:
    """What waits for the actor in one programme: how much, how much of it is late, the first."""

    count: int
    late: int
    items: Sequence[Waiting]
    more: int


def guided(user_id: UUID) -> list[WorkspaceDesk]:
    """The workspaces in which the user is a guide, by name; one statement, and names only."""
    spaces: dict[UUID, str] = {}
    found: dict[UUID, list[ProgrammeDesk]] = defaultdict(list)
    cards = [card for card in programmes_of(user_id) if card.held & GUIDES]
    for number, card in enumerate(cards):
        place = {"workspace": card.workspace.slug, "programme": card.programme.slug}
        spaces[card.workspace.id] = card.workspace.name
        found[card.workspace.id].append(
            ProgrammeDesk(
                name=card.programme.name,
                url=reverse("desk:today", kwargs=place),
                part=reverse("desk:waiting", kwargs=place),
                at_once=number < AT_ONCE,
            )
        )
    names = sorted(spaces, key=lambda key: (spaces[key].casefold(), key))
    return [WorkspaceDesk(spaces[key], found[key]) for key in names]


def waiting_part(actor: Actor) -> WaitingPart:
    """What waits in the programme that the actor stands in, by the rules of that programme."""
    return _part(actor, SHOWN, TITLES)


def waiting_whole(actor: Actor) -> WaitingPart:
    """All of it, the most pressing first: what Today shows the first eight of."""
    return _part(actor, MOST, None)


def _part(actor: Actor, limit: int, titles: int | None) -> WaitingPart:
    found, total = shared.waiting(actor, limit)
    items = sorted(found, key=pressing)
    late = sum(1 for item in items if item.overdue)
    return WaitingPart(total, late, items[:titles], total - len(items[:titles]))
