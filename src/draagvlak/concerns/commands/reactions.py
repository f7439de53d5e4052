"""What happens by itself when enough voices said whether an answer solves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.concerns import rules
from draagvlak.concerns.commands.answers import open_again
from draagvlak.concerns.commands.moving import touch
from draagvlak.concerns.queries.reactions import reacted_count
from draagvlak.core.audit import record
from draagvlak.core.command import command

if TYPE_CHECKING:
    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor


@command
def reopen_unsolved(*, by: Actor, concern: Concern) -> Concern:
    """At least half of those who reacted, and three or more, say that it is not solved."""
    rules.may_reopen_by_voices(concern, reacted=reacted_count(concern)).demand()
    record("concerns.reopened_by_voices", by=by, on=concern)
    open_again(by, concern)
    return concern


@command
def close_solved(*, by: Actor, concern: Concern) -> Concern:
    """Every voice says that it is solved: nobody needs to be asked any more."""
    rules.may_close(concern).demand()
    concern.closed_on = timezone.localdate()
    concern.save(update_fields=["closed_on"])
    touch(by)
    record("concerns.closed", by=by, on=concern)
    return concern
