"""Which processes an actor sees, and the only way to one of them and to its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404

from draagvlak.core.policy import EDITORS, Data, sees
from draagvlak.processes.models import Correction, Performer, Process, Situation, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import ProcessQuerySet

MOST_PROCESSES = 100
MOST_STEPS = 300


def visible_processes(actor: Actor) -> ProcessQuerySet:
    """Those of this programme, primary ones first, by name; the archive is for who keeps it."""
    rows = Process.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    if not sees(Data.PROCESS, actor.roles):
        return rows.none()
    if not actor.has(*EDITORS):
        rows = rows.present()
    return rows.select_related("owner__user").order_by("kind", Lower("name"), "pk")


def findable_processes(actor: Actor) -> Iterator[tuple[UUID, str, str]]:
    """The work that is looked at, with what it brings, for a search."""
    rows = visible_processes(actor).present()
    return rows.values_list("pk", "name", "about").iterator()


def access_process(actor: Actor, process_id: UUID) -> Process:
    """One process, or Http404."""
    return get_object_or_404(visible_processes(actor), pk=process_id)


def is_name_taken(actor: Actor, name: str, *, but: Process | None = None) -> bool:
    rows = Process.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, name=name
    )
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return rows.exists()


def process_count(actor: Actor) -> int:
    return Process.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id
    ).count()


def situations_of(actor: Actor, process: Process) -> dict[str, Situation]:
    """What stands for now and for later, by moment. One statement."""
    rows = Situation.objects.filter(
        workspace_id=actor.tenant, process_id=process.pk, replaced_at=None
    ).select_related("source")
    found = {row.moment: row for row in rows}
    for row in found.values():
        row.process = process
    return found


def access_replaced(actor: Actor, process: Process, situation_id: UUID) -> Situation:
    """A situation of a process that was accessed, replaced or not; or Http404."""
    return get_object_or_404(
        Situation.objects.select_related("process", "source"),
        workspace_id=actor.tenant,
        process_id=process.pk,
        pk=situation_id,
    )


def steps_of(actor: Actor, situations: Sequence[Situation]) -> dict[UUID, list[Step]]:
    """The steps of some situations, in their order. One statement."""
    found: dict[UUID, list[Step]] = {each.pk: [] for each in situations}
    by_id = {each.pk: each for each in situations}
    rows = Step.objects.filter(workspace_id=actor.tenant, situation_id__in=list(found)).present()
    for row in rows.order_by("place", "pk"):
        row.situation = by_id[row.situation_id]
        found[row.situation_id].append(row)
    return found


def access_step(actor: Actor, process: Process, step_id: UUID) -> Step:
    """A step of a process that was accessed, removed or not; or Http404."""
    return get_object_or_404(
        Step.objects.select_related("situation__process"),
        workspace_id=actor.tenant,
        situation__process_id=process.pk,
        situation__replaced_at=None,
        pk=step_id,
    )


def corrections_of(actor: Actor, process: Process) -> list[Correction]:
    """What was said by hand and holds, oldest first."""
    rows = Correction.objects.filter(
        workspace_id=actor.tenant, process_id=process.pk, removed_at=None
    )
    return list(rows.select_related("author").order_by("pk"))


def access_correction(actor: Actor, process: Process, correction_id: UUID) -> Correction:
    """A correction of a process that was accessed, or Http404."""
    return get_object_or_404(
        Correction.objects.select_related("process"),
        workspace_id=actor.tenant,
        process_id=process.pk,
        pk=correction_id,
    )


def performers(actor: Actor) -> dict[str, Performer]:
    """Which group does the work of which role, by the key of the role. One statement."""
    rows = Performer.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return {row.role_key: row for row in rows.select_related("group")}
