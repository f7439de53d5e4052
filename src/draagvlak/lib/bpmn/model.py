"""A process model: what BPMN 2.0 says, as far as people look at it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NodeKind(StrEnum):
    """The steps, events and gateways of BPMN 2.0, by their element name."""

    TASK = "task"
    USER = "userTask"
    MANUAL = "manualTask"
    SERVICE = "serviceTask"
    SEND = "sendTask"
    RECEIVE = "receiveTask"
    SCRIPT = "scriptTask"
    RULE = "businessRuleTask"
    CALL = "callActivity"
    SUBPROCESS = "subProcess"
    TRANSACTION = "transaction"
    AD_HOC = "adHocSubProcess"
    START = "startEvent"
    END = "endEvent"
    CATCH = "intermediateCatchEvent"
    THROW = "intermediateThrowEvent"
    IMPLICIT = "implicitThrowEvent"
    BOUNDARY = "boundaryEvent"
    EXCLUSIVE = "exclusiveGateway"
    INCLUSIVE = "inclusiveGateway"
    PARALLEL = "parallelGateway"
    COMPLEX = "complexGateway"
    EVENT_BASED = "eventBasedGateway"


class Shape(StrEnum):
    """How a node looks."""

    BOX = "box"
    CIRCLE = "circle"
    DIAMOND = "diamond"


class FlowKind(StrEnum):
    """The lines of BPMN 2.0."""

    SEQUENCE = "sequenceFlow"
    MESSAGE = "messageFlow"
    ASSOCIATION = "association"
    INPUT = "dataInputAssociation"
    OUTPUT = "dataOutputAssociation"


class ItemKind(StrEnum):
    """What is drawn beside the steps."""

    OBJECT = "dataObjectReference"
    STORE = "dataStoreReference"
    INPUT = "dataInput"
    OUTPUT = "dataOutput"
    NOTE = "textAnnotation"
    GROUP = "group"


CONTAINERS = frozenset({NodeKind.SUBPROCESS, NodeKind.TRANSACTION, NodeKind.AD_HOC})
EVENTS = frozenset(
    {
        NodeKind.START,
        NodeKind.END,
        NodeKind.CATCH,
        NodeKind.THROW,
        NodeKind.IMPLICIT,
        NodeKind.BOUNDARY,
    }
)
GATEWAYS = frozenset(
    {
        NodeKind.EXCLUSIVE,
        NodeKind.INCLUSIVE,
        NodeKind.PARALLEL,
        NodeKind.COMPLEX,
        NodeKind.EVENT_BASED,
    }
)
LINKS = frozenset({FlowKind.ASSOCIATION, FlowKind.INPUT, FlowKind.OUTPUT})


@dataclass(frozen=True, slots=True)
class Point:
    """A place; x grows to the right, y downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it, the edge included."""
        return self.x <= point.x <= self.right and self.y <= point.y <= self.bottom

    def overlaps(self, other: Bounds) -> bool:
        """Whether they share more than an edge."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What a steps table says of one step beside its name and role.

    `minutes` is for one time, `often` is how many times a week; None is not known.
    """

    system: str = ""
    why: str = ""
    whom: str = ""
    minutes: float | None = None
    often: float | None = None
    fate: str = ""
    """stays, changes, goes, or nothing."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Somebody who takes part. Without `process` nobody looks inside.

    A process without a pool gets one that is not `drawn`.
    """

    id: str
    name: str
    process: str = ""
    drawn: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lane:
    """A role within a pool; `parent` is the lane around it, `scope` the subprocess, or nothing."""

    id: str
    name: str
    pool: str
    parent: str = ""
    scope: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """A step, event or gateway.

    `scope` is the subprocess around it, `lane` the innermost lane (that of the subprocess for what
    is in one), `host` the step on whose edge an event stands, `triggers` what an event is about
    ("timer", "message"), `default` the way out when no other holds.
    """

    id: str
    kind: NodeKind
    name: str
    pool: str
    lane: str = ""
    scope: str = ""
    host: str = ""
    triggers: tuple[str, ...] = ()
    repeats: str = ""
    """loop, parallel, sequential, or nothing."""
    interrupts: bool = True
    default: str = ""
    text: str = ""
    facts: StepFacts | None = None
    line: int = 0

    @property
    def shape(self) -> Shape:
        if self.kind in EVENTS:
            return Shape.CIRCLE
        return Shape.DIAMOND if self.kind in GATEWAYS else Shape.BOX


@dataclass(frozen=True, slots=True)
class Flow:
    """A line between nodes, items, pools or (an association) flows."""

    id: str
    kind: FlowKind
    source: str
    target: str
    name: str = ""
    condition: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A document, a store, a note or a group."""

    id: str
    kind: ItemKind
    name: str
    pool: str = ""
    scope: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where a diagram draws an element."""

    element: str
    bounds: Bounds
    label: Bounds | None = None
    horizontal: bool = True
    expanded: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """How a diagram draws a flow."""

    element: str
    points: tuple[Point, ...]
    label: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Diagram:
    """One picture of a model; `element` is the process, collaboration or subprocess it shows."""

    element: str
    shapes: tuple[Drawn, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """Everything of one file, in the order of the file."""

    id: str = ""
    name: str = ""
    tool: str = ""
    """The program that wrote it, with its version, as it says itself."""
    pools: tuple[Pool, ...] = ()
    lanes: tuple[Lane, ...] = ()
    nodes: tuple[Node, ...] = ()
    flows: tuple[Flow, ...] = ()
    items: tuple[Item, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    extensions: tuple[str, ...] = ()
    """Namespaces of other makers; their content stays in the bytes of the file."""
