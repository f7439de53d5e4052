"""Taking back: what was done can be undone for thirty days, and says so when it cannot.

A command leaves with its line of the trail what is needed to reverse it (`leave`), sealed with the
key of the workspace. The verb of the line is the kind of undo: an app registers in `UNDOS` how it
looks whether an act can be taken back, and how it takes it back. Words of the vault never stand in
it; who erases something calls `forget`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.core import audit
from draagvlak.core.chores import CHORES, Chore
from draagvlak.core.command import command
from draagvlak.core.envelope import open_many_for_workspace, seal_for_workspace
from draagvlak.core.ids import uuid4
from draagvlak.core.models import AuditEvent, UndoRecord, UndoTouch
from draagvlak.core.policy import Data, Role, sees
from draagvlak.core.registry import Registry
from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

DAYS = 30
PADDED = 256
"""What is sealed has a length that is a multiple of this: its size tells little."""


@dataclass(frozen=True)
class Outlook:
    """What taking an act back comes to now.

    `verdict` says whether anything can be taken back, or why not; `stays` names in words what was
    changed since and stays as it is now.
    """

    verdict: Verdict = YES
    stays: Sequence[str] = field(default=())


class Look(Protocol):
    """The outlook of several acts of one kind, in their order; statements do not grow with them."""

    def __call__(self, actor: Actor, kept: Sequence[str]) -> Sequence[Outlook]: ...


class TakeBack(Protocol):
    """A command that takes back what has not changed since; gives the address of the result."""

    def __call__(self, *, by: Actor, kept: str) -> str: ...


@dataclass(frozen=True)
class Reversal:
    """How acts of one kind are taken back: by whom, and what one has to see for it."""

    look: Look
    take_back: TakeBack
    shows: Data
    acts: frozenset[Role] = frozenset(Role)


UNDOS: Registry[Reversal] = Registry("undos", "How is an act taken back?")


def leave(
    event: AuditEvent | None, *, by: Actor, kept: str, touches: Iterable[UUID] = ()
) -> UndoRecord | None:
    """Leave with a line of the trail what is needed to take the act back: `kept`, as JSON."""
    if event is None:
        return None
    if UNDOS.get(event.verb) is None:
        raise LookupError(f"nobody takes back {event.verb}")
    key = uuid4()
    data = kept.encode()
    data = data.ljust(-(-len(data) // PADDED) * PADDED)
    undo = UndoRecord.objects.create(
        id=key,
        workspace_id=by.tenant,
        programme_id=by.programme.id if by.programme else None,
        event_id=event.pk,
        kind=event.verb,
        sealed=seal_for_workspace(by.tenant, data, aad=_aad(key)),
        until=timezone.localdate() + dt.timedelta(days=DAYS),
    )
    UndoTouch.objects.bulk_create(
        UndoTouch(workspace_id=by.tenant, undo=undo, object_id=each) for each in set(touches)
    )
    audit.offered.set(undo.pk)
    return undo


def undo_url(actor: Actor) -> str:
    """The address that takes back what the latest command did; empty when it left nothing."""
    key = audit.offered.get()
    audit.offered.set(None)
    return to(actor, "core:undo_take", undo_id=key) if key else ""


def access_undo(actor: Actor, undo_id: UUID) -> UndoRecord:
    """One undo of this programme whose kind of act this actor sees. Else: Http404."""
    rows = UndoRecord.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    found = rows.filter(pk=undo_id).first()
    reversal = UNDOS.get(found.kind) if found is not None else None
    if found is None or reversal is None or not sees(reversal.shows, actor.roles):
        raise Http404
    return found


def event_of(actor: Actor, undo: UndoRecord) -> AuditEvent:
    """The line of the trail that an undo goes with. Erased: Http404."""
    rows = AuditEvent.objects.filter(workspace_id=actor.tenant, pk=undo.event_id)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def words_of(event: AuditEvent) -> str:
    """What was done, as the trail says it."""
    return str(audit.VERBS.get(event.verb) or "")


def undos_of(actor: Actor, events: Sequence[UUID]) -> dict[UUID, UndoRecord]:
    """The undo that each of these lines of the trail left, by line (one statement)."""
    rows = UndoRecord.objects.filter(workspace_id=actor.tenant, event_id__in=list(events))
    return {row.event_id: row for row in rows}


def outlooks(actor: Actor, undos: Sequence[UndoRecord]) -> dict[UUID, Outlook]:
    """What taking back each of these would come to; statements grow with kinds, not with acts."""
    found = {undo.pk: Outlook(may_take_back(actor, undo)) for undo in undos}
    live = [undo for undo in undos if found[undo.pk].verdict]
    opened = _opened(live)
    by_kind: Mapping[str, list[UndoRecord]] = defaultdict(list)
    for undo in live:
        by_kind[undo.kind].append(undo)
    for kind, group in by_kind.items():
        reversal = UNDOS.get(kind)
        if reversal is not None:
            seen = reversal.look(actor, [opened[undo.pk] for undo in group])
            found |= {undo.pk: each for undo, each in zip(group, seen, strict=True)}
    return found


def outlook(actor: Actor, undo: UndoRecord) -> Outlook:
    """What taking back one act would come to."""
    return outlooks(actor, [undo])[undo.pk]


def may_take_back(actor: Actor, undo: UndoRecord) -> Verdict:
    """What can be said without opening it: not taken back, not too old, and the right role."""
    reversal = UNDOS.get(undo.kind)
    if reversal is None or not actor.has(*reversal.acts):
        return no(_("Your role in this programme does not take this back. Ask the guide."))
    return first_no(
        YES if undo.taken_on is None else no(_("This was taken back already.")),
        YES
        if undo.until >= timezone.localdate()
        else no(_("This can no longer be taken back: it was more than 30 days ago.")),
    )


@command
def take_back(*, by: Actor, undo: UndoRecord) -> str:
    """Take an act back, as far as nothing changed since. Gives the address of the result."""
    now = outlook(by, undo)
    now.verdict.demand()
    reversal = UNDOS.get(undo.kind)
    taken = UndoRecord.objects.filter(workspace_id=by.tenant, pk=undo.pk, taken_on=None)
    if reversal is None or not taken.update(taken_on=timezone.localdate()):
        no(_("This was taken back already.")).demand()
        raise Http404
    address = reversal.take_back(by=by, kept=_opened([undo])[undo.pk])
    first = event_of(by, undo)
    audit.record_on(
        "core.taken_back",
        by=by,
        subject=(first.subject_type, first.subject_id),
        hidden=first.actor_id is None,
    )
    return address


def forget(workspace_id: UUID, objects: Iterable[UUID]) -> None:
    """Erase every undo that would bring something of these objects back."""
    touched = UndoTouch.objects.filter(workspace_id=workspace_id, object_id__in=list(objects))
    keys = set(touched.values_list("undo_id", flat=True))
    UndoTouch.objects.filter(workspace_id=workspace_id, undo_id__in=keys).delete()
    UndoRecord.objects.filter(workspace_id=workspace_id, pk__in=keys).delete()


def clear_old(today: dt.date | None = None) -> int:
    """Every night: what is older than thirty days is gone for good. Gives how many."""
    before = today or timezone.localdate()
    old = UndoRecord.objects.filter(until__lt=before)
    UndoTouch.objects.filter(undo__until__lt=before).delete()
    gone, _models = old.delete()
    return gone


def _opened(undos: Sequence[UndoRecord]) -> dict[UUID, str]:
    if not undos:
        return {}
    sealed = [(bytes(undo.sealed), _aad(undo.pk)) for undo in undos]
    plain = open_many_for_workspace(undos[0].workspace_id, sealed)
    return {undo.pk: each.decode() for undo, each in zip(undos, plain, strict=True)}


def _aad(key: UUID) -> str:
    return f"core.undorecord:{key.hex}:sealed"


CHORES.register("core.undo", Chore(lambda: {"cleared": clear_old()}))
