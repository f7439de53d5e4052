"""Event logs of invented work: XES and tables, of any size."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from draagvlak.lib.event_log import measure, read_xes

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.event_logs.models import EventLog
    from draagvlak.processes.models import Process

STEPS = ("Ontvangen", "Bundelen", "Akkoord vragen", "Vergaderen", "Besluit mailen")
ROLES = ("Balie", "Secretariaat", "Manager", "College", "Secretariaat")
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def told(cases: int = 12, seed: int = 7) -> list[tuple[str, list[tuple[str, str, dt.datetime]]]]:
    """Cases with (step, role, time): most go straight on, every third asks for consent twice."""
    dice = random.Random(seed)  # noqa: S311 no secret
    found = []
    for number in range(cases):
        path = [0, 1, 2, 3, 4] if number % 3 else [0, 1, 2, 1, 2, 3, 4]
        at = START + dt.timedelta(hours=number)
        events = []
        for step in path:
            events.append((STEPS[step], ROLES[step], at))
            at += dt.timedelta(hours=30 if step == 1 else 2, minutes=dice.randrange(10))
        found.append((f"Z-{number:05}", events))
    return found


def make_xes(cases: int = 12, person: str = "Anja de Wit") -> bytes:
    """The same as XES, with the name of a person at every event."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1.0">']
    for case, events in told(cases):
        lines.append(f'<trace><string key="concept:name" value="{case}"/>')
        for step, role, at in events:
            lines.append(
                f'<event><string key="concept:name" value="{step}"/>'
                f'<string key="org:resource" value="{person}"/>'
                f'<string key="org:role" value="{role}"/>'
                f'<string key="lifecycle:transition" value="complete"/>'
                f'<date key="time:timestamp" value="{at.isoformat()}"/></event>'
            )
        lines.append("</trace>")
    lines.append("</log>")
    return "\n".join(lines).encode()


def make_csv(cases: int = 12, person: str = "Anja de Wit") -> bytes:
    """The same as a table, with a column of people."""
    lines = ["Zaaknummer;Activiteit;Tijdstip;Medewerker;Rol"]
    for case, events in told(cases):
        for step, role, at in events:
            lines.append(f"{case};{step};{at:%d-%m-%Y %H:%M};{person};{role}")
    return "\r\n".join(lines).encode()


def make_log(
    by: Actor, process: Process, name: str = "iBabs, voorjaar", cases: int = 30
) -> EventLog:
    """What a log told, kept with a process."""
    from draagvlak.event_logs.commands import add_log  # noqa: PLC0415 the bench runs without Django

    return add_log(by=by, process=process, name=name, measured=measure(read_xes(make_xes(cases))))
