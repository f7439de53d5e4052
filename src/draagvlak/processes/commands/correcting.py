"""Saying by hand which steps are one, and which are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.processes import rules
from draagvlak.processes.models import Correction

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.lib import process_diff
    from draagvlak.processes.models import Process


@command
def correct_pair(
    *, by: Actor, process: Process, correction: process_diff.Correction, once: str = ""
) -> Correction:
    """Keep what somebody says about two steps. It holds for later models too."""
    del once
    rules.may_correct(by, process).demand()
    old, new = correction.old, correction.new
    row = Correction.objects.create(
        workspace_id=by.tenant,
        process=process,
        old_key=old.id[:200],
        old_name=old.name[:200],
        old_role=old.role[:200],
        new_key=new.id[:200],
        new_name=new.name[:200],
        new_role=new.role[:200],
        together=correction.together,
        author_id=by.user_id,
    )
    record("processes.pair_corrected", by=by, on=row)
    return row


@command
def withdraw_correction(*, by: Actor, correction: Correction) -> Correction:
    """Take back what was said by hand; the comparison decides again."""
    rules.may_withdraw(by, correction).demand()
    correction.removed_at = timezone.now()
    correction.save(update_fields=["removed_at"])
    record("processes.correction_withdrawn", by=by, on=correction)
    return correction
