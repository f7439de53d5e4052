"""Who may do what with event logs, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from draagvlak.core.verdict import YES, Verdict, first_no, no
from draagvlak.event_logs.queries import MOST_LOGS
from draagvlak.processes import rules

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.event_logs.models import EventLog
    from draagvlak.processes.models import Process


def may_add(actor: Actor, process: Process, *, count: int) -> Verdict:
    """Who keeps a process adds logs to it, up to twenty."""
    full = no(_("There are 20 logs. Remove one that you no longer need."))
    return first_no(rules.may_edit(actor, process), full if count >= MOST_LOGS else YES)


def may_remove(actor: Actor, log: EventLog) -> Verdict:
    if log.removed_at is not None:
        return no(_("This log was removed already."))
    return rules.may_edit(actor, log.process)


def may_restore(actor: Actor, log: EventLog, *, count: int) -> Verdict:
    if log.removed_at is None:
        return no(_("This log is here already."))
    return may_add(actor, log.process, count=count)
