"""Who acts, and where: the `by` of every command and the viewer of every query."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.http import Http404

from draagvlak.core.policy import GUIDES, Role

if TYPE_CHECKING:
    from uuid import UUID


class ActorKind(StrEnum):
    USER = "user"
    VISITOR = "visitor"
    SYSTEM = "system"


@dataclass(frozen=True)
class WorkspaceRef:
    """What every page needs to know of the workspace it stands in."""

    id: UUID
    slug: str
    name: str
    is_demo: bool = False
    all_prove_twice: bool = False


@dataclass(frozen=True)
class ProgrammeRef:
    """What every page needs to know of the programme it stands in."""

    id: UUID
    slug: str
    name: str
    phase: str


@dataclass(frozen=True)
class Actor:
    """Somebody (or something) in a place, with the roles held there."""

    kind: ActorKind
    user_id: UUID | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    workspace: WorkspaceRef | None = None
    programme: ProgrammeRef | None = None

    @property
    def tenant(self) -> UUID:
        """The key of the workspace. Outside a workspace nothing is found: Http404."""
        if self.workspace is None:
            raise Http404
        return self.workspace.id

    @property
    def programme_id(self) -> UUID:
        """The key of the programme. Outside a programme nothing is found: Http404."""
        if self.programme is None:
            raise Http404
        return self.programme.id

    @property
    def signed_in_id(self) -> UUID:
        """The key of the user. A visitor finds nothing: Http404."""
        if self.user_id is None:
            raise Http404
        return self.user_id

    @property
    def is_guide(self) -> bool:
        return bool(self.roles & GUIDES)

    def has(self, *roles: Role) -> bool:
        """Whether at least one of the roles is held here."""
        return bool(self.roles.intersection(roles))


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="Draagvlak")
VISITOR = Actor(kind=ActorKind.VISITOR)
