from __future__ import annotations

from draagvlak.solutions.commands.judging import Judgement, judge_fit, plan_adaptation
from draagvlak.solutions.commands.keeping import (
    CapabilityDraft,
    add_capability,
    edit_capability,
    import_starters,
    put_back_capability,
    remove_capability,
    take_import_back,
)
from draagvlak.solutions.commands.tying import put_back_tie, remove_tie, tie_steps

__all__ = [
    "CapabilityDraft",
    "Judgement",
    "add_capability",
    "edit_capability",
    "import_starters",
    "judge_fit",
    "plan_adaptation",
    "put_back_capability",
    "put_back_tie",
    "remove_capability",
    "remove_tie",
    "take_import_back",
    "tie_steps",
]
