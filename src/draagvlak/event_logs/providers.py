"""What event logs register with the plumbing, and with the vocabularies below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from draagvlak.core.audit import VERBS
from draagvlak.core.policy import EDITORS, Data, programme_routes, sees
from draagvlak.core.thread import Panel, panels
from draagvlak.event_logs import queries, rules

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor

programme_routes("event_logs", Data.PROCESS, "log_detail")
programme_routes("event_logs", Data.PROCESS, "log_add", acts=EDITORS, costly=True)
programme_routes("event_logs", Data.PROCESS, "log_remove", "log_restore", acts=EDITORS)


def process_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a process: its logs, and where to add one."""
    if actor.programme is None or not sees(Data.PROCESS, actor.roles):
        return None
    process = queries.access_log_process(actor, object_id)
    logs = list(queries.logs_of(actor, process))
    may_add = rules.may_add(actor, process, count=len(logs))
    if not logs and not may_add:
        return None
    context = {"logs": logs, "process": process, "may_add": may_add}
    return Panel("event_logs/process_panel.html", context)


panels("process").register("event_logs", process_panel, order=40)

for _verb, _words in {
    "event_logs.added": gettext_lazy("added an event log"),
    "event_logs.removed": gettext_lazy("removed an event log"),
    "event_logs.put_back": gettext_lazy("put an event log back"),
}.items():
    VERBS.register(_verb, _words)
