"""One change to several concerns at once, with one way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.concerns import rules
from draagvlak.concerns.commands.causes import add_cause
from draagvlak.concerns.commands.moving import touch
from draagvlak.concerns.models import AffectedGroup, ConcernCause
from draagvlak.concerns.queries import access_several, planned_changes
from draagvlak.concerns.queries.undo import Changed, column_texts, write_changes
from draagvlak.core.audit import record_many
from draagvlak.core.command import command
from draagvlak.core.together import Done
from draagvlak.core.undo import leave
from draagvlak.core.versions import EditConflict, save_if_unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from draagvlak.concerns.models import Concern
    from draagvlak.concerns.queries.together import Change
    from draagvlak.core.actor import Actor


@command
def change_together(*, by: Actor, versions: Mapping[UUID, int], change: Change) -> Done:
    """Change every chosen concern that the rules allow; `versions` are those of the preview.

    What somebody else changed meanwhile is left as it is, and told. What is so already stays
    untouched: no new version, no line of the trail.
    """
    rules.may_keep(by).demand()
    changed: list[Concern] = []
    rows: list[Changed] = []
    left: list[tuple[str, str]] = []
    concerns = access_several(by, list(versions))
    changes = {row.pk: words for row, words in planned_changes(by, concerns, change)}
    for concern in concerns:
        verdict = rules.may_edit(by, concern)
        if not verdict:
            left.append((concern.title, str(verdict.reason)))
            continue
        if not changes[concern.pk]:
            continue
        try:
            rows.append(_changed(by, concern, versions[concern.pk], change))
        except EditConflict:
            left.append((concern.title, str(rules.MEANWHILE)))
            continue
        changed.append(concern)
    rules.may_change_some(len(changed), left=len(left)).demand()
    touch(by)
    event = record_many("concerns.changed_together", by=by, on=changed)
    keys = [concern.pk for concern in changed]
    leave(event, by=by, kept=write_changes(rows), touches=keys)
    return Done(len(changed), left)


def _changed(by: Actor, concern: Concern, version: int, change: Change) -> Changed:
    before = column_texts(concern)
    columns: dict[str, object] = {}
    if change.owner is not None or change.no_owner:
        columns["owner"] = change.owner
    if change.due_on is not None:
        columns["answer_due_on"] = change.due_on
    if change.severity is not None:
        columns["severity"] = change.severity
    fresh = save_if_unchanged(concern, expected=version, changes=columns)
    came: list[UUID] = []
    if change.group is not None:
        _link, is_new = AffectedGroup.objects.get_or_create(
            workspace_id=by.tenant, concern_id=fresh.pk, group_id=change.group.pk
        )
        came = [change.group.pk] if is_new else []
    cause = None
    if change.cause is not None:
        links = ConcernCause.objects.filter(workspace_id=by.tenant, concern_id=fresh.pk)
        if not links.filter(cause_id=change.cause.pk).exists():
            add_cause(by=by, concern=fresh, cause=change.cause)
            cause = change.cause.pk
    return Changed(fresh.pk, before, column_texts(fresh), came, (), cause)
