"""The lessons that an actor may read: what is shipped, and what the workspace keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from draagvlak.core.policy import Data, sees
from draagvlak.lessons.models import Pick
from draagvlak.lessons.queries.own import PREFIX, as_entry, offered_lessons, own_entry
from draagvlak.lessons.queries.shipped import shelves, shipped_entry, systems_in
from draagvlak.programmes.models import Solution
from draagvlak.programmes.queries import solutions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.lessons.queries.shipped import Entry, KnownCause, KnownMeasure


def access_entry(actor: Actor, key: str) -> Entry:
    """One entry of the shipped library. Not shipped, or not for this actor: Http404."""
    found = shipped_entry(key) if sees(Data.LESSON, actor.roles) else None
    if found is None:
        raise Http404
    return found


def systems_here(actor: Actor) -> list[str]:
    """The systems of the library that this programme introduces or considers (one statement)."""
    found = solutions(actor)
    return systems_in(each.name for each in found if each.state != Solution.State.DROPPED)


def entries(actor: Actor) -> Sequence[Entry]:
    """Everything that this actor may be offered, own lessons first (one statement)."""
    if not sees(Data.LESSON, actor.roles):
        return []
    shipped = (entry for shelf in shelves().values() for entry in shelf.entries)
    return [*map(as_entry, offered_lessons(actor)), *shipped]


def known_entry(actor: Actor, key: str) -> Entry | None:
    """The entry of a key, or of the key of one of its parts; None when it is not known."""
    if not sees(Data.LESSON, actor.roles):
        return None
    first = key.partition(".")[0]
    return own_entry(actor, first) if first.startswith(PREFIX) else shipped_entry(first)


def known_cause(actor: Actor, key: str) -> tuple[Entry, KnownCause] | None:
    """The cause with this key, with the entry that it stands in; None when it is not known."""
    entry = known_entry(actor, key)
    causes = entry.causes if entry else ()
    return next(((entry, each) for each in causes if entry and each.key == key), None)


def known_measure(actor: Actor, key: str) -> tuple[Entry, KnownMeasure] | None:
    """The measure with this key, with the entry that it stands in; None when it is not known."""
    entry = known_entry(actor, key)
    found = (one for cause in entry.causes for one in cause.measures) if entry else ()
    return next(((entry, each) for each in found if entry and each.key == key), None)


def pick_of(actor: Actor, kind: str, object_id: UUID) -> Pick | None:
    """From which words a cause or a measure of this programme was made, if from any."""
    here = Pick.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return here.filter(**{f"{kind}_id": object_id}).first()


def picked_here(actor: Actor) -> set[str]:
    """The entries that something of this programme was made from."""
    here = Pick.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    return set(here.order_by().values_list("entry", flat=True).distinct())
