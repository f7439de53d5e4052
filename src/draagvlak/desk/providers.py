"""What the desk registers with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.core.policy import ROUTES, Data, Door, Route, programme_routes
from draagvlak.core.thread import NAV, NavItem, Panel, PanelProvider, panels
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

ROUTES.register("desk:start", Route(Door.SIGNED_IN))
# names of programmes only: what waits in each comes through the door of that programme
ROUTES.register("desk:workspace_list", Route(Door.SIGNED_IN))
# everybody reads what they did themselves; who may see more of the trail, reads more
programme_routes("desk", Data.OWN_DESK, "today", "waiting", "activity_list")
programme_routes("desk", Data.OWN_DESK, "search", costly=True)
programme_routes("desk", Data.CONCERN, "thread", "thread_of")
programme_routes("desk", Data.CONCERN, "insight", "insight_concerns", costly=True)


def _today(actor: Actor, route: str) -> Sequence[NavItem]:
    if actor.programme is None:
        return []
    return [NavItem(_("Today"), to(actor, "desk:today"), "house", route == "desk:today")]


def _thread(actor: Actor, route: str) -> Sequence[NavItem]:
    if actor.programme is None:
        return []
    url = to(actor, "desk:thread")
    return [NavItem(_("Golden thread"), url, "route", route.startswith("desk:thread"))]


def _activity(actor: Actor, route: str) -> Sequence[NavItem]:
    if actor.programme is None:
        return []
    url = to(actor, "desk:activity_list")
    return [NavItem(_("Activity"), url, "history", route == "desk:activity_list")]


def _insight(actor: Actor, route: str) -> Sequence[NavItem]:
    if actor.programme is None:
        return []
    url = to(actor, "desk:insight")
    return [NavItem(_("Insight"), url, "lightbulb", route.startswith("desk:insight"))]


NAV.register("desk.today", _today, order=10)
NAV.register("desk.thread", _thread, order=45)
NAV.register("desk.insight", _insight, order=48)
NAV.register("desk.activity", _activity, order=65)


def _walk_from(kind: str) -> PanelProvider:
    def panel(actor: Actor, object_id: UUID) -> Panel:
        url = to(actor, "desk:thread_of", kind=kind, object_id=object_id)
        return Panel("desk/thread_panel.html", {"url": url})

    return panel


for _kind in ("concern", "cause", "measure"):
    panels(_kind).register("desk", _walk_from(_kind), order=90)
