"""What the plumbing registers for itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from draagvlak.core import retention  # noqa: F401 it registers the chores of the night
from draagvlak.core.audit import VERBS
from draagvlak.core.policy import ROUTES, Data, Door, Route, programme_routes

for _name in (
    "core:gallery",
    "core:health",
    "core:health_ready",
    "core:health_details",
    "core:metrics",
    "core:demo_mail",
    "core:theme_choose",
    "set_language",
):
    ROUTES.register(_name, Route(Door.PUBLIC))

# every role does things; what an undo shows and who may take it back stands with its kind
programme_routes("core", Data.OWN_DESK, "undo_take")
VERBS.register("core.taken_back", gettext_lazy("took something back"))
