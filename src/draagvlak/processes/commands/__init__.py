from __future__ import annotations

from draagvlak.processes.commands.bringing import (
    copy_to_later,
    import_model,
    put_situation_back,
    save_drawing,
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
from draagvlak.processes.commands.saying import (
    TAKEN,
    AnswerDraft,
    RemarkDraft,
    answer_remark,
    confirm_part,
    put_back_taken,
    say_remark,
    take_back_remark,
    take_over_remark,
    unconfirm_part,
)
from draagvlak.processes.commands.steps import (
    StepDraft,
    add_step,
    edit_step,
    put_step_back,
    remove_step,
)
from draagvlak.processes.commands.tables import RowEdit, put_table_back, save_table
from draagvlak.processes.commands.waves import (
    WaveDraft,
    add_wave,
    edit_wave,
    put_wave_back,
    remove_wave,
)

__all__ = [
    "TAKEN",
    "AnswerDraft",
    "ProcessDraft",
    "RemarkDraft",
    "RowEdit",
    "StepDraft",
    "WaveDraft",
    "add_process",
    "add_step",
    "add_wave",
    "answer_remark",
    "archive_process",
    "confirm_part",
    "copy_to_later",
    "correct_pair",
    "edit_process",
    "edit_step",
    "edit_wave",
    "import_model",
    "put_back_taken",
    "put_situation_back",
    "put_step_back",
    "put_table_back",
    "put_wave_back",
    "remove_step",
    "remove_wave",
    "restore_process",
    "save_drawing",
    "save_table",
    "say_remark",
    "set_state",
    "take_back_remark",
    "take_over_remark",
    "tie_role",
    "unconfirm_part",
    "withdraw_correction",
]
