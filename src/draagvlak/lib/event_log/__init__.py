"""Event logs: how work really runs, out of XES or a table, without a name of a person."""

from __future__ import annotations

from draagvlak.lib.event_log.log import (
    Event,
    Limits,
    Log,
    LogFinding,
    LogFindingCode,
    LogRefusalCode,
    LogRefused,
)
from draagvlak.lib.event_log.measuring import (
    LEAST,
    Handover,
    Measured,
    Passage,
    Spread,
    Variant,
    measure,
)
from draagvlak.lib.event_log.tables import Columns, guess_columns, read_rows
from draagvlak.lib.event_log.xes import read_xes

__all__ = [
    "LEAST",
    "Columns",
    "Event",
    "Handover",
    "Limits",
    "Log",
    "LogFinding",
    "LogFindingCode",
    "LogRefusalCode",
    "LogRefused",
    "Measured",
    "Passage",
    "Spread",
    "Variant",
    "guess_columns",
    "measure",
    "read_rows",
    "read_xes",
]
