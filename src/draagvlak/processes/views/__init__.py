from __future__ import annotations

from draagvlak.processes.views.differences import (
    correction_withdraw,
    difference_detail,
    pair_correct,
)
from draagvlak.processes.views.drawing import model_draw
from draagvlak.processes.views.groups import (
    group_change,
    part_confirm,
    part_unconfirm,
    remark_say,
    remark_take_back,
    remark_tell,
)
from draagvlak.processes.views.impact import impact_detail, impact_list
from draagvlak.processes.views.papers import difference_pdf, situation_pdf
from draagvlak.processes.views.processes import (
    process_add,
    process_archive,
    process_detail,
    process_edit,
    process_list,
    process_restore,
    role_tie,
)
from draagvlak.processes.views.remarks import remark_answer, remark_list, remark_take_over
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
from draagvlak.processes.views.waves import wave_add, wave_edit, wave_remove, wave_restore

__all__ = [
    "correction_withdraw",
    "difference_detail",
    "difference_pdf",
    "group_change",
    "impact_detail",
    "impact_list",
    "model_draw",
    "model_file",
    "model_import",
    "model_picture",
    "pair_correct",
    "part_confirm",
    "part_unconfirm",
    "process_add",
    "process_archive",
    "process_detail",
    "process_edit",
    "process_list",
    "process_restore",
    "remark_answer",
    "remark_list",
    "remark_say",
    "remark_take_back",
    "remark_take_over",
    "remark_tell",
    "role_tie",
    "situation_copy",
    "situation_detail",
    "situation_pdf",
    "situation_restore",
    "situation_settle",
    "step_add",
    "step_edit",
    "step_remove",
    "step_restore",
    "table_edit",
    "wave_add",
    "wave_edit",
    "wave_remove",
    "wave_restore",
]
