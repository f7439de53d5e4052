"""What the groups of a demo say of the processes, and when each group begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.blind_keys import blind
from draagvlak.lib.fold import fold_key
from draagvlak.processes.models import Confirmation, Remark, Wave, WaveGroup
from draagvlak.processes.queries import mark_of_part, mark_of_step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry
    from draagvlak.processes.models import Process, Step


def put_group_views(
    place: Place, content: Entry, processes: Mapping[str, Process], steps: Sequence[Step]
) -> None:
    """Remarks, confirmations and waves, in four statements."""
    known = {(step.situation.process_id, step.situation.moment, step.key): step for step in steps}
    Remark.objects.bulk_create(
        _remark(place, entry, processes[entry.text("process")], known)
        for entry in content.entries("remarks")
    )
    roles = [
        (entry.text("group"), fold_key(entry.text("role"))) for entry in content.entries("roles")
    ]
    Confirmation.objects.bulk_create(
        _confirmation(place, entry, processes[entry.text("process")], steps, roles)
        for entry in content.entries("confirmations")
    )
    waves = [
        Wave(
            workspace=place.workspace,
            programme=place.programme,
            name=entry.text("name"),
            starts_on=place.day(entry.number("day")),
        )
        for entry in content.entries("waves")
    ]
    Wave.objects.bulk_create(waves)
    WaveGroup.objects.bulk_create(
        WaveGroup(workspace=place.workspace, wave=wave, group=place.groups[key])
        for wave, entry in zip(waves, content.entries("waves"), strict=True)
        for key in entry.texts("groups")
    )


def _remark(
    place: Place,
    entry: Entry,
    process: Process,
    known: Mapping[tuple[UUID, str, str], Step],
) -> Remark:
    group = place.groups[entry.text("group")]
    step = known.get((process.pk, entry.text("moment"), entry.text("key")))
    person = entry.text("person")
    state = Remark.State(entry.text("state") or Remark.State.OPEN)
    return Remark(
        workspace=place.workspace,
        process=process,
        group=group,
        moment=entry.text("moment"),
        key=entry.text("key"),
        name=step.name if step else "",
        about=mark_of_step(step) if step else "",
        right=entry.flag("right") if step else None,
        words=entry.text("words"),
        minutes=entry.decimal_or_none("minutes"),
        often=entry.decimal_or_none("often"),
        fate=entry.text("fate"),
        by_name=place.people[person].name if entry.flag("named") else "",
        noted=entry.flag("noted"),
        author_mark=blind(f"processes.remark:{group.pk}:{person}"),
        said_on=place.day(entry.number("day")),
        state=state,
        answer=entry.text("answer"),
        answered_on=None if state == Remark.State.OPEN else place.day(entry.number("day") + 3),
    )


def _confirmation(
    place: Place,
    entry: Entry,
    process: Process,
    steps: Sequence[Step],
    roles: Sequence[tuple[str, str]],
) -> Confirmation:
    mine = {role for group, role in roles if group == entry.text("group")}
    part = [step for step in steps if step.situation.process_id == process.pk]
    return Confirmation(
        workspace=place.workspace,
        process=process,
        group=place.groups[entry.text("group")],
        about=mark_of_part([] if entry.flag("earlier") else part, mine),
        confirmed_on=place.day(entry.number("day")),
        noted=entry.flag("noted"),
    )
