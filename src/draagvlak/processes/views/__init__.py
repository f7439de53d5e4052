from __future__ import annotations

from draagvlak.processes.views.differences import (
    correction_withdraw,
    difference_detail,
    pair_correct,
)
from draagvlak.processes.views.groups import group_change
from draagvlak.processes.views.processes import (
    process_add,
    process_archive,
    process_detail,
    process_edit,
    process_list,
    process_restore,
    role_tie,
)
from draagvlak.processes.views.situations import (
    model_file,
    model_import,
    model_picture,
    situation_copy,
    situation_detail,
    situation_restore,
    situation_settle,
)
from draagvlak.processes.views.steps import step_add, step_edit, step_remove, step_restore
from draagvlak.processes.views.tables import table_edit

__all__ = [
    "correction_withdraw",
    "difference_detail",
    "group_change",
    "model_file",
    "model_import",
    "model_picture",
    "pair_correct",
    "process_add",
    "process_archive",
    "process_detail",
    "process_edit",
    "process_list",
    "process_restore",
    "role_tie",
    "situation_copy",
    "situation_detail",
    "situation_restore",
    "situation_settle",
    "step_add",
    "step_edit",
    "step_remove",
    "step_restore",
    "table_edit",
]
