"""What an employee finds on Today: where to say something, what became of it, and who can help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse

from draagvlak.contributions.queries.entrances import first_open
from draagvlak.contributions.queries.following import helpers_in
from draagvlak.core.policy import Role
from draagvlak.core.thread import Panel
from draagvlak.core.untraced import speak_address
from draagvlak.organisations.queries import belongs_to

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor

READERS: Final = frozenset({Role.EMPLOYEE, Role.KEY_USER})


def own_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """For employees and key users. What they said is not here: no account leads to it."""
    del object_id
    if actor.workspace is None or not actor.has(*READERS):
        return None
    follow = reverse("speak_follow", kwargs={"space": actor.workspace.slug})
    context = {
        "speak_url": first_open(actor, belongs_to(actor)),
        "follow_url": f"{speak_address()}{follow}",
        "helpers": helpers_in(actor),
    }
    return Panel("contributions/own_panel.html", context)
