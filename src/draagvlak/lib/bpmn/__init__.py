"""Process models: BPMN 2.0 read from any tool, made from a table of steps, laid out and drawn."""

from __future__ import annotations

from draagvlak.lib.bpmn.findings import Finding, FindingCode, RefusalCode, Refused
from draagvlak.lib.bpmn.model import Model, NodeKind
from draagvlak.lib.bpmn.reading import Reading, read_bpmn
from draagvlak.lib.bpmn.tree import Limits

__all__ = [
    "Finding",
    "FindingCode",
    "Limits",
    "Model",
    "NodeKind",
    "Reading",
    "RefusalCode",
    "Refused",
    "read_bpmn",
]
