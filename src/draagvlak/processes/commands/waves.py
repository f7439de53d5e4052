"""Planning which groups begin when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.versions import save_if_unchanged
from draagvlak.lib.fold import squeeze
from draagvlak.processes import rules
from draagvlak.processes.models import Wave, WaveGroup
from draagvlak.processes.queries import groups_elsewhere, wave_groups, waves_of

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class WaveDraft:
    """A name, a first day, and the groups that begin then."""

    name: str
    starts_on: dt.date
    groups: tuple[UUID, ...] = ()


@command
def add_wave(*, by: Actor, draft: WaveDraft, once: str = "") -> Wave:
    """Plan that some groups begin on a day."""
    del once
    rules.may_plan(by, name=draft.name, count=waves_of(by).count()).demand()
    rules.may_place(groups_elsewhere(by, draft.groups, but=None)).demand()
    wave = Wave.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        name=squeeze(draft.name),
        starts_on=draft.starts_on,
    )
    _fill(wave, draft)
    record("processes.wave_added", by=by, on=wave)
    return wave


@command
def edit_wave(*, by: Actor, wave: Wave, draft: WaveDraft, version: int) -> Wave:
    """Change a wave. Raises `EditConflict` when somebody else did so first."""
    rules.may_plan(by, name=draft.name, count=0).demand()
    rules.may_place(groups_elsewhere(by, draft.groups, but=wave)).demand()
    changes = {"name": squeeze(draft.name), "starts_on": draft.starts_on}
    wave = save_if_unchanged(wave, expected=version, changes=changes)
    WaveGroup.objects.filter(workspace_id=by.tenant, wave_id=wave.pk).delete()
    _fill(wave, draft)
    record("processes.wave_edited", by=by, on=wave)
    return wave


@command
def remove_wave(*, by: Actor, wave: Wave) -> Wave:
    """Take a wave away; `put_wave_back` brings it back with its groups."""
    rules.may_remove_wave(by, wave).demand()
    changes = {"removed_at": timezone.now()}
    wave = save_if_unchanged(wave, expected=wave.version, changes=changes)
    record("processes.wave_removed", by=by, on=wave)
    return wave


@command
def put_wave_back(*, by: Actor, wave: Wave) -> Wave:
    """Put a wave back that was removed."""
    elsewhere = groups_elsewhere(by, list(wave_groups(by, wave)), but=wave)
    count = waves_of(by).count()
    rules.may_put_wave_back(by, wave, elsewhere=elsewhere, count=count).demand()
    wave = save_if_unchanged(wave, expected=wave.version, changes={"removed_at": None})
    record("processes.wave_put_back", by=by, on=wave)
    return wave


def _fill(wave: Wave, draft: WaveDraft) -> None:
    WaveGroup.objects.bulk_create(
        WaveGroup(workspace_id=wave.workspace_id, wave=wave, group_id=group)
        for group in dict.fromkeys(draft.groups)
    )
