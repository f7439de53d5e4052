"""The processes of a demo: how the work goes now, and how it will go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.kits.commands.group_views import put_group_views
from draagvlak.lib.fold import fold_key
from draagvlak.processes.models import Performer, Process, Situation, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry

MOMENTS = {Situation.Moment.NOW: Situation.State.SETTLED, Situation.Moment.LATER: "draft"}


def put_processes(place: Place, content: Entry) -> None:
    """Processes, both situations of each, their steps, who does them, and what groups say."""
    entries = content.entries("processes")
    processes = [_process(place, entry) for entry in entries]
    Process.objects.bulk_create(processes)
    place.processes = {
        entry.text("key"): each for entry, each in zip(entries, processes, strict=True)
    }
    situations = [
        (_situation(place, process, moment), entry.entries(moment))
        for process, entry in zip(processes, entries, strict=True)
        for moment in MOMENTS
    ]
    Situation.objects.bulk_create(situation for situation, _steps in situations)
    steps = [step for situation, rows in situations for step in _steps(place, situation, rows)]
    Step.objects.bulk_create(steps)
    Performer.objects.bulk_create(
        Performer(
            workspace=place.workspace,
            programme=place.programme,
            role=entry.text("role"),
            role_key=fold_key(entry.text("role")),
            group=place.groups[entry.text("group")],
        )
        for entry in content.entries("roles")
    )
    by_key = {entry.text("key"): process for entry, process in zip(entries, processes, strict=True)}
    put_group_views(place, content, by_key, steps)


def _process(place: Place, entry: Entry) -> Process:
    owner = entry.text("owner")
    return Process(
        workspace=place.workspace,
        programme=place.programme,
        name=entry.text("name"),
        kind=entry.text("kind"),
        about=entry.text("about"),
        owner=place.members[owner] if owner else None,
    )


def _situation(place: Place, process: Process, moment: Situation.Moment) -> Situation:
    return Situation(
        workspace=place.workspace, process=process, moment=moment, state=MOMENTS[moment]
    )


def _steps(place: Place, situation: Situation, entries: list[Entry]) -> Iterator[Step]:
    for number, entry in enumerate(entries, start=1):
        yield Step(
            workspace=place.workspace,
            situation=situation,
            key=entry.text("key"),
            place=number,
            name=entry.text("name"),
            role=entry.text("role"),
            system=entry.text("system"),
            why=entry.text("why"),
            whom=entry.text("whom"),
            minutes=entry.decimal_or_none("minutes"),
            often=entry.decimal_or_none("often"),
            fate=entry.text("fate"),
            waits_for=entry.texts("waits_for") if "waits_for" in entry.raw else None,
        )
