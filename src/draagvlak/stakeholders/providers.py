"""What stakeholders register with the plumbing, and with the vocabularies below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.policy import EDITORS, GUIDES, Data, Sight, programme_routes, sees
from draagvlak.core.search import KINDS, SearchKind, by_reading
from draagvlak.core.thread import NAV, NODES, WAITING, NavItem, Panel, Waiting, panels
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.intake.queries import WHO, Pointer, Pointers
from draagvlak.programmes.queries import OUTSIDERS, access_decision
from draagvlak.stakeholders import commands, queries

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

programme_routes(
    "stakeholders", Data.STAKEHOLDER, "stakeholder_list", "stakeholder_detail", "stance_record"
)
programme_routes(
    "stakeholders",
    Data.STAKEHOLDER,
    "stakeholder_add",
    "stakeholder_edit",
    "stakeholder_archive",
    "stakeholder_restore",
    "part_add",
    "part_remove",
    acts=EDITORS,
)
programme_routes(
    "stakeholders",
    Data.STANCE,
    "stakeholder_map",
    "assessment_add",
    "assessment_undo",
    "assessment_restore",
    "relation_add",
    "relation_remove",
    "relation_restore",
    "approach_edit",
    acts=GUIDES,
)
programme_routes(
    "stakeholders",
    Data.COMMITMENT,
    # who sees to a step or a promise says how it went, whatever the role: the rule decides
    "step_finish",
    "commitment_settle",
)
programme_routes(
    "stakeholders",
    Data.COMMITMENT,
    "step_edit",
    "commitment_add",
    "commitment_edit",
    "commitment_reopen",
    "commitment_remove",
    "commitment_restore",
    acts=EDITORS,
)


def nav(actor: Actor, route: str) -> Sequence[NavItem]:
    """The entry “Betrokkenen” of the main menu."""
    if actor.programme is None or not sees(Data.STAKEHOLDER, actor.roles):
        return []
    url = to(actor, "stakeholders:stakeholder_list")
    current = route.startswith("stakeholders:")
    return [NavItem(_("Stakeholders"), url, "handshake", current=current)]


def decision_panel(actor: Actor, object_id: UUID) -> Panel | None:
    """On the page of a decision: what every stakeholder reads there."""
    if not sees(Data.STAKEHOLDER, actor.roles, Sight.FULL):
        return None
    levels = queries.levels_of_decision(actor, access_decision(actor, object_id))
    return Panel("stakeholders/decision_panel.html", {"levels": levels}) if levels else None


def waiting_steps(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """Next steps of this actor that are due within a week, or late."""
    if actor.user_id is None or actor.programme is None or not queries.sees_steps(actor):
        return [], 0
    rows = queries.due_steps(actor)
    found = [
        _waiting(
            to(actor, "stakeholders:stakeholder_detail", stakeholder_id=row.pk) + "#next",
            (row.next_step, str(row), _("See the next step")),
            row.next_due_on,
        )
        for row in rows[:limit]
    ]
    return found, len(found) if len(found) < limit else rows.count()


def waiting_commitments(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """Promises of this actor that are to be kept within a week, or late."""
    if actor.user_id is None or actor.programme is None or not queries.sees_steps(actor):
        return [], 0
    rows = queries.due_commitments(actor)
    found = [
        _waiting(
            to(actor, "stakeholders:stakeholder_detail", stakeholder_id=row.stakeholder_id)
            + "#commitments",
            (
                row.what,
                _("Promised to %(name)s") % {"name": row.stakeholder},
                _("See the promise"),
            ),
            row.due_on,
        )
        for row in rows[:limit]
    ]
    return found, len(found) if len(found) < limit else rows.count()


def _waiting(url: str, words: tuple[str, str, str], due_on: dt.date | None) -> Waiting:
    title, note, label = words
    today = timezone.localdate()
    late = due_on is not None and due_on < today
    return Waiting(
        title=title,
        url=url,
        note=note,
        label=label,
        due=queries.due_words(due_on, today) if due_on else "",
        overdue=late,
        rank=20 if late else 40,
    )


def who_is_a_stakeholder(actor: Actor, limit: int) -> Pointers | None:
    """On the page of who is who: the first stakeholders, each with its card."""
    if not sees(Data.STAKEHOLDER, actor.roles, Sight.FULL):
        return None
    rows = queries.visible_stakeholders(actor).present()[:limit]
    return Pointers(
        _("Stakeholders"),
        [Pointer(str(row), row.role, stakeholder_address(actor, row.pk)) for row in rows],
        to(actor, "stakeholders:stakeholder_list"),
        _("See all stakeholders"),
    )


def stakeholder_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "stakeholders:stakeholder_detail", stakeholder_id=object_id)


NAV.register("stakeholders", nav, order=47)
WHO.register("stakeholders", who_is_a_stakeholder, order=20)
OUTSIDERS.register("stakeholders", queries.outside_parties)
panels("decision").register("stakeholders", decision_panel, order=20)
WAITING.register("stakeholder_steps", waiting_steps, order=45)
WAITING.register("stakeholder_commitments", waiting_commitments, order=46)
NODES.register(queries.KIND, queries.stakeholder_nodes)
KINDS.register(
    queries.KIND,
    SearchKind(
        Data.STAKEHOLDER,
        gettext_lazy("Stakeholders"),
        stakeholder_address,
        by_reading(queries.findable_stakeholders),
    ),
    order=50,
)
UNDOS.register(
    "stakeholders.archived",
    Reversal(queries.look_at_archived, commands.put_back_archived, Data.STAKEHOLDER, EDITORS),
)
UNDOS.register(
    "stakeholders.promise_removed",
    Reversal(queries.look_at_commitments, commands.put_back_commitment, Data.COMMITMENT, EDITORS),
)
UNDOS.register(
    "stakeholders.unrelated",
    Reversal(queries.look_at_relations, commands.put_back_relation, Data.STANCE, GUIDES),
)
UNDOS.register(
    "stakeholders.assessed",
    Reversal(queries.look_at_assessments, commands.withdraw_assessment, Data.STANCE, GUIDES),
)

ACTIONS.register("stakeholders:stakeholder_add", Act(gettext_lazy("Add a stakeholder")), order=40)

for _verb, _words in {
    "stakeholders.added": gettext_lazy("added a stakeholder"),
    "stakeholders.edited": gettext_lazy("changed what is written about a stakeholder"),
    "stakeholders.archived": gettext_lazy("put a stakeholder in the archive"),
    "stakeholders.changed_back": gettext_lazy("put something of a stakeholder back"),
    "stakeholders.restored": gettext_lazy("took a stakeholder out of the archive"),
    "stakeholders.approach_edited": gettext_lazy("changed the approach to a stakeholder"),
    "stakeholders.step_set": gettext_lazy("said what the next step with a stakeholder is"),
    "stakeholders.step_finished": gettext_lazy("finished a step with a stakeholder"),
    "stakeholders.assessed": gettext_lazy("wrote down how a group stands"),
    "stakeholders.assessment_taken_back": gettext_lazy("took back how a group stands"),
    "stakeholders.assessment_put_back": gettext_lazy("put back how a group stands"),
    "stakeholders.related": gettext_lazy("said how two stakeholders relate"),
    "stakeholders.unrelated": gettext_lazy("took a relation between stakeholders away"),
    "stakeholders.part_set": gettext_lazy("said how a stakeholder takes part in a decision"),
    "stakeholders.part_removed": gettext_lazy("took a stakeholder out of a decision"),
    "stakeholders.promised": gettext_lazy("wrote down a promise"),
    "stakeholders.promise_edited": gettext_lazy("changed a promise"),
    "stakeholders.promise_settled": gettext_lazy("wrote down whether a promise was kept"),
    "stakeholders.promise_reopened": gettext_lazy("opened a promise again"),
    "stakeholders.promise_removed": gettext_lazy("removed a promise"),
    "stakeholders.promise_restored": gettext_lazy("put a promise back"),
}.items():
    VERBS.register(_verb, _words)
