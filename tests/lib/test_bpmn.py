"""BPMN of any tool: what is read, what is refused, what is said of it; and what we write."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from draagvlak.lib.bpmn import (
    FindingCode,
    Limits,
    Mark,
    NodeKind,
    RefusalCode,
    Refused,
    Step,
    StepFacts,
    Words,
    lay_out,
    model_of_steps,
    picture_of,
    read_bpmn,
    rows_of,
    write_bpmn,
)

pytestmark = pytest.mark.one_engine("asks no database")

CONTRACT = (Path(__file__).parent / "data" / "bpmn" / "contract.bpmn").read_bytes()
SPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = 'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
DC = 'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'


def file(inside: str, more: str = "") -> bytes:
    return f'<definitions xmlns="{SPACE}" {DI} {DC} {more}>{inside}</definitions>'.encode()


def found(content: bytes) -> list[tuple[str, str, str]]:
    """(code, element, about), without the two that small files always give."""
    quiet = {FindingCode.NO_PICTURE, FindingCode.NO_STEPS}
    findings = [one for one in read_bpmn(content).findings if one.code not in quiet]
    return [(one.code.value, one.element, one.about) for one in findings]


def test_pools_nested_lanes_subprocesses_messages_and_notes_are_read():
    model = read_bpmn(CONTRACT).model
    assert [(pool.name, pool.process) for pool in model.pools] == [
        ("Gemeente", "pr1"),
        ("Leverancier", "pr2"),
        ("Inwoner", ""),
    ]
    assert [(lane.name, lane.parent) for lane in model.lanes] == [
        ("Juridisch", ""),
        ("Afdeling Inkoop", ""),
        ("Inkoper", "L2"),
        ("Teammanager", "L2"),
    ]
    nodes = {node.id: node for node in model.nodes}
    assert (nodes["t1"].scope, nodes["t1"].lane, nodes["t1"].pool) == ("SP", "L2a", "P1")
    assert (nodes["bt"].host, nodes["bt"].lane, nodes["bt"].triggers) == ("SP", "L2a", ("timer",))
    assert [item.name for item in model.items] == ["Moet volgens de wet", "Contract"]
    assert {flow.kind.value for flow in model.flows} == {
        "sequenceFlow",
        "messageFlow",
        "association",
    }


BOMB = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" name="&b;"/>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", RefusalCode.EMPTY),
        (b" \n ", RefusalCode.EMPTY),
        (BOMB, RefusalCode.DOCUMENT_TYPE),
        (BOMB.decode().encode("utf-16"), RefusalCode.DOCUMENT_TYPE),
        (b'<!DOCTYPE d SYSTEM "http://a.example/x.dtd"><d/>', RefusalCode.DOCUMENT_TYPE),
        (b"PK\x03\x04 a visio file", RefusalCode.NOT_XML),
        (b"<definitions><process></definitions>", RefusalCode.NOT_XML),
        (b'<?xml version="1.0" encoding="nonsense"?><definitions/>', RefusalCode.NOT_XML),
        (b"<mxfile/>", RefusalCode.NOT_BPMN),
    ],
)
def test_what_is_refused(content, code):
    with pytest.raises(Refused) as refused:
        read_bpmn(content)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(size=100), RefusalCode.TOO_LARGE),
        (Limits(elements=20), RefusalCode.TOO_MANY_ELEMENTS),
        (Limits(depth=4), RefusalCode.TOO_DEEP),
    ],
)
def test_size_number_and_depth_are_bounded(limits, code):
    with pytest.raises(Refused) as refused:
        read_bpmn(CONTRACT, limits)
    assert refused.value.code is code


def test_a_refusal_names_its_line():
    with pytest.raises(Refused) as refused:
        read_bpmn(b"<definitions>\n<process>\n</definitions>")
    assert refused.value.line == 3


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            '<sequenceFlow id="f" sourceRef="a" targetRef="zz"/><task id="a" name="A"/>',
            [("broken_target", "f", "zz")],
        ),
        (
            '<sequenceFlow id="f" sourceRef="zz" targetRef="a"/><task id="a" name="A"/>',
            [("broken_source", "f", "zz")],
        ),
        ('<task id="a" name="A"/><task id="a" name="B"/>', [("double_id", "a", "a_2")]),
        ('<task name="A"/>', [("missing_id", "task_1", "task")]),
        (
            '<task id="a" name="Toets"/><task id="b" name="toets "/>',
            [("double_name", "a", "Toets"), ("double_name", "b", "toets")],
        ),
        ('<task id="a"/>', [("no_name", "a", "")]),
        ('<robot id="r"/><task id="a" name="A"/>', [("unknown_element", "r", "robot")]),
        (
            '<task id="a" name="A"/><boundaryEvent id="b" attachedToRef="zz"/>',
            [("broken_host", "b", "zz")],
        ),
        ('<task id="a" name="A" default="zz"/>', [("broken_default", "a", "zz")]),
        (
            '<laneSet><lane id="l"><flowNodeRef>zz</flowNodeRef></lane></laneSet>',
            [("broken_lane", "l", "zz")],
        ),
        (
            (
                '<laneSet><lane id="l"><flowNodeRef>a</flowNodeRef></lane>'
                '<lane id="m"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
                '<task id="a" name="A"/>'
            ),
            [("in_two_lanes", "a", "m")],
        ),
    ],
)
def test_what_is_broken_is_said_and_the_rest_is_read(inside, expected):
    assert found(file(f'<process id="p">{inside}</process>')) == expected


def test_a_finding_names_its_line_and_a_cycle_is_fine():
    inside = (
        '<process id="p">\n<task id="a" name="A"/>\n<sequenceFlow id="f" sourceRef="a" '
        'targetRef="a"/>\n<sequenceFlow id="g" sourceRef="a" targetRef="b"/></process>'
    )
    lines = [(one.code.value, one.line) for one in read_bpmn(file(inside)).findings if one.line]
    assert lines == [("broken_target", 4)]
    assert len(lay_out(read_bpmn(file(inside)).model).shapes) == 1


def test_other_makers_namespaces_are_skipped_and_named_and_old_ones_read():
    content = file(
        '<process id="p"><task id="a" name="A" x:made="1"><extensionElements><x:big><task '
        'id="not-one"/></x:big></extensionElements></task></process>',
        'xmlns:x="http://maker.example/bpmn"',
    )
    reading = read_bpmn(content)
    assert [node.id for node in reading.model.nodes] == ["a"]
    assert reading.model.extensions == ("http://maker.example/bpmn",)
    old = content.replace(SPACE.encode(), b"http://schema.omg.org/spec/BPMN/2.0")
    assert [node.id for node in read_bpmn(old).model.nodes] == ["a"]
    assert ("old_namespace", "", "http://schema.omg.org/spec/BPMN/2.0") in found(old)


def drawn(numbers: str) -> bytes:
    return file(
        '<process id="p"><laneSet><lane id="l"/></laneSet><task id="a" name="A"/></process>'
        '<di:BPMNDiagram><di:BPMNPlane bpmnElement="p"><di:BPMNShape bpmnElement="l">'
        '<dc:Bounds x="0" y="0" width="500" height="200"/></di:BPMNShape><di:BPMNShape '
        f'bpmnElement="a"><dc:Bounds {numbers}/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>'
    )


def test_a_step_drawn_in_a_lane_that_does_not_hold_it_stands_in_it():
    reading = read_bpmn(drawn('x="10" y="10" width="100" height="80"'))
    assert reading.model.nodes[0].lane == "l"
    assert [one.code.value for one in reading.findings] == ["lane_from_picture"]


@pytest.mark.parametrize("x", ["NaN", "inf", "1e300", "ten", ""])
def test_a_number_that_is_none_leaves_the_step_out_of_the_picture(x):
    reading = read_bpmn(drawn(f'x="{x}" y="10" width="100" height="80"'))
    assert {one.element for one in reading.not_shown()} == {"a"}
    assert [row.node.name for row in rows_of(reading.model)] == ["A"]


def table() -> list[Step]:
    return [
        Step(
            "Stuk maken", "Adviseur", StepFacts("Word", "wet", "college", 30, 2, "stays"), None, "a"
        ),
        Step("Juridische toets", "Jurist", waits_for=("a",), key="b"),
        Step("Financiële toets", "Controller", waits_for=("1",), key="c"),
        Step("Bundelen", "adviseur", waits_for=("Juridische toets", "c", "a"), key="d"),
    ]


def test_a_table_of_steps_becomes_lanes_gateways_a_start_and_an_end():
    reading = model_of_steps(table(), "Stukken")
    model = reading.model
    assert reading.findings == ()
    assert [lane.name for lane in model.lanes] == ["Adviseur", "Jurist", "Controller"]
    assert sorted((flow.source, flow.target) for flow in model.flows) == [
        ("Join_Step_d", "Step_d"),
        ("Split_Step_a", "Step_b"),
        ("Split_Step_a", "Step_c"),
        ("Start", "Step_a"),
        ("Step_a", "Split_Step_a"),
        ("Step_b", "Join_Step_d"),
        ("Step_c", "Join_Step_d"),
        ("Step_d", "End"),
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], [("no_steps", 0)]),
        ([Step("A", "R", waits_for=("Z",))], [("unknown_wait", 1)]),
        ([Step("A", "R", waits_for=("A",))], [("circle", 1)]),
        ([Step("A", "R", waits_for=("2",)), Step("B", "R", waits_for=("1",))], [("circle", 2)]),
        ([Step("A")], [("no_role", 1)]),
        ([Step("", "R")], [("no_name", 1)]),
        ([Step("A", "R", key="k"), Step("B", "R", key="k")], [("double_id", 2)]),
        ([Step("A", "R", StepFacts(minutes=-1))], [("bad_minutes", 1)]),
    ],
)
def test_what_is_wrong_in_a_table_is_said_with_its_row(steps, expected):
    findings = model_of_steps(steps).findings
    assert [(one.code.value, one.line) for one in findings] == expected


def test_what_we_write_reads_back_the_same():
    model = model_of_steps(table(), "Stukken").model
    reading = read_bpmn(write_bpmn(model))
    assert reading.findings == ()
    again = reading.model
    assert [(n.id, n.kind, n.name, n.lane, n.facts) for n in again.nodes] == [
        (n.id, n.kind, n.name, n.lane, n.facts) for n in model.nodes
    ]
    ends = [(flow.source, flow.target) for flow in model.flows]
    assert [(flow.source, flow.target) for flow in again.flows] == ends
    assert again.diagrams[0].shapes


def test_a_rich_model_that_we_write_reads_back_with_all_its_parts():
    model = read_bpmn(CONTRACT).model
    reading = read_bpmn(write_bpmn(model))
    again = reading.model
    assert [one for one in reading.not_shown() if one.code is not FindingCode.NO_SHAPE] == []
    for part in ("pools", "lanes", "nodes", "flows", "items"):
        before = sorted(one.id for one in getattr(model, part))
        assert sorted(one.id for one in getattr(again, part)) == before, part


def test_a_picture_escapes_says_what_it_shows_and_has_no_style():
    words = "<script>alert(1)</script>\x00 & \"'"
    model = model_of_steps([Step(words, words)], words).model
    svg = picture_of(model, Words(words, name="a"), marks={"Step_1": Mark.ADDED})
    root = ElementTree.fromstring(svg)
    assert root.find("{http://www.w3.org/2000/svg}title").text == words.replace("\x00", "")
    names = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert names == {
        "svg",
        "title",
        "desc",
        "g",
        "rect",
        "circle",
        "path",
        "polygon",
        "text",
        "tspan",
    }
    assert {key for one in root.iter() for key in one.attrib if key in ("style", "href")} == set()
    assert root.attrib["aria-labelledby"] == "a-title a-desc"
    assert "bpmn-added" in svg
    assert svg == picture_of(model, Words(words, name="a"), marks={"Step_1": Mark.ADDED})


def test_the_rows_tell_the_picture_in_the_order_of_the_work():
    rows = rows_of(model_of_steps(table(), "Stukken").model)
    told = [(row.number, row.node.name, row.roles, [n.number for n in row.after]) for row in rows]
    assert told == [
        (1, "", ("Adviseur",), [2]),
        (2, "Stuk maken", ("Adviseur",), [3]),
        (3, "", ("Adviseur",), [4, 5]),
        (4, "Juridische toets", ("Jurist",), [6]),
        (5, "Financiële toets", ("Controller",), [6]),
        (6, "", ("Adviseur",), [7]),
        (7, "Bundelen", ("Adviseur",), [8]),
        (8, "", ("Adviseur",), []),
    ]


def overlapping(model) -> list[tuple[str, str]]:
    """Nodes of one scope that are drawn over each other."""
    places = {one.element: one.bounds for one in lay_out(model).shapes}
    nodes = [node for node in model.nodes if not node.host]
    return [
        (one.id, other.id)
        for at, one in enumerate(nodes)
        for other in nodes[at + 1 :]
        if one.scope == other.scope and places[one.id].overlaps(places[other.id])
    ]


def crossed(model) -> list[tuple[str, str]]:
    """Ways that run through a node that they have nothing to do with."""
    diagram = lay_out(model)
    places = {one.element: one.bounds for one in diagram.shapes}
    flows = {flow.id: flow for flow in model.flows}
    found = []
    for line in diagram.lines:
        flow = flows[line.element]
        for node in model.nodes:
            box = places[node.id]
            for one, other in zip(line.points, line.points[1:], strict=False):
                low_x, high_x = sorted((one.x, other.x))
                low_y, high_y = sorted((one.y, other.y))
                apart = high_x <= box.x or low_x >= box.right
                apart = apart or high_y <= box.y or low_y >= box.bottom
                if not apart and node.id not in (flow.source, flow.target):
                    found.append((line.element, node.id))
    return found


def test_nothing_overlaps_in_a_model_with_everything():
    model = read_bpmn(CONTRACT).model
    assert overlapping(model) == []
    lanes = {one.element: one.bounds for one in lay_out(model).shapes}
    for node in model.nodes:
        if node.lane and not node.host:
            assert lanes[node.lane].holds(lanes[node.id].middle), node.id


graphs = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=24, unique=True
)
kinds = st.lists(
    st.sampled_from([NodeKind.TASK, NodeKind.EXCLUSIVE, NodeKind.END]), min_size=12, max_size=12
)
names = st.lists(st.text(max_size=60), min_size=12, max_size=12)
bands = st.lists(st.integers(0, 3), min_size=12, max_size=12)


@given(graphs, kinds, names, bands)
def test_any_graph_is_laid_out_without_overlap_and_the_same_every_time(ways, kinds, names, bands):
    inside = "".join(f'<{kind.value} id="n{at}"/>' for at, kind in enumerate(kinds))
    inside += "".join(
        f'<sequenceFlow id="f{one}_{other}" sourceRef="n{one}" targetRef="n{other}"/>'
        for one, other in ways
    )
    lanes = "".join(
        f'<lane id="l{lane}" name="Rol {lane}">'
        + "".join(f"<flowNodeRef>n{at}</flowNodeRef>" for at in range(12) if bands[at] == lane)
        + "</lane>"
        for lane in range(4)
    )
    content = file(f'<process id="p"><laneSet>{lanes}</laneSet>{inside}</process>')
    model = read_bpmn(content).model
    named = [replace(n, name=name) for n, name in zip(model.nodes, names, strict=True)]
    model = replace(model, nodes=tuple(named))
    assert overlapping(model) == []
    assert crossed(model) == []
    assert lay_out(model) == lay_out(model)
    ElementTree.fromstring(picture_of(model, Words("Proces")))
    assert len(read_bpmn(write_bpmn(model)).model.nodes) == len(model.nodes)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with contextlib.suppress(Refused):
        read_bpmn(content)


@given(st.integers(0, len(CONTRACT) - 1), st.integers(0, 60), st.binary(max_size=8))
def test_a_damaged_file_is_read_or_refused(at, gone, put):
    content = CONTRACT[:at] + put + CONTRACT[at + gone :]
    try:
        model = read_bpmn(content).model
    except Refused:
        return
    ElementTree.fromstring(picture_of(model, Words("Proces")))


def test_a_namespace_with_a_space_and_a_prefix_of_nothing_are_read():
    inside = '<process id="p"><task id="a" name="A" q:b="1"/><q:c/></process>'
    reading = read_bpmn(file(inside, 'xmlns:Process="http://maker.example/Collapsed Process"'))
    assert [node.id for node in reading.model.nodes] == ["a"]
    assert reading.model.extensions == ("q",)
