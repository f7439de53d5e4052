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

__all__ = [
    "ProcessDraft",
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
    "remove_step",
    "restore_process",
    "set_state",
    "tie_role",
    "withdraw_correction",
]
