"""Causes: shared between concerns, so that one measure can answer many."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.concerns import rules
from draagvlak.concerns.commands.moving import index_cause, move, touch
from draagvlak.concerns.models import Cause, ConcernCause
from draagvlak.concerns.queries import carried, measured
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.examples import note_taken
from draagvlak.core.undo import leave
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import save_if_unchanged

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor


@command
def make_cause(
    *,
    by: Actor,
    title: str,
    about: str,
    where: str,
    description: str = "",
    example: str = "",
    once: str = "",
) -> Cause:
    """Write down why something is so, perhaps from an example. A title twice is refused."""
    del once
    rules.may_keep(by).demand()
    rules.may_title(title).demand()
    _refuse_double(by, title)
    cause = Cause.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        title=title.strip(),
        description=description.strip(),
        about=Cause.About(about),
        where=Cause.Where(where),
    )
    index_cause(cause)
    record("concerns.cause_made", by=by, on=cause)
    note_taken(by=by, kind="cause", object_id=cause.pk, example=example)
    return cause


@command
def add_cause(*, by: Actor, concern: Concern, cause: Cause) -> Concern:
    """Say that a cause lies behind a concern. The first one makes the concern understood.

    Where something is planned for that cause already, the concern is planned at once.
    """
    rules.may_edit(by, concern).demand()
    ConcernCause.objects.get_or_create(
        workspace_id=by.tenant, concern_id=concern.pk, cause_id=cause.pk
    )
    record("concerns.cause_added", by=by, on=concern)
    move(concern, "understand", by=by)
    if measured(by, [concern.pk]):
        move(concern, "plan", by=by)
    touch(by)
    return concern


@command
def remove_cause(*, by: Actor, concern: Concern, cause: Cause) -> Concern:
    """Take a cause away from a concern. Without causes the concern is only heard."""
    links = ConcernCause.objects.filter(workspace_id=by.tenant, concern_id=concern.pk)
    left = links.exclude(cause_id=cause.pk).count()
    rules.may_remove_cause(by, concern, left=left).demand()
    links.filter(cause_id=cause.pk).delete()
    event = record("concerns.cause_removed", by=by, on=concern)
    kept = json.dumps({"concern": str(concern.pk), "cause": str(cause.pk)})
    leave(event, by=by, kept=kept, touches=[concern.pk, cause.pk])
    if left == 0:
        move(concern, "lose_cause", by=by)
    elif not carried(by, [concern.pk]):
        move(concern, "unplan", by=by)
    touch(by)
    return concern


@command
def edit_cause(
    *,
    by: Actor,
    cause: Cause,
    title: str,
    about: str,
    where: str,
    description: str,
    version: int,
) -> Cause:
    """Change a cause for all its concerns. Raises `EditConflict` when somebody else did first."""
    rules.may_edit_cause(by, cause).demand()
    rules.may_title(title).demand()
    _refuse_double(by, title, but=cause.pk)
    cause = save_if_unchanged(
        cause,
        expected=version,
        changes={
            "title": title.strip(),
            "about": Cause.About(about),
            "where": Cause.Where(where),
            "description": description.strip(),
        },
    )
    index_cause(cause)
    touch(by)
    record("concerns.cause_edited", by=by, on=cause)
    return cause


def _refuse_double(by: Actor, title: str, but: UUID | None = None) -> None:
    same = Cause.objects.filter(
        workspace_id=by.tenant, programme_id=by.programme_id, title=title.strip()
    )
    if (same.exclude(pk=but) if but else same).exists():
        raise Refused(_("There is a cause with this title already. Choose that one."))
