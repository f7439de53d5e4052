"""What a group filled in and a guide took over: how the step becomes what it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from draagvlak.core.returning import Edited
from draagvlak.processes.models import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.core.undo import Outlook


def _steps(actor: Actor) -> QuerySet[Step]:
    rows = Step.objects.present().filter(
        workspace_id=actor.tenant,
        situation__process__programme_id=actor.programme_id,
        situation__replaced_at=None,
    )
    return rows.select_related("situation__process")


STEPS_TAKEN: Edited[Step] = Edited(
    _steps, {"minutes": _("the minutes"), "often": _("how often"), "fate": _("what happens to it")}
)


def write_taken(remark_id: UUID, step: str) -> str:
    """The remark with what its step was, for the sealed record of the undo."""
    return json.dumps({"remark": str(remark_id), "step": step})


def read_taken(kept: str) -> tuple[UUID, str]:
    """What `write_taken` wrote."""
    found = json.loads(kept)
    return UUID(found["remark"]), found["step"]


def look_at_taken(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Whether the step is still as the take-over left it."""
    return STEPS_TAKEN.look(actor, [read_taken(each)[1] for each in kept])
