"""What changes for one group, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from draagvlak.core.web import page
from draagvlak.organisations.queries import access_group
from draagvlak.processes import queries
from draagvlak.processes.views.frame import Link, way

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from draagvlak.core.web import Request


@require_safe
def group_change(request: Request, group_id: UUID) -> HttpResponse:
    """What changes in the work of a group."""
    actor = request.actor
    group = access_group(actor, group_id)
    title = _("What changes for %(name)s") % {"name": group.name}
    context = {
        "crumbs": [*way(actor), Link(title)],
        "title": title,
        "rows": queries.group_changes(actor, group.pk),
    }
    return page(request, "processes/group_change.html", context)
