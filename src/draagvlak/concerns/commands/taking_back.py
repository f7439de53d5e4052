"""Taking back what was done with concerns, as far as nothing changed since."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.concerns import rules
from draagvlak.concerns.commands.causes import add_cause, remove_cause
from draagvlak.concerns.commands.moving import index_concern, touch
from draagvlak.concerns.commands.registers import restore_concern
from draagvlak.concerns.models import AffectedGroup, Cause
from draagvlak.concerns.queries import access_cause, access_concern, title_key
from draagvlak.concerns.queries.undo import read_changes, standing_of
from draagvlak.core.audit import record_many
from draagvlak.core.command import command
from draagvlak.core.versions import save_if_unchanged
from draagvlak.core.web import to

if TYPE_CHECKING:
    from draagvlak.concerns.models import Concern
    from draagvlak.concerns.queries.undo import Changed
    from draagvlak.core.actor import Actor


@command
def put_back_changes(*, by: Actor, kept: str) -> str:
    """Every column and link that still is as the act left it becomes what it was."""
    rules.may_keep(by).demand()
    rows = read_changes(kept)
    standing = standing_of(by, [row.id for row in rows])
    for row in rows:
        concern = standing.concerns.get(row.id)
        if concern is None or concern.archived_at is not None:
            continue
        if back := standing.returns(row):
            concern = save_if_unchanged(concern, expected=concern.version, changes=_values(back))
            index_concern(concern)
        _put_links_back(by, concern, row)
        if row.cause_came is not None and standing.cause_returns(row):
            cause = Cause.objects.get(workspace_id=by.tenant, pk=row.cause_came)
            remove_cause(by=by, concern=concern, cause=cause)
    touch(by)
    record_many("concerns.changed_back", by=by, on=list(standing.concerns.values()))
    if len(rows) == 1:
        return to(by, "concerns:concern_detail", concern_id=rows[0].id)
    return to(by, "concerns:concern_list")


@command
def put_back_archived(*, by: Actor, kept: str) -> str:
    """Out of the archive again."""
    concern = access_concern(by, UUID(json.loads(kept)["id"]))
    rules.may_restore(by, concern).demand()
    restore_concern(by=by, concern=concern)
    record_many("concerns.changed_back", by=by, on=[concern])
    return to(by, "concerns:concern_detail", concern_id=concern.pk)


@command
def put_back_cause(*, by: Actor, kept: str) -> str:
    """The cause lies behind the concern again."""
    found = json.loads(kept)
    concern = access_concern(by, UUID(found["concern"]))
    rules.may_edit(by, concern).demand()
    add_cause(by=by, concern=concern, cause=access_cause(by, UUID(found["cause"])))
    record_many("concerns.changed_back", by=by, on=[concern])
    return to(by, "concerns:concern_detail", concern_id=concern.pk) + "#causes"


def _put_links_back(by: Actor, concern: Concern, row: Changed) -> None:
    links = AffectedGroup.objects.filter(workspace_id=by.tenant, concern_id=concern.pk)
    if row.groups_came:
        links.filter(group_id__in=list(row.groups_came)).delete()
    for group in row.groups_went:
        AffectedGroup.objects.get_or_create(
            workspace_id=by.tenant, concern_id=concern.pk, group_id=group
        )


def _values(texts: dict[str, str]) -> dict[str, object]:
    """Columns from the texts that were kept."""
    found: dict[str, object] = dict(texts)
    if "severity" in texts:
        found["severity"] = int(texts["severity"])
    if "owner_id" in texts:
        found["owner_id"] = UUID(texts["owner_id"]) if texts["owner_id"] else None
    if "answer_due_on" in texts:
        day = texts["answer_due_on"]
        found["answer_due_on"] = dt.date.fromisoformat(day) if day else None
    if "title" in texts:
        found["title_key"] = title_key(texts["title"])
    return found
