"""What contributions show on the pages of others: what waits, and who spoke by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.contributions.queries.inbox import waiting_count
from draagvlak.contributions.queries.named import names_behind
from draagvlak.core.policy import Data, sees
from draagvlak.core.thread import NavItem, Panel, Waiting
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

RANK = 15


def nav(actor: Actor, route: str) -> Sequence[NavItem]:
    """What came in, in the menu of guides."""
    if actor.programme is None or not sees(Data.CONTRIBUTION, actor.roles):
        return []
    url = to(actor, "contributions:contribution_list")
    return [NavItem(_("Contributions"), url, "inbox", route.startswith("contributions:"))]


def waiting(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """One line for everything that came in: a thousand at once do not fill the desk."""
    if limit < 1 or actor.programme is None or not sees(Data.CONTRIBUTION, actor.roles):
        return [], 0
    count = waiting_count(actor)
    if not count:
        return [], 0
    title = ngettext(
        "%(count)s contribution waits for you", "%(count)s contributions wait for you", count
    )
    line = Waiting(
        title=title % {"count": count},
        url=to(actor, "contributions:contribution_list"),
        note=_("Somebody spoke up. Read it, and let them know what happens with it."),
        label=_("Read it"),
        rank=RANK,
    )
    return [line], 1


def concern_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """Who spoke by name, for those who answer; for guides also the way to what they said."""
    names = names_behind(actor, object_id)
    is_guide = sees(Data.CONTRIBUTION, actor.roles)
    if not names and not is_guide:
        return None
    keys = {"concern_id": object_id}
    url = to(actor, "contributions:concern_contributions", **keys) if is_guide else ""
    return Panel("contributions/concern_panel.html", {"names": names, "url": url})


def coverage_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """Who spoke up themselves, beside who was heard: for guides, behind the vault."""
    del object_id
    if not sees(Data.CONTRIBUTION, actor.roles):
        return None
    url = to(actor, "contributions:coverage_beside")
    return Panel("contributions/coverage_panel.html", {"url": url})
