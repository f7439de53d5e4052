"""Processes, how they go now and later, and files with models."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from draagvlak.processes.commands import ProcessDraft, StepDraft, add_process, add_step

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Process, Step

_numbers = count(1)

BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" exporter="Tekenbord">
 <process id="p"><laneSet id="ls"><lane id="l1" name="Secretariaat"><flowNodeRef>a</flowNodeRef>
 </lane><lane id="l2" name="Wethouder"><flowNodeRef>b</flowNodeRef></lane></laneSet>
 <startEvent id="s"/><task id="a" name="Verzamel de stukken"/><task id="b" name="Teken"/>
 <sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
 <sequenceFlow id="f2" sourceRef="a" targetRef="b"/>
 <sequenceFlow id="f3" sourceRef="b" targetRef="weg"/>
 </process></definitions>"""


def make_process(by: Actor, name: str = "") -> Process:
    """A process without steps."""
    name = name or f"Proces {next(_numbers)}"
    return add_process(by=by, draft=ProcessDraft(name=name, kind="primary"))


def make_step(by: Actor, process: Process, name: str, moment: str = "now", **more: object) -> Step:
    """One row of the table for now or for later."""
    more.setdefault("role", "Secretariaat")
    return add_step(by=by, process=process, moment=moment, draft=StepDraft(name, **more))


def make_table(by: Actor, process: Process, *names: str, moment: str = "now") -> list[Step]:
    """A table of steps, one after another."""
    return [make_step(by, process, name, moment) for name in names]
