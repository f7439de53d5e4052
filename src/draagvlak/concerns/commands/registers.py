"""Keeping the register: raise, edit, give an owner and a date, archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.concerns import rules
from draagvlak.concerns.commands.moving import index_concern, next_number, touch
from draagvlak.concerns.models import AffectedGroup, Concern, OriginStep
from draagvlak.concerns.queries import KIND_CONCERN, access_groups, title_key
from draagvlak.concerns.queries.undo import (
    Changed,
    column_texts,
    groups_between,
    write_changes,
)
from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.models import AuditEvent
    from draagvlak.programmes.models import Membership


@command
def raise_concern(
    *,
    by: Actor,
    kind: str,
    title: str,
    description: str = "",
    severity: int = Concern.Severity.NOTABLE,
    groups: Sequence[UUID] = (),
    raised_on: dt.date | None = None,
    once: str = "",
) -> Concern:
    """Write a worry or a wish down. The record does not say by whom, nor when within the day."""
    del once
    rules.may_raise(by).demand()
    rules.may_title(title).demand()
    title = title.strip()
    concern = Concern.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        number=next_number(by),
        kind=Concern.Kind(kind),
        title=title,
        title_key=title_key(title),
        description=description.strip(),
        severity=severity,
        raised_on=raised_on or timezone.localdate(),
    )
    _put_groups(by, concern, groups)
    index_concern(concern)
    record("concerns.raised", by=by, on=concern, hidden=True)
    return concern


@command
def edit_concern(
    *,
    by: Actor,
    concern: Concern,
    kind: str,
    title: str,
    description: str,
    severity: int,
    version: int,
    groups: Sequence[UUID] | None = None,
) -> Concern:
    """Change the words of a concern. Raises `EditConflict` when somebody else did so first."""
    rules.may_edit(by, concern).demand()
    rules.may_title(title).demand()
    title = title.strip()
    before, touched = column_texts(_stored(by, concern)), groups_between(by, concern)
    concern = save_if_unchanged(
        concern,
        expected=version,
        changes={
            "kind": Concern.Kind(kind),
            "title": title,
            "title_key": title_key(title),
            "description": description.strip(),
            "severity": severity,
        },
    )
    if groups is not None:
        _put_groups(by, concern, groups)
    index_concern(concern)
    touch(by)
    event = record("concerns.edited", by=by, on=concern)
    touches = groups_between(by, concern)
    _leave(by, event, concern, before, came=touches - touched, went=touched - touches)
    return concern


@command
def set_severity(*, by: Actor, concern: Concern, severity: int, version: int) -> Concern:
    """How heavily a concern weighs."""
    rules.may_edit(by, concern).demand()
    before = column_texts(_stored(by, concern))
    concern = save_if_unchanged(
        concern, expected=version, changes={"severity": Concern.Severity(severity)}
    )
    touch(by)
    event = record("concerns.severity_set", by=by, on=concern)
    _leave(by, event, concern, before)
    return concern


@command
def set_owner(*, by: Actor, concern: Concern, owner: Membership | None, version: int) -> Concern:
    """Who sees to it that a concern is answered; None for nobody yet."""
    rules.may_edit(by, concern).demand()
    before = column_texts(_stored(by, concern))
    concern = save_if_unchanged(concern, expected=version, changes={"owner": owner})
    touch(by)
    event = record("concerns.owner_set", by=by, on=concern)
    _leave(by, event, concern, before)
    return concern


@command
def set_answer_due(*, by: Actor, concern: Concern, due_on: dt.date | None, version: int) -> Concern:
    """On which day the answer was promised; None when nothing was promised."""
    rules.may_edit(by, concern).demand()
    before = column_texts(_stored(by, concern))
    concern = save_if_unchanged(concern, expected=version, changes={"answer_due_on": due_on})
    touch(by)
    event = record("concerns.answer_due_set", by=by, on=concern)
    _leave(by, event, concern, before)
    return concern


@command
def set_groups(*, by: Actor, concern: Concern, groups: Sequence[UUID]) -> Concern:
    """Which groups a concern touches."""
    rules.may_edit(by, concern).demand()
    _put_groups(by, concern, groups)
    touch(by)
    record("concerns.groups_set", by=by, on=concern)
    return concern


@command
def write_origin(
    *, by: Actor, concern: Concern, steps: Sequence[str], version: int | None = None
) -> Concern:
    """Answer "why?", up to five times. Empty steps are left out.

    With `version`: raises `EditConflict` when somebody else changed the concern first.
    """
    written = [step.strip() for step in steps if step.strip()]
    rules.may_write_origin(by, concern, written).demand()
    if version is not None:
        concern = save_if_unchanged(concern, expected=version, changes={})
    OriginStep.objects.filter(workspace_id=by.tenant, concern_id=concern.pk).delete()
    OriginStep.objects.bulk_create(
        OriginStep(workspace_id=by.tenant, concern_id=concern.pk, position=place, text=text)
        for place, text in enumerate(written, start=1)
    )
    record("concerns.origin_written", by=by, on=concern)
    return concern


@command
def archive_concern(*, by: Actor, concern: Concern) -> Concern:
    """Put a concern away. It stays readable, and can be put back."""
    rules.may_archive(by, concern).demand()
    concern.archived_at = timezone.now()
    concern.save(update_fields=["archived_at"])
    search.forget(KIND_CONCERN, concern.pk, workspace_id=by.tenant)
    touch(by)
    event = record("concerns.archived", by=by, on=concern)
    leave(event, by=by, kept=json.dumps({"id": str(concern.pk)}), touches=[concern.pk])
    return concern


@command
def restore_concern(*, by: Actor, concern: Concern) -> Concern:
    """Take a concern out of the archive, as it was."""
    rules.may_restore(by, concern).demand()
    concern.archived_at = None
    concern.save(update_fields=["archived_at"])
    index_concern(concern)
    touch(by)
    record("concerns.restored", by=by, on=concern)
    return concern


def _stored(by: Actor, concern: Concern) -> Concern:
    """The row as it is before the change."""
    return Concern.objects.filter(workspace_id=by.tenant).get(pk=concern.pk)


def _leave(
    by: Actor,
    event: AuditEvent | None,
    concern: Concern,
    before: Mapping[str, str],
    *,
    came: Iterable[UUID] = (),
    went: Iterable[UUID] = (),
) -> None:
    """What is needed to put one concern back as it was."""
    row = Changed(concern.pk, before, column_texts(concern), sorted(came), sorted(went))
    leave(event, by=by, kept=write_changes([row]), touches=[concern.pk])


def _put_groups(by: Actor, concern: Concern, groups: Sequence[UUID]) -> None:
    found = {group.pk for group in access_groups(by, groups)} if groups else set()
    links = AffectedGroup.objects.filter(workspace_id=by.tenant, concern_id=concern.pk)
    present = set(links.values_list("group_id", flat=True))
    if gone := present - found:
        links.filter(group_id__in=gone).delete()
    AffectedGroup.objects.bulk_create(
        AffectedGroup(workspace_id=by.tenant, concern_id=concern.pk, group_id=group)
        for group in sorted(found - present)
    )
