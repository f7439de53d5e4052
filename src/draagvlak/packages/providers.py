"""What packages register with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.accounts.queries import SECURITY, SecurityLine
from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.checking import CHECKS, Finding
from draagvlak.core.policy import GUIDES, Data, Role, workspace_routes
from draagvlak.core.thread import NAV, NavItem
from draagvlak.core.web import to
from draagvlak.packages.queries import (
    arrivals,
    last_backup,
    newest_package,
    trail_is_as_it_came,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor

KEEPERS = frozenset({Role.ADMINISTRATOR})
# a guide reads the code of the own programme there; what the file holds is in no page
workspace_routes("packages", Data.MEMBERS, "package_list", acts=GUIDES | KEEPERS)
workspace_routes(
    "packages", Data.MEMBERS, "package_ask", "package_download", "package_remove", acts=KEEPERS
)
ACTIONS.register(
    "packages:package_list",
    Act(gettext_lazy("Take the workspace along in one file"), "download"),
    order=80,
)


def menu(actor: Actor, route: str) -> Sequence[NavItem]:
    """One entry, for the administrator and, while there is a package, for the guides."""
    if actor.workspace is None or not actor.has(*GUIDES, Role.ADMINISTRATOR):
        return []
    if not actor.has(Role.ADMINISTRATOR) and not route.startswith("packages:"):
        return []
    url = to(actor, "packages:package_list")
    return [NavItem(_("Take along"), url, "download", route.startswith("packages:"))]


NAV.register("packages", menu, order=75)


def look_at_trails() -> Finding:
    """Whether the trails that came with packages are still what they were."""
    came = arrivals()
    changed = [str(each.workspace_id) for each in came if not trail_is_as_it_came(each)]
    if changed:
        return Finding("trail", fine=False, words=f"not as it came: {', '.join(changed)}")
    words = f"{len(came)} workspaces came in a package, each with the trail that it brought"
    return Finding("trail", fine=True, words=words)


CHECKS.register("packages.trail", look_at_trails)


def lines(actor: Actor) -> Sequence[SecurityLine]:
    """When everything was last taken along, when it was last backed up, and what is forgotten."""
    newest, kept = newest_package(actor.tenant), last_backup()
    words = _("Never.")
    if newest is not None:
        day = date_format(timezone.localdate(newest.asked_at), "DATE_FORMAT")
        words = _("Asked for on %(day)s.") % {"day": day}
    if not settings.BACKUP_NIGHTLY:
        safe = _("Not every night by this installation. Ask whoever runs it.")
    elif kept is None:
        safe = _("Every night; the first has not been made yet.")
    else:
        day = date_format(kept.on, "DATE_FORMAT")
        safe = (
            _("Every night; the last one on %(day)s.")
            if kept.fine
            else _("The one of %(day)s failed. Tell whoever runs this installation.")
        ) % {"day": day}
    url = to(actor, "packages:package_list")
    return [
        SecurityLine(_("Everything in one file"), words, url, _("Take along")),
        SecurityLine(_("Backup"), safe),
        SecurityLine(
            _("Forgotten by itself"),
            _("What an undo needs, after 30 days. A file to take along, after three days."),
        ),
    ]


SECURITY.register("packages", lines, order=90)

for _verb, _words in {
    "packages.asked": gettext_lazy("asked for everything of the workspace in one file"),
    "packages.made": gettext_lazy("the file with everything is ready"),
    "packages.stopped": gettext_lazy("the file with everything could not be made"),
    "packages.downloaded": gettext_lazy("downloaded everything of the workspace"),
    "packages.removed": gettext_lazy("removed the file with everything"),
    "packages.brought_in": gettext_lazy("brought the workspace in from another installation"),
    "packages.taken_along": gettext_lazy("took the workspace along by command"),
}.items():
    VERBS.register(_verb, _words)
