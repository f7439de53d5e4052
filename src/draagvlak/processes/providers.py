"""What processes register with the plumbing, and with the vocabularies below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.policy import EDITORS, Data, programme_routes, sees
from draagvlak.core.search import KINDS, SearchKind, by_reading
from draagvlak.core.thread import (
    BESIDE_PROCESSES,
    GATES,
    NAV,
    WAITING,
    Missing,
    NavItem,
    Panel,
    Step,
    Waiting,
    panels,
)
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.processes import commands, queries
from draagvlak.programmes.models import Phase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

programme_routes("processes", Data.PROCESS, "process_list", "process_detail")
programme_routes(
    "processes",
    Data.PROCESS,
    "situation_detail",
    "difference_detail",
    "group_change",
    "model_file",
    "model_picture",
    "situation_pdf",
    "difference_pdf",
    "impact_detail",
    costly=True,
)
# who is in a group says how its work goes: the rules decide
programme_routes(
    "processes",
    Data.PROCESS,
    "impact_list",
    "remark_list",
    "remark_say",
    "remark_tell",
    "remark_take_back",
    "part_confirm",
    "part_unconfirm",
)
programme_routes(
    "processes",
    Data.PROCESS,
    "process_add",
    "process_edit",
    "process_archive",
    "process_restore",
    "role_tie",
    "situation_copy",
    "situation_restore",
    "situation_settle",
    "model_import",
    "step_add",
    "step_edit",
    "step_remove",
    "step_restore",
    "table_edit",
    "pair_correct",
    "correction_withdraw",
    "remark_take_over",
    "remark_answer",
    "wave_add",
    "wave_edit",
    "wave_remove",
    "wave_restore",
    acts=EDITORS,
)


def nav(actor: Actor, route: str) -> Sequence[NavItem]:
    """The entry “Processen” of the main menu."""
    if actor.programme is None or not sees(Data.PROCESS, actor.roles):
        return []
    url = to(actor, "processes:process_list")
    beside = (item for provider in BESIDE_PROCESSES for item in provider(actor, route))
    here = route.startswith("processes:") or any(item.current for item in beside)
    return [NavItem(_("Processes"), url, "workflow", here)]


def group_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a group: the processes in which it does work, now and later."""
    if actor.programme is None or not sees(Data.PROCESS, actor.roles):
        return None
    rows = queries.group_part(actor, object_id)
    context = {"rows": rows, "group_id": object_id}
    return Panel("processes/group_panel.html", context) if rows else None


def waiting(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """One line for everything that groups said and nobody answered yet."""
    if limit < 1 or actor.programme is None:
        return [], 0
    found = queries.waiting_by_process(actor)
    count = sum(found.values())
    if not count:
        return [], 0
    title = ngettext(
        "%(count)d correction of a group waits for an answer",
        "%(count)d corrections of groups wait for an answer",
        count,
    )
    url = to(actor, "processes:process_list")
    if len(found) == 1:
        url = to(actor, "processes:remark_list", process_id=next(iter(found)))
    line = Waiting(
        title=title % {"count": count},
        url=url,
        note=_("People say how their work really goes. Take it over, or say why not."),
        label=_("Look at it"),
        rank=35,
    )
    return [line], 1


def missing(actor: Actor, phase: str) -> Sequence[Missing]:
    """At the end of the analysis every process is written down, and its groups confirmed it."""
    if phase != Phase.ANALYSE or not sees(Data.PROCESS, actor.roles):
        return []
    step = Step(_("See the processes"), to(actor, "processes:process_list"))
    found = []
    if count := queries.unfinished_count(actor):
        text = ngettext(
            "%(count)d process does not tell yet how it goes now and later.",
            "%(count)d processes do not tell yet how they go now and later.",
            count,
        )
        found.append(Missing(text % {"count": count}, step))
    if count := queries.unconfirmed_count(actor):
        text = ngettext(
            "%(count)d process is not confirmed yet by every group that works in it.",
            "%(count)d processes are not confirmed yet by every group that works in them.",
            count,
        )
        found.append(Missing(text % {"count": count}, step))
    return found


# reads models, as the pages that show them do
programme_routes("processes", Data.PROCESS, "model_draw", acts=EDITORS, costly=True)


UNDOS.register(
    commands.TAKEN,
    Reversal(queries.look_at_taken, commands.put_back_taken, Data.PROCESS, EDITORS),
)


def process_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "processes:process_detail", process_id=object_id)


KINDS.register(
    "process",
    SearchKind(
        Data.PROCESS,
        gettext_lazy("Processes"),
        process_address,
        by_reading(queries.findable_processes),
    ),
    order=43,
)
NAV.register("processes", nav, order=46)
WAITING.register("processes", waiting, order=35)
GATES.register("processes", missing, order=15)
panels("group").register("processes", group_panel, order=30)
UNDOS.register(
    "processes.table_saved",
    Reversal(queries.look_at_tables, commands.put_table_back, Data.PROCESS, EDITORS),
)
ACTIONS.register("processes:process_add", Act(gettext_lazy("Add a process")), order=45)

for _verb, _words in {
    "processes.added": gettext_lazy("added a process"),
    "processes.edited": gettext_lazy("changed what is written about a process"),
    "processes.archived": gettext_lazy("put a process in the archive"),
    "processes.restored": gettext_lazy("took a process out of the archive"),
    "processes.role_tied": gettext_lazy("said which group does the work of a role"),
    "processes.step_added": gettext_lazy("added a step"),
    "processes.step_edited": gettext_lazy("changed a step"),
    "processes.step_removed": gettext_lazy("removed a step"),
    "processes.step_put_back": gettext_lazy("put a step back"),
    "processes.table_saved": gettext_lazy("changed the table of steps"),
    "processes.table_put_back": gettext_lazy("put the table of steps back"),
    "processes.model_imported": gettext_lazy("imported a model"),
    "processes.model_drawn": gettext_lazy("drew a model"),
    "processes.copied_to_later": gettext_lazy("let later begin as now"),
    "processes.situation_put_back": gettext_lazy("put an earlier model back"),
    "processes.settled": gettext_lazy("settled how a process goes"),
    "processes.opened": gettext_lazy("opened a process to change it"),
    "processes.pair_corrected": gettext_lazy("said whether two steps are the same"),
    "processes.remark_said": gettext_lazy("a group said how its work goes"),
    "processes.remark_taken_back": gettext_lazy("a group took back what it said of its work"),
    "processes.remark_taken_over": gettext_lazy("took over what a group said of its work"),
    "processes.remark_opened": gettext_lazy("opened what a group said of its work again"),
    "processes.remark_answered": gettext_lazy("answered what a group said of its work"),
    "processes.part_confirmed": gettext_lazy("a group confirmed how its work goes"),
    "processes.part_unconfirmed": gettext_lazy("the confirmation of a group was taken back"),
    "processes.wave_added": gettext_lazy("planned a wave"),
    "processes.wave_edited": gettext_lazy("changed a wave"),
    "processes.wave_removed": gettext_lazy("removed a wave"),
    "processes.wave_put_back": gettext_lazy("put a wave back"),
    "processes.correction_withdrawn": gettext_lazy("took back whether two steps are the same"),
}.items():
    VERBS.register(_verb, _words)
