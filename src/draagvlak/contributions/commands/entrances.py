"""Opening, changing and closing doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 in the fields of a dataclass

from django.utils import timezone

from draagvlak.contributions import rules
from draagvlak.contributions.models import Entrance
from draagvlak.contributions.queries.entrances import code_for, entrances, hash_for
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.ids import uuid7
from draagvlak.core.versions import save_if_unchanged
from draagvlak.vault.queries import programme_box

if TYPE_CHECKING:
    import datetime as dt

    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class EntranceDraft:
    """What a guide says of a door."""

    name: str
    question: str = ""
    group: UUID | None = None
    ends_on: dt.date | None = None
    shows_change: bool = False


@command
def open_entrance(*, by: Actor, draft: EntranceDraft, once: str = "") -> Entrance:
    """Open a door: from now on whoever has its link can speak."""
    del once
    has_vault = programme_box(by) is not None
    rules.may_open_entrance(by, has_vault=has_vault, count=entrances(by).count()).demand()
    rules.may_end_on(draft.ends_on).demand()
    key = uuid7()
    entrance = Entrance.objects.create(
        id=key,
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        group_id=draft.group,
        name=draft.name.strip(),
        question=draft.question.strip(),
        ends_on=draft.ends_on,
        shows_change=draft.shows_change,
        code_hash=hash_for(code_for(key)),
    )
    record("contributions.entrance_opened", by=by, on=entrance)
    return entrance


@command
def edit_entrance(*, by: Actor, entrance: Entrance, draft: EntranceDraft, version: int) -> Entrance:
    """Change what stands at a door; its link stays. Raises `EditConflict`."""
    rules.may_keep_entrances(by).demand()
    if draft.ends_on != entrance.ends_on:
        rules.may_end_on(draft.ends_on).demand()
    entrance = save_if_unchanged(
        entrance,
        expected=version,
        changes={
            "name": draft.name.strip(),
            "question": draft.question.strip(),
            "group_id": draft.group,
            "ends_on": draft.ends_on,
            "shows_change": draft.shows_change,
        },
    )
    record("contributions.entrance_edited", by=by, on=entrance)
    return entrance


@command
def close_entrance(*, by: Actor, entrance: Entrance) -> Entrance:
    """Nobody speaks through this door any more; threads that began here go on."""
    rules.may_keep_entrances(by).demand()
    entrance.closed_on = timezone.localdate()
    entrance.save(update_fields=["closed_on"])
    record("contributions.entrance_closed", by=by, on=entrance)
    return entrance


@command
def reopen_entrance(*, by: Actor, entrance: Entrance) -> Entrance:
    """The same door, with the same link, is open again; a last day that passed is forgotten."""
    rules.may_keep_entrances(by).demand()
    entrance.closed_on = None
    if entrance.ends_on is not None and entrance.ends_on < timezone.localdate():
        entrance.ends_on = None
    entrance.save(update_fields=["closed_on", "ends_on"])
    record("contributions.entrance_reopened", by=by, on=entrance)
    return entrance
