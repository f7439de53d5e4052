"""The event log of a demo: invented cases of a process, measured as any other log."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import asdict
from typing import TYPE_CHECKING

from draagvlak.event_logs.models import EventLog
from draagvlak.lib.event_log import Event, Log, measure
from draagvlak.processes.models import Process

if TYPE_CHECKING:
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry

_HOUR = 3600.0


def put_event_log(place: Place, content: Entry) -> None:
    """What the log of one process tells, in one statement."""
    process = Process.objects.get(
        workspace_id=place.workspace.pk,
        programme_id=place.programme.pk,
        name=content.text("process"),
    )
    steps = {each.text("name"): each for each in content.entries("steps")}
    begin = dt.datetime.fromisoformat(content.text("begin")).timestamp()
    cases: list[list[Event]] = []
    for path in content.entries("paths"):
        for _each in range(path.number("cases")):
            dice = random.Random(len(cases))  # noqa: S311 the same demo each time
            cases.append(_case(begin + len(cases) * 20 * _HOUR, path.texts("steps"), steps, dice))
    EventLog.objects.create(
        workspace=place.workspace,
        process=process,
        name=content.text("name"),
        measured=asdict(measure(Log(cases))),
    )


def _case(
    begin: float, path: list[str], steps: dict[str, Entry], dice: random.Random
) -> list[Event]:
    """One case: each step some hours after the one before, most near the middle."""
    events, at = [], begin
    for name in path:
        events.append(Event(at, name, steps[name].text("role")))
        at += steps[name].number("hours") * _HOUR * dice.triangular(0.4, 2.2, 0.9)
    return events
