"""The doors that guides opened, and how one finds them by their code."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db.models import F, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from draagvlak.contributions.models import Entrance
from draagvlak.core.policy import Data, sees
from draagvlak.core.prepared import prepared
from draagvlak.core.untraced import speak_address
from draagvlak.lib.codes import CodeError, decode, encode
from draagvlak.vault.queries import has_readers, programme_box

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

SIGNS: Final = 10
BITS: Final = 50
MANY: Final = 100
"""Doors that one page shows; nobody opens more."""


def code_for(entrance_id: UUID) -> str:
    """The code of a door, made again from the key of the server when needed."""
    words = f"contributions.entrance:{entrance_id}".encode()
    made = hmac.digest(settings.SECRET_KEY.encode(), words, "sha256")
    return encode(int.from_bytes(made[:8], "big") >> (64 - BITS), SIGNS)


def hash_for(code: str) -> str:
    """What is kept of a code (SHA-256)."""
    return hashlib.sha256(code.encode()).hexdigest()


def entrance_by_code(space: str, typed: str) -> Entrance | None:
    """The door behind a link or a typed code; None when there is none."""
    try:
        code = encode(decode(typed, SIGNS), SIGNS)
    except CodeError:
        return None
    return next(iter(_behind(space, hash_for(code))), None)


@prepared
def _behind(space: str, code_hash: str) -> QuerySet[Entrance, Entrance]:
    rows = Entrance.objects.filter(workspace__slug=space, code_hash=code_hash)
    return rows.select_related("programme__workspace", "group").order_by("pk")[:1]


def is_open(entrance: Entrance) -> bool:
    """Whether one can speak through a door today."""
    return entrance.closed_on is None and (
        entrance.ends_on is None or entrance.ends_on >= timezone.localdate()
    )


def change_address(tenant: UUID, entrance_id: UUID) -> str:
    """The page behind a door that tells what changes for its group; empty when it shows none."""
    found = next(iter(_showing(tenant, entrance_id)), None)
    if found is None or not shows_change(found):
        return ""
    keys = {"space": found.workspace.slug, "code": code_for(found.pk)}
    return reverse("speak_change", kwargs=keys)


@prepared
def _showing(tenant: UUID, entrance_id: UUID) -> QuerySet[Entrance, Entrance]:
    rows = Entrance.objects.filter(workspace_id=tenant, pk=entrance_id)
    return rows.select_related("workspace").order_by("pk")[:1]


def shows_change(entrance: Entrance) -> bool:
    """Whether who stands at a door may read what changes for its group."""
    return entrance.shows_change and entrance.group_id is not None and is_open(entrance)


def door_of_group(actor: Actor, group_id: UUID) -> str:
    """The open door for a group, or else one for everybody; empty when none is open."""
    return first_open(actor, {group_id})


def first_open(actor: Actor, groups: AbstractSet[UUID]) -> str:
    """The open door for one of these groups, or else one for everybody; empty when none is open."""
    today = timezone.localdate()
    rows = Entrance.objects.filter(
        Q(group_id__in=groups) | Q(group_id=None),
        Q(ends_on=None) | Q(ends_on__gte=today),
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        closed_on=None,
    )
    order = F("group_id").asc(nulls_last=True)
    found = rows.select_related("workspace").order_by(order, "name", "id").first()
    return entrance_address(found) if found else ""


def has_vault(actor: Actor) -> bool:
    """Whether there is a vault that what comes in goes into, and somebody who can open it."""
    box = programme_box(actor)
    return box is not None and has_readers(box)


def entrances(actor: Actor) -> QuerySet[Entrance]:
    """The doors of the programme; none for who does not read what comes in."""
    if not sees(Data.CONTRIBUTION, actor.roles):
        return Entrance.objects.none()
    return Entrance.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def access_entrance(actor: Actor, entrance_id: UUID) -> Entrance:
    """One door of the programme, or Http404."""
    found = entrances(actor).filter(pk=entrance_id).select_related("group", "workspace").first()
    if found is None:
        raise Http404
    return found


def entrance_rows(actor: Actor) -> Sequence[Entrance]:
    """The doors of the programme by name; who they are for comes along."""
    return list(entrances(actor).select_related("group", "workspace").order_by("name", "id")[:MANY])


def entrance_address(entrance: Entrance) -> str:
    """The address on the poster."""
    keys = {"space": entrance.workspace.slug, "code": code_for(entrance.pk)}
    return f"{speak_address()}{reverse('speak', kwargs=keys)}"
