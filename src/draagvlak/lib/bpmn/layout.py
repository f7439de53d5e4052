"""A layout of our own: columns in the order of the work, one band per role, no overlap.

Deterministic: the same model gives the same diagram. A subprocess is laid out first and drawn
around its content. Needs no diagram in the model and ignores the one that is there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from draagvlak.lib.bpmn import measures
from draagvlak.lib.bpmn.layering import Edge, forward_edges, layers_of, tracks_of
from draagvlak.lib.bpmn.model import (
    CONTAINERS,
    LINKS,
    Bounds,
    Diagram,
    Drawn,
    Flow,
    FlowKind,
    Item,
    ItemKind,
    Line,
    Model,
    Node,
    Point,
    Shape,
)
from draagvlak.lib.bpmn.routing import End, Grid, Path
from draagvlak.lib.bpmn.sheet import STRIP, Band, Cell, Sheet

_INNER = 16.0
_HEAD = 26.0
_ITEM_SIZES = {
    ItemKind.OBJECT: (36.0, 50.0),
    ItemKind.INPUT: (36.0, 50.0),
    ItemKind.OUTPUT: (36.0, 50.0),
    ItemKind.STORE: (50.0, 50.0),
}


def lay_out(model: Model) -> Diagram:
    """The diagram of a model, from (0, 0)."""
    return _Layout(model).scope("")


class _Layout:
    """Looks up what stands where, once for all scopes."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._nodes = {node.id: node for node in model.nodes}
        self._items = {item.id: item for item in model.items if item.kind is not ItemKind.GROUP}
        self._inside: dict[str, list[Node]] = defaultdict(list)
        for node in model.nodes:
            scope = node.scope if node.scope in self._nodes else ""
            self._inside[scope].append(node)
        self._pools = {pool.id for pool in model.pools}
        linked: dict[str, str] = {}
        for flow in model.flows:
            if flow.kind in LINKS:
                linked.setdefault(flow.source, flow.target)
                linked.setdefault(flow.target, flow.source)
        self._linked = linked

    def scope(self, scope: str) -> Diagram:
        members = self._inside[scope]
        bands = self._bands() if not scope else [Band("", "", 0)]
        sheet = Sheet(bands, {}, framed=any(pool.drawn for pool in self._model.pools) and not scope)
        self._fill(sheet, members, scope)
        flows = self._flows(scope, sheet)
        self._place(sheet, members, flows)
        stack = sheet.rows()
        owners = {flow.id: _owner(flow) for flow, _, _ in flows}
        grid = Grid({(sheet.column[key], sheet.row[key]) for key in sheet.cells}, stack)
        paths = []
        for flow, source, target in flows:
            ends = self._end(sheet, source), self._end(sheet, target)
            paths.append((flow, source, target, grid.path(owners[flow.id], *ends)))
        sheet.measure(grid, self._words(sheet, flows))
        return self._diagram(sheet, paths, scope)

    def _bands(self) -> list[Band]:
        direct = {(node.pool, node.lane) for node in self._inside[""]}
        bands = []
        for pool in self._model.pools:
            lanes = [lane for lane in self._model.lanes if lane.pool == pool.id and not lane.scope]
            parents = {lane.parent for lane in lanes}
            if not lanes or (pool.id, "") in direct:
                bands.append(Band(pool.id, "", 0, measures.strip_room(pool.name)))
            waiting = [(lane, 1) for lane in reversed(lanes) if not lane.parent]
            while waiting:
                lane, depth = waiting.pop()
                if lane.id not in parents or (pool.id, lane.id) in direct:
                    bands.append(Band(pool.id, lane.id, depth, measures.strip_room(lane.name)))
                under = [(one, depth + 1) for one in reversed(lanes) if one.parent == lane.id]
                waiting.extend(under)
        return bands

    def _fill(self, sheet: Sheet, members: list[Node], scope: str) -> None:
        at = {(band.pool, band.lane): place for place, band in enumerate(sheet.bands)}
        first = {band.pool: place for place, band in reversed(list(enumerate(sheet.bands)))}
        for node in members:
            if node.host:
                continue
            band = 0 if scope else at.get((node.pool, node.lane), first.get(node.pool, 0))
            sheet.cells[node.id] = self._cell(node, band)
        for node in members:
            if node.host in sheet.cells:
                sheet.cells[node.host].hosted.append(node.id)
        for cell in sheet.cells.values():
            if cell.hosted:
                cell.width = max(cell.width, (measures.CIRCLE + 12) * len(cell.hosted) + 12)
                wide, high = cell.room
                cell.room = max(wide, cell.width), high + measures.CIRCLE
        for item in self._items.values():
            if (item.scope if item.scope in self._nodes else "") == scope and sheet.bands:
                beside = sheet.cells.get(self._linked.get(item.id, ""))
                band = beside.band if beside else first.get(item.pool, 0)
                sheet.cells[item.id] = _item_cell(item, band)

    def _cell(self, node: Node, band: int) -> Cell:
        if node.shape is not Shape.BOX:
            size = measures.CIRCLE if node.shape is Shape.CIRCLE else measures.DIAMOND
            under = measures.label_height(node.name)
            wide = max(size, measures.LABEL_WIDTH) if node.name else size
            return Cell(node.id, band, size, size, (wide, size + 2 * under + 8))
        width, height = measures.box_size(node.name)
        inner = None
        if node.kind in CONTAINERS and self._inside[node.id]:
            inner = self.scope(node.id)
            right = max(shape.bounds.right for shape in inner.shapes)
            bottom = max(shape.bounds.bottom for shape in inner.shapes)
            points = [point for line in inner.lines for point in line.points]
            right = max([right, *(point.x for point in points)])
            bottom = max([bottom, *(point.y for point in points)])
            width = max(width, right + 2 * _INNER)
            height = bottom + 2 * _INNER + _HEAD
        return Cell(node.id, band, width, height, (width, height), inner)

    def _flows(self, scope: str, sheet: Sheet) -> list[tuple[Flow, str, str]]:
        """The flows whose ends, lifted to this scope, are two different things."""
        found = []
        for flow in self._model.flows:
            source, target = (self._lifted(end, scope) for end in (flow.source, flow.target))
            known = [end in sheet.cells or end in self._nodes for end in (source, target)]
            pools = [not scope and end in self._pools for end in (source, target)]
            if not all(one or other for one, other in zip(known, pools, strict=True)):
                continue
            if source != target or flow.source == flow.target:
                found.append((flow, source, target))
        return found

    def _lifted(self, end: str, scope: str) -> str:
        """The element of this scope that holds an end; "" when there is none."""
        if end in self._items:
            here = self._items[end].scope
            return end if here == scope else self._lifted(here, scope) if here else ""
        while end in self._nodes:
            if self._nodes[end].scope == scope:
                return end
            end = self._nodes[end].scope
        return end if end in self._pools else ""

    def _base(self, end: str) -> str:
        node = self._nodes.get(end)
        return node.host or end if node else end

    def _place(self, sheet: Sheet, members: list[Node], flows: list[tuple[Flow, str, str]]) -> None:
        keys = [node.id for node in members if node.id in sheet.cells]
        known = set(keys)
        edges: list[Edge] = [
            (self._base(source), self._base(target))
            for flow, source, target in flows
            if flow.kind is FlowKind.SEQUENCE
        ]
        edges = [edge for edge in edges if edge[0] in known and edge[1] in known]
        forward = forward_edges(keys, edges)
        layer = layers_of(keys, forward)
        for key in sheet.cells:
            if key not in known:
                layer[key] = layer.get(self._base(self._linked.get(key, "")), 0)
        band = {key: cell.band for key, cell in sheet.cells.items()}
        track = tracks_of(layer, band, forward)
        sheet.column = layer
        count = dict.fromkeys(range(len(sheet.bands)), 1)
        for key, place in track.items():
            count[band[key]] = max(count[band[key]], place + 1)
        position = 0
        for number, one in enumerate(sheet.bands):
            one.rows = [position + 1 + 2 * at for at in range(count[number])]
            position = one.rows[-1] + 2
        sheet.row = {key: sheet.bands[band[key]].rows[at] for key, at in track.items()}

    def _end(self, sheet: Sheet, end: str) -> End:
        if end in self._pools and end not in sheet.cells:
            rows = [row for band in sheet.bands if band.pool == end for row in band.rows]
            return End(0, rows[0], pool=True)
        base = self._base(end)
        return End(sheet.column[base], sheet.row[base], below=base != end)

    def _words(self, sheet: Sheet, flows: list[tuple[Flow, str, str]]) -> dict[int, float]:
        """Channel → room for the words at the lines that end behind it."""
        words: dict[int, float] = defaultdict(float)
        for flow, _, target in flows:
            base = self._base(target)
            if flow.name and base in sheet.column:
                channel = 2 * sheet.column[base]
                words[channel] = max(words[channel], measures.flow_label_width(flow.name))
        return words

    def _diagram(
        self, sheet: Sheet, paths: list[tuple[Flow, str, str, Path]], scope: str
    ) -> Diagram:
        shapes: list[Drawn] = []
        lines: list[Line] = []
        if not scope:
            shapes += self._frames(sheet)
        for key, cell in sheet.cells.items():
            left, width = sheet.column_at[sheet.column[key]]
            top, height = sheet.stack_at[sheet.row[key]]
            x, y = left + (width - cell.width) / 2, top + (height - cell.height) / 2
            bounds = Bounds(x, y, cell.width, cell.height)
            sheet.bounds[key] = bounds
            shapes.append(Drawn(key, bounds, self._label(key, bounds)))
            if cell.inner:
                lines += [_moved_line(one, x, y) for one in cell.inner.lines]
                shapes += [_moved_shape(one, x, y) for one in cell.inner.shapes]
            for at, hosted in enumerate(cell.hosted):
                size = measures.CIRCLE
                right = bounds.right - 12 - size - at * (size + 12)
                edge = Bounds(right, bounds.bottom - size / 2, size, size)
                sheet.bounds[hosted] = edge
                shapes.append(Drawn(hosted, edge))
        for flow, source, target, path in paths:
            points = tuple(sheet.points(source, target, path, down=self._base(source) != source))
            lines.append(Line(flow.id, points, _flow_label(flow, points)))
        return Diagram(scope or self._model.id, tuple(shapes), tuple(lines))

    def _frames(self, sheet: Sheet) -> list[Drawn]:
        """Pools and lanes around their bands."""
        frames = []
        lanes = {lane.id: lane for lane in self._model.lanes}
        spans: dict[str, list[Band]] = defaultdict(list)
        depth: dict[str, int] = {}
        for band in sheet.bands:
            spans[band.pool].append(band)
            lane, level = band.lane, band.depth
            while lane:
                spans[lane].append(band)
                depth[lane] = level
                lane, level = lanes[lane].parent, level - 1
        drawn = {pool.id for pool in self._model.pools if pool.drawn}
        for key, bands in spans.items():
            if key in drawn or key in depth:
                left = STRIP * (depth.get(key, 0) - (0 if drawn else 1))
                left = left if key in depth else 0.0
                top, bottom = bands[0].top, bands[-1].bottom
                frames.append(Drawn(key, Bounds(left, top, sheet.right - left, bottom - top)))
        return frames

    def _label(self, key: str, bounds: Bounds) -> Bounds | None:
        node = self._nodes.get(key)
        item = self._items.get(key)
        if node and node.name and node.shape is not Shape.BOX:
            height = measures.label_height(node.name)
        elif item and item.kind in _ITEM_SIZES and item.name:
            height = measures.label_height(item.name)
        else:
            return None
        left = bounds.middle.x - measures.LABEL_WIDTH / 2
        return Bounds(left, bounds.bottom + 4, measures.LABEL_WIDTH, height)


