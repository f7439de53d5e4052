"""The names of who spoke by name: they go with the answer, to those who answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draagvlak.contributions.models import NamedVoice
from draagvlak.core.envelope import open_many_for_workspace
from draagvlak.core.policy import Data, sees

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor

MOST: Final = 50


def name_context(key: UUID) -> str:
    """What a name is bound to."""
    return f"contributions.namedvoice:{key}:sealed"


def names_behind(actor: Actor, concern_id: UUID) -> list[str]:
    """Who voiced a concern by name, by the alphabet; nobody for who may not know."""
    if not sees(Data.NAMED_VOICE, actor.roles):
        return []
    rows = NamedVoice.objects.filter(
        workspace_id=actor.tenant,
        voice__concern_id=concern_id,
        voice__concern__programme_id=actor.programme_id,
    ).values_list("pk", "sealed")[:MOST]
    sealed = [(bytes(each), name_context(key)) for key, each in rows]
    found = open_many_for_workspace(actor.tenant, sealed) if sealed else []
    return sorted(one.decode() for one in found)
