"""The golden thread as the apps tell it: panels, next steps, gaps, gates.

A lower app defines nothing about a higher one. It asks these registries, and every provider
answers for a whole list of objects at once (one query for fifty ids).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Flag, auto
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from django.urls import get_script_prefix
from django.utils.translation import get_language

from draagvlak.core.actor import Actor
from draagvlak.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import ActorKind, ProgrammeRef, WorkspaceRef
    from draagvlak.core.policy import Role


@dataclass(frozen=True)
class Panel:
    """A fragment that a higher app shows on a lower page: a template with its context."""

    template: str
    context: Mapping[str, object]


class PanelProvider(Protocol):
    """One object of a kind → its panel, or None when there is nothing to show to this actor."""

    def __call__(self, actor: Actor, object_id: UUID) -> Panel | None: ...


@dataclass(frozen=True)
class Step:
    """The next missing step of an object, as a button (label and address)."""

    label: str
    url: str
    why: str = ""


@dataclass(frozen=True)
class Node:
    """One thing on the thread: what it is, its words, where it lives."""

    kind: str
    id: UUID
    title: str
    url: str
    note: str = ""
    state: str = ""


class Side(Flag):
    """What is asked of the neighbours: who walks on in one direction needs no more than that."""

    BEFORE = auto()
    BEHIND = auto()
    GAPS = auto()
    ALL = BEFORE | BEHIND | GAPS


@dataclass(frozen=True)
class Neighbours:
    """What lies before and behind an object on the thread, and what is missing there.

    `node` is the object itself, from whoever had to look it up anyway.
    """

    before: Sequence[Node] = field(default=())
    behind: Sequence[Node] = field(default=())
    gaps: Sequence[Step] = field(default=())
    node: Node | None = None


class NeighbourProvider(Protocol):
    """For a list of objects of one kind: the neighbours that this app knows of, by id.

    What is not asked for may be left out.
    """

    def __call__(
        self, actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
    ) -> Mapping[UUID, Neighbours]: ...


@dataclass(frozen=True)
class Waiting:
    """Something that waits for this actor on the desk."""

    title: str
    url: str
    note: str
    label: str
    due: str = ""
    overdue: bool = False
    rank: int = 50


class WaitingProvider(Protocol):
    """At most `limit` things that wait, most pressing first, and how many there are in all."""

    def __call__(self, actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]: ...


@dataclass(frozen=True)
class Missing:
    """What a phase still misses, and the step that mends it."""

    text: str
    step: Step | None = None


class GateProvider(Protocol):
    """What this app knows to be missing before a phase is left."""

    def __call__(self, actor: Actor, phase: str) -> Sequence[Missing]: ...


@dataclass(frozen=True)
class GapGroup:
    """One kind of gap in a programme: how many, the first few, and what to do."""

    key: str
    title: str
    count: int
    nodes: Sequence[Node]
    step: Step | None = None


class GapProvider(Protocol):
    """The gaps of a programme that this app knows of; at most `limit` nodes each."""

    def __call__(self, actor: Actor, limit: int) -> Sequence[GapGroup]: ...


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu."""

    label: str
    url: str
    icon: str
    current: bool = False


class NavProvider(Protocol):
    """The menu entries of an app for this actor; the route decides which is current.

    They follow from the place, the roles, the route and the language alone: no database is asked.
    """

    def __call__(self, actor: Actor, route: str) -> Sequence[NavItem]: ...


PANELS: dict[str, Registry[PanelProvider]] = {}
NEIGHBOURS: dict[str, Registry[NeighbourProvider]] = {}
WAITING: Registry[WaitingProvider] = Registry("waiting", "What waits for this actor?")
GATES: Registry[GateProvider] = Registry("gates", "What does a phase still miss?")
GAPS: Registry[GapProvider] = Registry("gaps", "Where does the thread of a programme hang?")
NAV: Registry[NavProvider] = Registry("nav", "What stands in the main menu?")
BESIDE: Registry[NavProvider] = Registry("beside", "What stands under Worries and wishes?")


class DoorProvider(Protocol):
    """The address where somebody of a group can speak up; empty when no door is open."""

    def __call__(self, actor: Actor, group_id: UUID) -> str: ...


DOORS: Registry[DoorProvider] = Registry("doors", "Where does somebody of a group speak up?")


def door_for(actor: Actor, group_id: UUID) -> str:
    """The first open door for a group, or empty."""
    return next(filter(None, (provider(actor, group_id) for provider in DOORS)), "")


