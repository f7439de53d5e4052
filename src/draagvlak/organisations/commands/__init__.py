"""Everything that changes the register."""

from draagvlak.organisations.commands.groups import (
    add_group,
    add_to_group,
    change_group,
    take_out_of_group,
)
from draagvlak.organisations.commands.imports import (
    apply_import,
    promise_import,
    stop_import,
    undo_import,
)
from draagvlak.organisations.commands.organisations import add_organisation, rename_organisation
from draagvlak.organisations.commands.people import (
    PersonDetails,
    add_person,
    edit_person,
    mark_left,
    mark_returned,
)
from draagvlak.organisations.commands.staging import (
    choose_columns,
    choose_gone,
    keep_checked,
    read_otherwise,
    receive_import,
    refuse_import,
    repair_import,
    stage_import,
    take_back_repair,
)
from draagvlak.organisations.commands.units import (
    add_unit,
    change_unit,
    remove_unit,
    restore_unit,
)

__all__ = [
    "PersonDetails",
    "add_group",
    "add_organisation",
    "add_person",
    "add_to_group",
    "add_unit",
    "apply_import",
    "change_group",
    "change_unit",
    "choose_columns",
    "choose_gone",
    "edit_person",
    "keep_checked",
    "mark_left",
    "mark_returned",
    "promise_import",
    "read_otherwise",
    "receive_import",
    "refuse_import",
    "remove_unit",
    "rename_organisation",
    "repair_import",
    "restore_unit",
    "stage_import",
    "stop_import",
    "take_back_repair",
    "take_out_of_group",
    "undo_import",
]
