"""BPMN 2.0 of any tool → model and findings.

Read by local name, so that prefixes and older namespaces do not matter. What is broken is left out
or mended, and said; what is not known is skipped, and said. The bytes of the file stay with the
caller: they are the export.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from draagvlak.lib.bpmn import tree
from draagvlak.lib.bpmn.drawn import read_diagrams
from draagvlak.lib.bpmn.findings import Finding, FindingCode, RefusalCode, Refused
from draagvlak.lib.bpmn.mending import mended
from draagvlak.lib.bpmn.model import (
    CONTAINERS,
    Flow,
    FlowKind,
    Item,
    ItemKind,
    Lane,
    Model,
    Node,
    NodeKind,
    Pool,
    StepFacts,
)
from draagvlak.lib.fold import squeeze

NODE_KINDS = {kind.value: kind for kind in NodeKind}
_FLOW_KINDS = {kind.value: kind for kind in (FlowKind.SEQUENCE, FlowKind.MESSAGE)}
_ITEM_KINDS = {kind.value: kind for kind in ItemKind}
_UNSHOWN = frozenset(
    {
        "choreography",
        "globalChoreographyTask",
        "choreographyTask",
        "subChoreography",
        "callChoreography",
        "conversation",
        "subConversation",
        "callConversation",
        "globalConversation",
    }
)
# Parts of BPMN that are no picture: they stay in the file and need no word.
_QUIET_WORDS = """
    auditing callableElement category categoryValue complexBehaviorDefinition conversationLink
    conversationAssociation correlationKey correlationProperty correlationSubscription dataObject
    dataState dataStore documentation endPoint error escalation extension extensionElements
    flowNodeRef globalBusinessRuleTask globalManualTask globalScriptTask globalTask globalUserTask
    humanPerformer import inMessageRef incoming interface ioBinding ioSpecification itemDefinition
    loopCharacteristics message messageFlowAssociation monitoring multiInstanceLoopCharacteristics
    operation outgoing participantAssociation participantMultiplicity partnerEntity partnerRole
    performer potentialOwner process property relationship rendering resource
    resourceParameter resourceRole script signal standardLoopCharacteristics supportedInterfaceRef
    supports text completionCondition inputSet outputSet collaboration laneSet childLaneSet
    partitionElement dataInputAssociation dataOutputAssociation eventDefinition
    inputDataItem outputDataItem loopDataInputRef loopDataOutputRef loopCardinality linkEventTarget
    dataOutputRefs outputSetRefs dataInputRefs conditionExpression definition extensionDefinition
    eventDefinitionRef BPMNDiagram BPMNLabelStyle source target sourceRef targetRef categoryValueRef
    resourceAssignmentExpression choreographyRef participantRef innerParticipantRef
    outerParticipantRef messageRef operationRef ioBinding event
    """
_QUIET = frozenset(_QUIET_WORDS.split())
_MARK = "EventDefinition"


@dataclass(frozen=True, slots=True)
class Reading:
    """A model with what was wrong with it, in the order of the file."""

    model: Model
    findings: tuple[Finding, ...]

    def not_shown(self) -> tuple[Finding, ...]:
        """The findings about elements that no picture of ours can show."""
        return tuple(found for found in self.findings if found.code in LOST)


LOST = frozenset(
    {
        FindingCode.NOT_SHOWN,
        FindingCode.UNKNOWN_ELEMENT,
        FindingCode.BROKEN_SOURCE,
        FindingCode.BROKEN_TARGET,
        FindingCode.NO_SHAPE,
        FindingCode.BAD_NUMBER,
    }
)


def read_bpmn(content: bytes, limits: tree.Limits | None = None) -> Reading:
    """Read a file. Raises Refused when nothing of it can be used."""
    grown = tree.grow(content, limits or tree.Limits())
    root = grown.root
    if root.name != "definitions":
        raise Refused(RefusalCode.NOT_BPMN, line=root.line, about=root.name[:100])
    reader = _Reader()
    if root.namespace != tree.MODEL:
        reader.find(FindingCode.OLD_NAMESPACE, root, about=root.namespace[:200])
    reader.read(root)
    diagrams, drawn = read_diagrams(root)
    tool = squeeze(f"{root.get('exporter')} {root.get('exporterVersion')}")
    model = Model(
        id=root.get("id"),
        name=squeeze(root.get("name")),
        tool=tool[:200],
        pools=tuple(reader.pools),
        lanes=tuple(reader.lanes),
        nodes=tuple(reader.nodes),
        flows=tuple(reader.flows),
        items=tuple(reader.items),
        diagrams=diagrams,
        extensions=grown.foreign,
    )
    mending = mended(model, reader.held)
    findings = [*reader.findings, *drawn, *mending.findings]
    return Reading(mending.model, tuple(sorted(findings, key=lambda found: found.line)))


@dataclass(slots=True)
class _Place:
    """Where in the file we are."""

    pool: str = ""
    scope: str = ""


@dataclass(slots=True)
class _Reader:
    """Walks through the tree once."""

    findings: list[Finding] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    held: list[tuple[str, str, int]] = field(default_factory=list)
    """(lane, id of what it holds, line), as the file says it."""
    ids: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    """Names and words of elements that others refer to: data objects, category values."""
    unnamed: Counter[str] = field(default_factory=Counter)

    def find(self, code: FindingCode, element: tree.Element, *, about: str = "") -> None:
        self.findings.append(Finding(code, element.get("id"), element.line, about))

    def identify(self, element: tree.Element) -> str:
        """Its id, or one of our own when it has none or shares it."""
        asked = element.get("id")
        if asked and asked not in self.ids:
            self.ids.add(asked)
            return asked
        stem = asked or f"{element.name}_"
        while True:
            self.unnamed[stem] += 1
            fresh = f"{stem}_{self.unnamed[stem] + 1}" if asked else f"{stem}{self.unnamed[stem]}"
            if fresh not in self.ids:
                break
        self.ids.add(fresh)
        if asked:
            self.find(FindingCode.DOUBLE_ID, element, about=fresh)
        elif element.name in NODE_KINDS:
            code = FindingCode.MISSING_ID
            self.findings.append(Finding(code, fresh, element.line, element.name))
        return fresh

    def read(self, root: tree.Element) -> None:
        for element in root.children:
            self._remember_names(element)
        members = [one for part in root.all("collaboration") for one in part.all("participant")]
        of_process = self._pools(members, {part.get("id") for part in root.all("process")})
        for element in root.children:
            if element.name == "process":
                self._process(element, of_process.get(element.get("id"), ""))
            elif element.name == "collaboration":
                self._collaboration(element)
            elif element.name in _UNSHOWN:
                self.find(FindingCode.NOT_SHOWN, element, about=element.name)
            elif element.name not in _QUIET and not element.name.endswith(_MARK):
                self.find(FindingCode.UNKNOWN_ELEMENT, element, about=element.name[:100])

    def _remember_names(self, element: tree.Element) -> None:
        stack = [element]
        while stack:
            one = stack.pop()
            if one.name in ("dataObject", "dataStore", "categoryValue"):
                self.names[one.get("id")] = squeeze(one.get("name") or one.get("value"))
            stack.extend(one.children)

    def _pools(self, members: list[tree.Element], processes: set[str]) -> dict[str, str]:
        """Process → its pool."""
        found: dict[str, str] = {}
        for member in members:
            key = self.identify(member)
            process = member.get("processRef").rpartition(":")[2]
            if process and process not in processes:
                self.find(FindingCode.BROKEN_POOL, member, about=process)
                process = ""
            if process in found:  # two pools of one process: the first shows it
                process = ""
            if process:
                found[process] = key
            self.pools.append(Pool(key, squeeze(member.get("name")), process, line=member.line))
        return found

    def _process(self, element: tree.Element, pool: str) -> None:
        if not pool:
            pool = self.identify(element)
            name = squeeze(element.get("name"))
            self.pools.append(Pool(pool, name, pool, drawn=False, line=element.line))
        self._inside(element, _Place(pool))

    def _collaboration(self, element: tree.Element) -> None:
        for child in element.children:
            if child.name in _FLOW_KINDS:
                self._flow(child, _FLOW_KINDS[child.name])
            elif child.name != "participant":
                self._other(child, _Place())

    def _inside(self, element: tree.Element, place: _Place) -> None:
        for child in element.children:
            if child.name in NODE_KINDS:
                self._node(child, place)
            elif child.name in _FLOW_KINDS:
                self._flow(child, _FLOW_KINDS[child.name])
            elif child.name == "laneSet":
                self._lanes(child, place, "")
            elif child.name == "ioSpecification":
                self._inside(child, place)
            else:
                self._other(child, place)

    def _other(self, child: tree.Element, place: _Place) -> None:
        if child.name in _ITEM_KINDS:
            self._item(child, place)
        elif child.name == "association":
            self._flow(child, FlowKind.ASSOCIATION)
        elif child.name in _UNSHOWN:
            self.find(FindingCode.NOT_SHOWN, child, about=child.name)
        elif child.name not in _QUIET and not child.name.endswith(_MARK):
            self.find(FindingCode.UNKNOWN_ELEMENT, child, about=child.name[:100])

    def _lanes(self, lane_set: tree.Element, place: _Place, parent: str) -> None:
        for lane in lane_set.all("lane"):
            key = self.identify(lane)
            name = squeeze(lane.get("name"))
            self.lanes.append(Lane(key, name, place.pool, parent, place.scope, lane.line))
            for inner in lane.all("childLaneSet"):
                self._lanes(inner, place, key)
            for held in lane.all("flowNodeRef"):
                self.held.append((key, held.text, held.line))

    def _node(self, element: tree.Element, place: _Place) -> None:
        key = self.identify(element)
        kind = NODE_KINDS[element.name]
        words = element.first("documentation")
        interrupts = element.get("cancelActivity") != "false"
        self.nodes.append(
            Node(
                id=key,
                kind=kind,
                name=squeeze(element.get("name")),
                pool=place.pool,
                scope=place.scope,
                host=element.get("attachedToRef").rpartition(":")[2],
                triggers=_triggers(element),
                repeats=_repeats(element),
                interrupts=interrupts and element.get("isInterrupting") != "false",
                default=element.get("default"),
                text=words.text if words else "",
                facts=_facts(element),
                line=element.line,
            )
        )
        for part in ("dataInputAssociation", "dataOutputAssociation"):
            for link in element.all(part):
                self._link(link, key)
        if kind in CONTAINERS:
            self._inside(element, _Place(place.pool, key))

    def _link(self, element: tree.Element, node: str) -> None:
        """A document goes into or comes out of a step."""
        into = element.name == FlowKind.INPUT.value
        end = element.first("sourceRef" if into else "targetRef")
        other = end.text if end else ""
        if not other:
            return
        source, target = (other, node) if into else (node, other)
        kind = FlowKind.INPUT if into else FlowKind.OUTPUT
        key = self.identify(element)
        self.flows.append(Flow(key, kind, source, target, line=element.line))

    def _flow(self, element: tree.Element, kind: FlowKind) -> None:
        condition = element.first("conditionExpression")
        key = self.identify(element)
        ends = [element.get(name).rpartition(":")[2] for name in ("sourceRef", "targetRef")]
        self.flows.append(
            Flow(
                key,
                kind,
                ends[0],
                ends[1],
                squeeze(element.get("name")),
                squeeze(condition.text) if condition else "",
                element.line,
            )
        )

    def _item(self, element: tree.Element, place: _Place) -> None:
        words = element.first("text")
        name = element.get("name") or element.get("text") or (words.text if words else "")
        for ref in ("dataObjectRef", "dataStoreRef", "categoryValueRef"):
            name = name or self.names.get(element.get(ref).rpartition(":")[2], "")
        key = self.identify(element)
        kind = _ITEM_KINDS[element.name]
        self.items.append(Item(key, kind, squeeze(name), place.pool, place.scope, element.line))


def _triggers(element: tree.Element) -> tuple[str, ...]:
    names = [child.name for child in element.children if child.name.endswith(_MARK)]
    if element.get("triggeredByEvent") == "true":
        return ("event",)
    return tuple(dict.fromkeys(name.removesuffix(_MARK) for name in names))


def _repeats(element: tree.Element) -> str:
    if element.first("standardLoopCharacteristics"):
        return "loop"
    several = element.first("multiInstanceLoopCharacteristics")
    if several is None:
        return ""
    return "sequential" if several.get("isSequential") == "true" else "parallel"


def _facts(element: tree.Element) -> StepFacts | None:
    """What our own writer left in a file."""
    around = element.first("extensionElements")
    found = around.first("step") if around else None
    if found is None or found.namespace != tree.FACTS:
        return None
    return StepFacts(
        squeeze(found.get("system")),
        squeeze(found.get("why")),
        squeeze(found.get("whom")),
        minutes=_amount(found.get("minutes")),
        often=_amount(found.get("often")),
        fate=squeeze(found.get("fate")),
    )


def _amount(text: str) -> float | None:
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if 0 <= amount < 1e9 else None  # noqa: PLR2004 also no nan
