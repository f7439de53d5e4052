"""What the plumbing registers for itself."""

from __future__ import annotations

from draagvlak.core.policy import ROUTES, Door, Route

for _name in ("core:gallery", "core:health", "core:demo_mail", "set_language"):
    ROUTES.register(_name, Route(Door.PUBLIC))
