"""What concerns register with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.concerns import commands, queries, resealing, sealing  # noqa: F401 the last two register themselves
from draagvlak.concerns.queries import filters, thread, undo
from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.policy import EDITORS, GUIDES, Data, programme_routes, sees
from draagvlak.core.search import KINDS, SearchKind, by_index, with_text
from draagvlak.core.thread import GAPS, GATES, NAV, NODES, WAITING, NavItem, beside, neighbours
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

programme_routes(
    "concerns",
    Data.CONCERN,
    "concern_list",
    "concern_detail",
    "filter_save",
    "filter_default",
    "filter_remove",
    "concern_board",
    # the owner of a concern answers it from the board too: the rules decide
    "concern_move",
    "concern_similar",
    "concern_states",
    "cause_list",
    "cause_detail",
    # the owner of a concern answers it, whatever the role: the rule decides
    "concern_answer",
    "concern_tell",
    "concern_correct",
)
programme_routes(
    "concerns",
    Data.CONCERN,
    "concern_add",
    "concern_together",
    "concern_merge",
    "concern_edit",
    "concern_owner",
    "concern_severity",
    "concern_due",
    "concern_origin",
    "concern_cause_add",
    "concern_cause_remove",
    "concern_reopen",
    "concern_archive",
    "concern_restore",
    "cause_edit",
    acts=EDITORS,
)
programme_routes(
    "concerns",
    Data.RAISED_BY,
    "voice_list",
    "voice_add",
    "voice_tally",
    "voice_solved",
    "concern_split",
    acts=GUIDES,
)


def nav(actor: Actor, route: str) -> Sequence[NavItem]:
    """The register of concerns in the main menu."""
    if actor.programme is None or not sees(Data.CONCERN, actor.roles):
        return []
    url = to(actor, "concerns:concern_list")
    here = route.startswith("concerns:") or any(item.current for item in beside(actor, route))
    return [NavItem(_("Worries and wishes"), url, "list-checks", here)]


def concern_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "concerns:concern_detail", concern_id=object_id)


def cause_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "concerns:cause_detail", cause_id=object_id)


NAV.register("concerns", nav, order=30)
WAITING.register("concerns", queries.waiting, order=20)
GAPS.register("concerns", queries.gaps, order=20)
GATES.register("concerns", queries.missing, order=20)
NODES.register("concern", thread.concern_nodes)
NODES.register("cause", thread.cause_nodes)
neighbours("concern").register("concerns", queries.around_concerns, order=20)
neighbours("cause").register("concerns", queries.around_causes, order=20)
KINDS.register(
    queries.KIND_CONCERN,
    SearchKind(
        Data.CONCERN,
        gettext_lazy("Worries and wishes"),
        concern_address,
        by_index(queries.KIND_CONCERN, queries.findable_concerns),
        with_text(queries.findable_concerns, "description"),
    ),
    order=20,
)
KINDS.register(
    queries.KIND_CAUSE,
    SearchKind(
        Data.CONCERN,
        gettext_lazy("Causes"),
        cause_address,
        by_index(queries.KIND_CAUSE, queries.visible_causes),
        with_text(queries.visible_causes, "description"),
    ),
    order=30,
)

_changes = Reversal(undo.look_at_changes, commands.put_back_changes, Data.CONCERN, EDITORS)
for _verb in ("edited", "severity_set", "owner_set", "answer_due_set", "changed_together"):
    UNDOS.register(f"concerns.{_verb}", _changes)
UNDOS.register(
    "concerns.archived",
    Reversal(undo.look_at_archived, commands.put_back_archived, Data.CONCERN, EDITORS),
)
UNDOS.register(
    "concerns.merged",
    Reversal(undo.look_at_merged, commands.take_apart, Data.CONCERN, EDITORS),
)
UNDOS.register(
    "concerns.filter_removed",
    Reversal(filters.look_at_removed_filter, commands.put_back_filter, Data.CONCERN),
)
UNDOS.register(
    "concerns.cause_removed",
    Reversal(undo.look_at_removed_cause, commands.put_back_cause, Data.CONCERN, EDITORS),
)

ACTIONS.register("concerns:concern_add", Act(gettext_lazy("Write down a worry or wish")), order=20)

for _verb, _words in {
    "concerns.raised": gettext_lazy("a worry or wish was written down"),
    "concerns.edited": gettext_lazy("changed a worry or wish"),
    "concerns.severity_set": gettext_lazy("changed the severity of a worry or wish"),
    "concerns.owner_set": gettext_lazy("chose the owner of a worry or wish"),
    "concerns.answer_due_set": gettext_lazy("promised a day for an answer"),
    "concerns.groups_set": gettext_lazy("said whom a worry or wish affects"),
    "concerns.origin_written": gettext_lazy("wrote down where a worry or wish comes from"),
    "concerns.archived": gettext_lazy("put a worry or wish in the archive"),
    "concerns.restored": gettext_lazy("took a worry or wish out of the archive"),
    "concerns.joined": gettext_lazy("a voice was added"),
    "concerns.joined_again": gettext_lazy("a voice was sent twice and added once"),
    "concerns.voice_withdrawn": gettext_lazy("a voice was taken back"),
    "concerns.solved_recorded": gettext_lazy("it was written down for whom it is solved"),
    "concerns.split": gettext_lazy("split a worry or wish"),
    "concerns.tallied": gettext_lazy("counted the voices"),
    "concerns.merged": gettext_lazy("merged two worries or wishes"),
    "concerns.merged_away": gettext_lazy("a worry or wish goes on in another"),
    "concerns.taken_apart": gettext_lazy("took two merged worries or wishes apart"),
    "concerns.changed_together": gettext_lazy("changed several worries and wishes at once"),
    "concerns.changed_back": gettext_lazy("put a worry or wish back as it was"),
    "concerns.filter_saved": gettext_lazy("kept a view of a list"),
    "concerns.filter_default": gettext_lazy("chose with which view a list opens"),
    "concerns.filter_removed": gettext_lazy("removed a view of a list"),
    "concerns.cause_made": gettext_lazy("wrote down a cause"),
    "concerns.cause_edited": gettext_lazy("changed a cause"),
    "concerns.cause_added": gettext_lazy("added a cause to a worry or wish"),
    "concerns.cause_removed": gettext_lazy("took a cause away from a worry or wish"),
    "concerns.answered": gettext_lazy("gave an answer"),
    "concerns.answer_corrected": gettext_lazy("corrected an answer"),
    "concerns.told": gettext_lazy("told an answer back"),
    "concerns.reopened_by_voices": gettext_lazy(
        "opened a worry or wish again: too many say that it is not solved"
    ),
    "concerns.closed": gettext_lazy("closed a worry or wish: it is solved for everyone"),
    "concerns.reopened": gettext_lazy("opened a worry or wish again"),
    "concerns.moved_heard": gettext_lazy("a worry or wish is heard"),
    "concerns.moved_understood": gettext_lazy("a worry or wish is understood"),
    "concerns.moved_planned": gettext_lazy("a worry or wish is planned"),
    "concerns.moved_answered": gettext_lazy("a worry or wish is answered"),
    "concerns.moved_delivered": gettext_lazy("a worry or wish is told back"),
}.items():
    VERBS.register(_verb, _words)