def _owner(flow: Flow) -> str:
    """Flows of one kind from one node share their stretches."""
    return f"{flow.kind}:{flow.source}"


def _item_cell(item: Item, band: int) -> Cell:
    if item.kind not in _ITEM_SIZES:
        width, height = measures.box_size(item.name)
        return Cell(item.id, band, width, height, (width, height))
    width, height = _ITEM_SIZES[item.kind]
    under = measures.label_height(item.name)
    wide = measures.LABEL_WIDTH if item.name else width
    return Cell(item.id, band, width, height, (wide, height + 2 * under + 8))


def _moved_shape(one: Drawn, x: float, y: float) -> Drawn:
    return replace(one, bounds=_moved(one.bounds, x, y), label=_moved_label(one.label, x, y))


def _moved_line(one: Line, x: float, y: float) -> Line:
    left, top = x + _INNER, y + _INNER + _HEAD
    points = tuple(Point(point.x + left, point.y + top) for point in one.points)
    return Line(one.element, points, _moved_label(one.label, x, y))


def _moved(one: Bounds, x: float, y: float) -> Bounds:
    return replace(one, x=one.x + x + _INNER, y=one.y + y + _INNER + _HEAD)


def _moved_label(one: Bounds | None, x: float, y: float) -> Bounds | None:
    return _moved(one, x, y) if one else None


def _flow_label(flow: Flow, points: tuple[Point, ...]) -> Bounds | None:
    """Before the arrow, above the line: lines that leave one gateway part there."""
    if not flow.name:
        return None
    width = measures.flow_label_width(flow.name)
    before, end = points[-2:]
    if before.x == end.x:
        return Bounds(end.x + 6, (before.y + end.y - measures.LINE) / 2, width, measures.LINE)
    return Bounds(end.x - width - 10, end.y - measures.LINE - 3, width, measures.LINE)
