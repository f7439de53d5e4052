"""Whether a saved table of steps can be taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from draagvlak.core.undo import Outlook
from draagvlak.core.verdict import no
from draagvlak.processes.models import Situation, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor


def look_at_tables(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Per saved table: whether it still stands and is open, and which steps changed since."""
    found = [json.loads(each) for each in kept]
    situations = Situation.objects.filter(
        workspace_id=actor.tenant,
        process__programme_id=actor.programme_id,
        pk__in=[UUID(each["situation"]) for each in found],
    )
    by_id = {str(each.pk): each for each in situations}
    keys = [UUID(row["row"]) for each in found for row in each["rows"]]
    steps = Step.objects.filter(workspace_id=actor.tenant, pk__in=keys)
    now = {
        str(pk): (version, name) for pk, version, name in steps.values_list("pk", "version", "name")
    }
    looks = []
    for each in found:
        situation = by_id.get(each["situation"])
        if situation is None or situation.replaced_at is not None:
            looks.append(Outlook(no(_("Another model stands in its place now."))))
        elif situation.state == Situation.State.SETTLED:
            looks.append(Outlook(no(_("This is settled. Open it again to change it."))))
        else:
            stays = [
                now[row["row"]][1]
                for row in each["rows"]
                if row["row"] in now and now[row["row"]][0] != row["version"]
            ]
            looks.append(Outlook(stays=stays))
    return looks
