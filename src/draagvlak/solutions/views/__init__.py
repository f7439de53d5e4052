from __future__ import annotations

from draagvlak.solutions.views.capabilities import (
    capability_add,
    capability_edit,
    capability_remove,
    solution_detail,
    starter_import,
)
from draagvlak.solutions.views.fits import fit_edit, fit_plan, fit_table
from draagvlak.solutions.views.ties import step_detail, tie_add, tie_remove

__all__ = [
    "capability_add",
    "capability_edit",
    "capability_remove",
    "fit_edit",
    "fit_plan",
    "fit_table",
    "solution_detail",
    "starter_import",
    "step_detail",
    "tie_add",
    "tie_remove",
]
