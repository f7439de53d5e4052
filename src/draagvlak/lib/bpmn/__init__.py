"""Process models: BPMN 2.0 read from any tool, made from a table of steps, laid out and drawn."""

from __future__ import annotations

from draagvlak.lib.bpmn.findings import Finding, FindingCode, RefusalCode, Refused
from draagvlak.lib.bpmn.layout import lay_out
from draagvlak.lib.bpmn.model import Model, NodeKind, StepFacts
from draagvlak.lib.bpmn.picture import Mark, Words, picture_of
from draagvlak.lib.bpmn.reading import Reading, read_bpmn
from draagvlak.lib.bpmn.rows import Next, Row, rows_of
from draagvlak.lib.bpmn.steps import Step, model_of_steps, step_id
from draagvlak.lib.bpmn.tree import Limits
from draagvlak.lib.bpmn.writing import write_bpmn

__all__ = [
    "Finding",
    "FindingCode",
    "Limits",
    "Mark",
    "Model",
    "Next",
    "NodeKind",
    "Reading",
    "RefusalCode",
    "Refused",
    "Row",
    "Step",
    "StepFacts",
    "Words",
    "lay_out",
    "model_of_steps",
    "picture_of",
    "read_bpmn",
    "rows_of",
    "step_id",
    "write_bpmn",
]
