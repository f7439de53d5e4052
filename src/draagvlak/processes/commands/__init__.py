from __future__ import annotations

from draagvlak.processes.commands.bringing import (
    copy_to_later,
    import_model,
    put_situation_back,
    set_state,
)
from draagvlak.processes.commands.correcting import correct_pair, withdraw_correction
from draagvlak.processes.commands.keeping import (
    ProcessDraft,
    add_process,
    archive_process,
    edit_process,
    restore_process,
    tie_role,
)
from draagvlak.processes.commands.steps import (
    StepDraft,
    add_step,
    edit_step,
    put_step_back,
    remove_step,
)
from draagvlak.processes.commands.tables import RowEdit, put_table_back, save_table

__all__ = [
    "ProcessDraft",
    "RowEdit",
    "StepDraft",
    "add_process",
    "add_step",
    "archive_process",
    "copy_to_later",
    "correct_pair",
    "edit_process",
    "edit_step",
    "import_model",
    "put_situation_back",
    "put_step_back",
    "put_table_back",
    "remove_step",
    "restore_process",
    "save_table",
    "set_state",
    "tie_role",
    "withdraw_correction",
]
