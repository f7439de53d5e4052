"""The version of a workspace: it changes with every change that is committed there.

`command` moves it as the last thing in its transaction, for every workspace that it left a record
in; `record` outside a command moves it at once, and who writes without any record calls `move`.
Each transaction gives one row of `Pulse` a new random mark, and takes another row when somebody
else holds it: writers never wait for each other here. The marks together are the version. Because
they are random, a version that was rolled back, or that a backup brought back, never comes to mean
something else.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.signals import request_finished, request_started
from django.db import transaction

from draagvlak.core.ids import uuid4
from draagvlak.core.models import Pulse
from draagvlak.core.prepared import prepared, prepared_change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import QuerySet

Version = tuple[UUID, ...]
_touched: ContextVar[set[UUID] | None] = ContextVar("touched", default=None)
"""The workspaces that the command at work left a record in."""
_known: ContextVar[dict[UUID, Version] | None] = ContextVar("known", default=None)
"""The versions that were read in this request, as long as nothing was changed in it."""


def version_of(workspace_id: UUID) -> Version:
    """The version of a workspace: one statement in a request, outside one each time.

    Read it before what is kept under it: what is newer than its version is never stale.
    """
    known = _known.get()
    if known is not None and workspace_id in known:
        return known[workspace_id]
    version = tuple(sorted(_marks(workspace_id)))
    if known is not None:
        known[workspace_id] = version
    return version


@prepared
def _marks(workspace_id: UUID) -> QuerySet[Pulse, UUID]:
    return Pulse.objects.filter(workspace_id=workspace_id).values_list("mark", flat=True)


def touch(workspace_id: UUID) -> None:
    """Something changes in this workspace: its version moves with the command, or else at once."""
    spaces = _touched.get()
    if spaces is None:
        move([workspace_id])
    else:
        spaces.add(workspace_id)


@contextmanager
def moving() -> Iterator[None]:
    """Around a command: at its end the version moves of every workspace that it touched."""
    if _touched.get() is not None:
        yield
        return
    spaces: set[UUID] = set()
    token = _touched.set(spaces)
    try:
        yield
        move(sorted(spaces))
    finally:
        _touched.reset(token)


def is_moving() -> bool:
    """Whether a command is at work: what it reads may be its own, and not committed yet."""
    return _touched.get() is not None


def move(workspaces: Iterable[UUID]) -> None:
    """Make the version of these workspaces another one, in the transaction that changes them."""
    _known.set(None)  # what this request reads from now on may still be rolled back
    with transaction.atomic(savepoint=False):
        for space in workspaces:
            if not _mark_anew(space, uuid4()):
                Pulse.objects.create(workspace_id=space)


@prepared_change
def _mark_anew(space: UUID, mark: UUID) -> tuple[QuerySet[Pulse], Mapping[str, object]]:
    rows = Pulse.objects.filter(workspace_id=space)
    free = rows.select_for_update(skip_locked=True).values("pk")[:1]
    return rows.filter(pk=free), {"mark": mark}


def _begin(**_rest: object) -> None:
    _known.set({})


def _end(**_rest: object) -> None:
    _known.set(None)


request_started.connect(_begin, dispatch_uid="core.pulse.begin")
request_finished.connect(_end, dispatch_uid="core.pulse.end")
