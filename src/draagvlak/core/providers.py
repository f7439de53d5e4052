"""What the plumbing registers for itself."""

from __future__ import annotations

from draagvlak.core.policy import ROUTES, Door, Route

for _name in ("core:gallery", "core:health", "set_language"):
    ROUTES.register(_name, Route(Door.PUBLIC))
