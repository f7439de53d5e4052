"""Reasons of voices that stand in the clear since 0.1 go into the vault once there is one."""

from __future__ import annotations

from draagvlak.concerns.models import Voice
from draagvlak.concerns.queries.voices import REASON_FIELD, written_reason
from draagvlak.core.chores import CHORES, Chore
from draagvlak.vault.queries import programme_pairs, seal_to_pair

MOST = 5000
"""Reasons that one night seals."""


def seal_old_reasons() -> int:
    """Every night: what a programme without a vault kept, as soon as it has one. Gives how many."""
    plain = Voice.objects.exclude(solved_reason="")
    of = "concern__programme_id"
    pairs = programme_pairs(plain.order_by().values_list(of, flat=True).distinct())
    rows = plain.filter(concern__programme_id__in=pairs)[:MOST]
    count = 0
    for key, reason, programme_id, workspace_id in rows.values_list(
        "pk", "solved_reason", of, "workspace_id"
    ):
        sealed = seal_to_pair(
            pairs[programme_id], written_reason(reason), row=key, field=REASON_FIELD
        )
        count += Voice.objects.filter(
            workspace_id=workspace_id, pk=key, solved_reason=reason
        ).update(sealed_reason=sealed, solved_reason="")
    return count


CHORES.register("concerns.old_reasons", Chore(lambda: {"sealed": seal_old_reasons()}))
