"""Contributions that nobody wrote in for as long as was agreed leave for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from draagvlak.contributions.models import Agreement, Contribution, NamedVoice
from draagvlak.contributions.queries.agreements import DEFAULT_MONTHS, keep_until, silent_since
from draagvlak.core import pulse
from draagvlak.core.chores import CHORES, Chore
from draagvlak.core.models import Workspace
from draagvlak.programmes.models import Programme

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

BATCH: Final = 500


def forget_old(today: dt.date | None = None) -> int:
    """Every night, per programme. The voices stay as counts, without a name."""
    gone = 0
    for space in Workspace.objects.values_list("pk", flat=True):
        months = dict(
            Agreement.objects.filter(workspace_id=space).values_list("programme_id", "kept_months")
        )
        for key in Programme.objects.filter(workspace_id=space).values_list("pk", flat=True):
            before = keep_until(months.get(key, DEFAULT_MONTHS), today)
            with transaction.atomic(), pulse.moving():
                gone += _forget(space, key, before)
                pulse.touch(space)
    return gone


def _forget(space: UUID, programme: UUID, before: dt.date) -> int:
    """One programme: threads that fell silent before a day, and names of voices from before it."""
    gone = 0
    while keys := list(silent_since(space, programme, before).values_list("pk", flat=True)[:BATCH]):
        Contribution.objects.filter(workspace_id=space, pk__in=keys).delete()
        gone += len(keys)
    NamedVoice.objects.filter(
        workspace_id=space,
        voice__concern__programme_id=programme,
        voice__raised_on__lt=before.replace(day=1),
    ).delete()
    return gone


CHORES.register("contributions.old", Chore(lambda: {"removed": forget_old()}))
