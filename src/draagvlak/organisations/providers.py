"""What the register shows to the rest of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.acting import ACTIONS, Act
from draagvlak.core.audit import VERBS
from draagvlak.core.policy import Data, Sight, sees, workspace_routes
from draagvlak.core.search import KINDS, SearchKind, by_index, by_reading
from draagvlak.core.thread import GATES, NAV, Missing, NavItem, Step
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.organisations import queries
from draagvlak.organisations.commands import taking_back
from draagvlak.organisations.queries import returning
from draagvlak.organisations.rules import KEEPERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

workspace_routes(
    "organisations",
    Data.REGISTER,
    "organisation_list",
    "unit_tree",
    "person_list",
    "person_detail",
    "person_pick",
    "group_list",
    "group_detail",
)
workspace_routes(
    "organisations",
    Data.REGISTER,
    "organisation_add",
    "organisation_rename",
    "unit_add",
    "unit_edit",
    "unit_remove",
    "unit_restore",
    "person_add",
    "person_edit",
    "person_leave",
    "person_return",
    "group_add",
    "group_edit",
    "group_people_add",
    "group_person_remove",
    "group_person_return",
    acts=KEEPERS,
)
workspace_routes(
    "organisations",
    Data.IMPORTS,
    "import_list",
    "import_start",
    "import_example",
    "import_preview",
    "import_read",
    "import_repair",
    "import_repair_undo",
    "import_gone",
    "import_apply",
    "import_result",
    "import_undo",
    acts=KEEPERS,
)


def menu(actor: Actor, route: str) -> Sequence[NavItem]:
    """The way to the people, for those who see more than themself."""
    if not sees(Data.REGISTER, actor.roles, Sight.FULL, Sight.OWN_GROUP):
        return []
    url = to(actor, "organisations:person_list")
    return [NavItem(_("People"), url, "users", route.startswith("organisations:"))]


NAV.register("organisations", menu, order=50)


def missing(actor: Actor, phase: str) -> Sequence[Missing]:
    """Exploring begins with the people, for those who see all of them."""
    if phase != "explore" or not sees(Data.REGISTER, actor.roles, Sight.FULL):
        return []
    if queries.has_people(actor):
        return []
    step = None
    if actor.has(*KEEPERS):
        step = Step(_("Import people"), to(actor, "organisations:import_start"))
    return [Missing(_("There are no people yet."), step)]


GATES.register("organisations", missing, order=5)


def person_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "organisations:person_detail", person_id=object_id)


def group_address(actor: Actor, object_id: UUID) -> str:
    return to(actor, "organisations:group_detail", group_id=object_id)


def unit_address(actor: Actor, object_id: UUID) -> str:
    """A unit has no page of its own; `placed_units` leads to the tree it stands in."""
    del object_id
    return to(actor, "organisations:organisation_list")


KINDS.register(
    "person",
    SearchKind(
        Data.REGISTER,
        gettext_lazy("People"),
        person_address,
        queries.findable_people,
        queries.placed_people,
    ),
    order=60,
)
KINDS.register(
    "group",
    SearchKind(
        Data.REGISTER, gettext_lazy("Groups"), group_address, by_reading(queries.findable_groups)
    ),
    order=65,
)
KINDS.register(
    queries.KIND_UNIT,
    SearchKind(
        Data.REGISTER,
        gettext_lazy("Units"),
        unit_address,
        by_index(queries.KIND_UNIT, queries.units_in_sight, of_workspace=True),
        queries.placed_units,
    ),
    order=70,
)

for _verb, _look, _back in (
    ("organisations.renamed", returning.ORGANISATIONS.look, taking_back.put_back_organisation),
    ("units.changed", returning.UNITS.look, taking_back.put_back_unit),
    ("units.removed", returning.look_at_removed_units, taking_back.put_back_removed_unit),
    ("groups.changed", returning.GROUPS.look, taking_back.put_back_group),
    ("groups.people_added", returning.look_at_put_in, taking_back.withdraw_members),
    ("groups.person_taken_out", returning.look_at_taken_out, taking_back.put_back_member),
    ("people.edited", returning.PEOPLE.look, taking_back.put_back_person),
    ("people.left", returning.look_at_left, taking_back.put_back_left),
):
    UNDOS.register(_verb, Reversal(_look, _back, Data.REGISTER, KEEPERS))

ACTIONS.register("organisations:person_add", Act(gettext_lazy("Add a person")), order=50)
ACTIONS.register("organisations:group_add", Act(gettext_lazy("Add a group")), order=51)
ACTIONS.register(
    "organisations:import_start", Act(gettext_lazy("Import people from a file")), order=52
)

for _verb, _words in {
    "organisations.added": gettext_lazy("added an organisation"),
    "organisations.renamed": gettext_lazy("renamed an organisation"),
    "organisations.changed_back": gettext_lazy("put the name of an organisation back"),
    "units.changed_back": gettext_lazy("put a unit back as it was"),
    "people.changed_back": gettext_lazy("put the details of a person back"),
    "groups.changed_back": gettext_lazy("put a group back as it was"),
    "units.added": gettext_lazy("added a unit"),
    "units.changed": gettext_lazy("changed a unit"),
    "units.removed": gettext_lazy("removed a unit"),
    "units.restored": gettext_lazy("put a unit back"),
    "people.added": gettext_lazy("added a person"),
    "people.edited": gettext_lazy("changed the details of a person"),
    "people.left": gettext_lazy("noted that somebody no longer works here"),
    "people.returned": gettext_lazy("noted that somebody works here again"),
    "groups.added": gettext_lazy("added a group"),
    "groups.changed": gettext_lazy("changed a group"),
    "groups.people_added": gettext_lazy("added people to a group"),
    "groups.person_taken_out": gettext_lazy("took somebody out of a group"),
    "imports.staged": gettext_lazy("read a file for an import"),
    "imports.columns_chosen": gettext_lazy("chose the columns of an import"),
    "imports.received": gettext_lazy("sent a large file for an import"),
    "imports.checked": gettext_lazy("had a file checked for an import"),
    "imports.refused": gettext_lazy("sent a file that cannot be read"),
    "imports.read_otherwise": gettext_lazy("chose the sheet and the header of an import"),
    "imports.repaired": gettext_lazy("repaired rows of an import"),
    "imports.repair_taken_back": gettext_lazy("took back a repair of an import"),
    "imports.gone_chosen": gettext_lazy("chose what happens with those not in the file"),
    "imports.promised": gettext_lazy("started an import"),
    "imports.stopped": gettext_lazy("an import stopped halfway"),
    "imports.applied": gettext_lazy("imported people"),
    "imports.undone": gettext_lazy("undid an import"),
}.items():
    VERBS.register(_verb, _words)
