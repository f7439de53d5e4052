"""What programmes register with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.accounts.queries import ENTRANCES, ROLE_LINES, STANDINGS
from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.gate import PLACES
from draagvlak.core.outbox import TOPICS
from draagvlak.core.policy import (
    EDITORS,
    ROUTES,
    Data,
    Door,
    Route,
    programme_routes,
    workspace_routes,
)
from draagvlak.core.search import KINDS, SearchKind, by_reading
from draagvlak.core.thread import GATES, NAV, WAITING, NavItem
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.organisations.queries import CONTACT_PEOPLE, OWN_PEOPLE
from draagvlak.programmes import entrance, mail
from draagvlak.programmes.commands import taking_back
from draagvlak.programmes.queries import (
    contact_people,
    find_place,
    findable_decisions,
    findable_solutions,
    missing_here,
    own_people,
    returning,
    waiting_decisions,
)
from draagvlak.programmes.queries.standing import standings
from draagvlak.programmes.rules import KEEPERS, OPENERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

PLACES.register("programmes", find_place)
STANDINGS.register("programmes", standings)
ENTRANCES.register("programmes", entrance.enter)
ROLE_LINES.register("programmes", entrance.role_lines)

ROUTES.register("programmes:invitation_accept", Route(Door.PUBLIC))
workspace_routes("programmes", Data.PROGRAMME, "programme_add", acts=OPENERS)
programme_routes(
    "programmes",
    Data.PROGRAMME,
    "programme_home",
    "phase_list",
    "vision_show",
    "vision_read",
    "vision_compare",
    "decision_list",
    "decision_detail",
)
programme_routes(
    "programmes",
    Data.PROGRAMME,
    "programme_edit",
    "phase_plan",
    "phase_move",
    "vision_publish",
    "solution_add",
    "solution_edit",
    "supplier_add",
    "supplier_edit",
    "decision_add",
    "decision_edit",
    "decision_decide",
    "decision_reopen",
    "participation_add",
    "participation_remove",
    "participation_restore",
    acts=EDITORS,
)
programme_routes("programmes", Data.MEMBERS, "member_list")
programme_routes(
    "programmes",
    Data.MEMBERS,
    "member_invite",
    "member_edit",
    "member_remove",
    "member_restore",
    "invitation_resend",
    "invitation_revoke",
    "invitation_restore",
    acts=KEEPERS,
)
programme_routes("programmes", Data.AUDIT, "audit_list")

TOPICS.register(mail.TOPIC, mail.send_invitation)
GATES.register("programmes", missing_here, order=10)
WAITING.register("programmes", waiting_decisions)
OWN_PEOPLE.register("programmes", own_people)
CONTACT_PEOPLE.register("programmes", contact_people)


def menu(actor: Actor, route: str) -> Sequence[NavItem]:
    """One entry: the programme."""
    if actor.programme is None:
        return []
    address = to(actor, "programmes:programme_home")
    return [NavItem(_("Programme"), address, "map", current=route.startswith("programmes:"))]


NAV.register("programmes", menu, order=60)


def decision_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "programmes:decision_detail", decision_id=object_id)


def solution_address(actor: Actor, object_id: UUID) -> str:
    """Solutions stand together on the page of the programme."""
    del object_id
    return f"{to(actor, 'programmes:programme_home')}#solutions"


KINDS.register(
    "decision",
    SearchKind(
        Data.PROGRAMME, gettext_lazy("Decisions"), decision_address, by_reading(findable_decisions)
    ),
    order=55,
)
KINDS.register(
    "solution",
    SearchKind(
        Data.PROGRAMME, gettext_lazy("Solutions"), solution_address, by_reading(findable_solutions)
    ),
    order=75,
)

for _verb, _look, _back in (
    ("edited", returning.PROGRAMMES.look, taking_back.put_back_programme),
    ("phase_moved", returning.PROGRAMMES.look, taking_back.put_back_programme),
    ("phases_planned", returning.PHASES.look, taking_back.put_back_phases),
    ("supplier_edited", returning.SUPPLIERS.look, taking_back.put_back_supplier),
    ("solution_edited", returning.SOLUTIONS.look, taking_back.put_back_solution),
    ("vision_published", returning.look_at_vision, taking_back.put_back_vision),
    ("decision_edited", returning.DECISIONS.look, taking_back.put_back_decision),
    ("decided", returning.DECISIONS.look, taking_back.put_back_decision),
    ("decision_reopened", returning.DECISIONS.look, taking_back.put_back_decision),
    ("participation_removed", returning.look_at_removed_parts, taking_back.put_back_part),
):
    UNDOS.register(f"programmes.{_verb}", Reversal(_look, _back, Data.PROGRAMME, EDITORS))
for _kept, _sight, _undo in (
    ("role_taken", returning.look_at_ended_role, taking_back.put_back_role),
    ("role_changed", returning.MEMBERS.look, taking_back.put_back_changed_role),
    ("invitation_revoked", returning.look_at_revoked, taking_back.put_back_invitation),
):
    UNDOS.register(f"programmes.{_kept}", Reversal(_sight, _undo, Data.MEMBERS, KEEPERS))

ACTIONS.register("programmes:decision_add", Act(gettext_lazy("Add a decision")), order=60)
ACTIONS.register("programmes:member_invite", Act(gettext_lazy("Invite somebody")), order=61)
ACTIONS.register("programmes:vision_publish", Act(gettext_lazy("Publish the vision")), order=62)

for _verb, _words in {
    "programmes.workspace_opened": gettext_lazy("opened the workspace"),
    "programmes.workspace_asked_again": gettext_lazy("asked for the workspace again"),
    "programmes.guide_welcomed": gettext_lazy("came in as guide"),
    "programmes.opened": gettext_lazy("started the programme"),
    "programmes.edited": gettext_lazy("changed the programme"),
    "programmes.phases_planned": gettext_lazy("planned the phases"),
    "programmes.phase_moved": gettext_lazy("went to another phase"),
    "programmes.supplier_added": gettext_lazy("named a supplier"),
    "programmes.supplier_edited": gettext_lazy("changed a supplier"),
    "programmes.solution_added": gettext_lazy("named a solution"),
    "programmes.solution_edited": gettext_lazy("changed a solution"),
    "programmes.vision_published": gettext_lazy("published the vision"),
    "programmes.decision_added": gettext_lazy("added a decision"),
    "programmes.decision_edited": gettext_lazy("changed a decision"),
    "programmes.decided": gettext_lazy("wrote down what was decided"),
    "programmes.decision_reopened": gettext_lazy("opened a decision again"),
    "programmes.participation_set": gettext_lazy("said who takes part in a decision"),
    "programmes.participation_removed": gettext_lazy("took somebody out of a decision"),
    "programmes.changed_back": gettext_lazy("put something of the programme back"),
    "programmes.invited": gettext_lazy("invited somebody"),
    "programmes.invited_again": gettext_lazy("sent an invitation again"),
    "programmes.invitation_revoked": gettext_lazy("took an invitation back"),
    "programmes.invitation_restored": gettext_lazy("put an invitation back"),
    "programmes.invitation_accepted": gettext_lazy("an invitation was accepted"),
    "programmes.role_given": gettext_lazy("gave a role"),
    "programmes.role_changed": gettext_lazy("changed a role"),
    "programmes.role_taken": gettext_lazy("took a role away"),
}.items():
    VERBS.register(_verb, _words)
