"""Reasons of voices that stand in the clear since 0.1 go into the vault once there is one."""

from __future__ import annotations

from draagvlak.concerns.models import Voice
from draagvlak.concerns.queries.voices import REASON_FIELD, written_reason
from draagvlak.core.chores import CHORES, Chore
from draagvlak.vault.queries import programme_pairs, seal_to_pair


def seal_old_reasons() -> int:
    """Every night: what a programme without a vault kept, as soon as it has one. Gives how many."""
    plain = Voice.objects.exclude(solved_reason="")
    found = plain.values_list("pk", "solved_reason", "concern__programme_id", "workspace_id")
    rows = list(found[:5000])
    pairs = programme_pairs(row[2] for row in rows)
    count = 0
    for key, reason, programme_id, workspace_id in rows:
        box = pairs.get(programme_id)
        if box is None:
            continue
        sealed = seal_to_pair(box, written_reason(reason), row=key, field=REASON_FIELD)
        count += Voice.objects.filter(
            workspace_id=workspace_id, pk=key, solved_reason=reason
        ).update(sealed_reason=sealed, solved_reason="")
    return count


CHORES.register("concerns.old_reasons", Chore(lambda: {"sealed": seal_old_reasons()}))