BESIDE_PROCESSES: Registry[NavProvider] = Registry(
    "beside_processes", "What stands under Processes?"
)


def beside(actor: Actor, route: str = "") -> list[NavItem]:
    """The pages of other apps that stand under worries and wishes in the menu."""
    return [item for provider in BESIDE for item in provider(actor, route)]


def menu(actor: Actor, route: str) -> tuple[NavItem, ...]:
    """The main menu, put together once for a place, roles, a route and a language."""
    where = (actor.workspace, actor.programme)
    return _menu(actor.kind, actor.roles, *where, route, (get_language(), get_script_prefix()))


@lru_cache(maxsize=512)
def _menu(  # noqa: PLR0913, PLR0917 all that a menu may depend on
    kind: ActorKind,
    roles: frozenset[Role],
    workspace: WorkspaceRef | None,
    programme: ProgrammeRef | None,
    route: str,
    words: tuple[str | None, str],
) -> tuple[NavItem, ...]:
    """For nobody in particular: who has these roles here gets the same."""
    del words
    anybody = Actor(kind, roles=roles, workspace=workspace, programme=programme)
    return tuple(item for provider in NAV for item in provider(anybody, route))


def panels(kind: str) -> Registry[PanelProvider]:
    """The panels on the page of one kind of object, such as "concern"."""
    if kind not in PANELS:
        PANELS[kind] = Registry(f"panels.{kind}", f"What do other apps show on a {kind}?")
    return PANELS[kind]


def neighbours(kind: str) -> Registry[NeighbourProvider]:
    """What the apps know of the thread around one kind of object."""
    if kind not in NEIGHBOURS:
        NEIGHBOURS[kind] = Registry(f"neighbours.{kind}", f"What lies around a {kind}?")
    return NEIGHBOURS[kind]


def panels_for(actor: Actor, kind: str, object_id: UUID) -> list[Panel]:
    """All panels for one object, in their order."""
    found = (provider(actor, object_id) for provider in panels(kind))
    return [panel for panel in found if panel is not None]


def neighbours_of(
    actor: Actor, kind: str, ids: Sequence[UUID], asked: Side = Side.ALL
) -> dict[UUID, Neighbours]:
    """The neighbours of many objects of one kind, gathered from every app that knows some."""
    answers = [provider(actor, ids, asked) for provider in neighbours(kind)]
    return {
        each: Neighbours(
            before=[node for a in answers if each in a for node in a[each].before],
            behind=[node for a in answers if each in a for node in a[each].behind],
            gaps=[step for a in answers if each in a for step in a[each].gaps],
            node=next((a[each].node for a in answers if each in a and a[each].node), None),
        )
        for each in ids
    }


class NodeProvider(Protocol):
    """The nodes of one kind by id, for this actor; what the actor may not see is left out."""

    def __call__(self, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Node]: ...


NODES: Registry[NodeProvider] = Registry("nodes", "What is one thing on the thread?")


@dataclass(frozen=True)
class Spot:
    """Where something new belongs, as an address named it, and what its form carries along."""

    label: str
    url: str
    fields: Sequence[tuple[str, str]]


class SpotLook(Protocol):
    """What an address (or a form) names, as far as this actor sees it; else None."""

    def __call__(self, actor: Actor, asked: Mapping[str, str]) -> Spot | None: ...


class SpotPut(Protocol):
    """A command that lets something of a kind belong to what was named."""

    def __call__(
        self, *, by: Actor, kind: str, object_id: UUID, asked: Mapping[str, str]
    ) -> None: ...


@dataclass(frozen=True)
class SpotSource:
    """An app that knows spots. A page that adds something knows none of them."""

    look: SpotLook
    put: SpotPut


SPOTS: Registry[SpotSource] = Registry("spots", "To what does something new belong?")


def spots_in(actor: Actor, asked: Mapping[str, str]) -> list[Spot]:
    """Where something new will belong, by what an address or a form names."""
    found = (source.look(actor, asked) for source in SPOTS)
    return [spot for spot in found if spot is not None]


def put_on_spots(*, by: Actor, kind: str, object_id: UUID, asked: Mapping[str, str]) -> None:
    """What was added belongs to what its form carried along."""
    for source in SPOTS:
        if source.look(by, asked) is not None:
            source.put(by=by, kind=kind, object_id=object_id, asked=asked)


ORDER = (
    "conversation",
    "quote",
    "concern",
    "step",
    "cause",
    "measure",
    "delivery",
    "answer",
    "effect",
)
"""The kinds along the golden thread, from what was said to what it brought."""
