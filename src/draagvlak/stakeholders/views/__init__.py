"""The pages of stakeholders."""

from draagvlak.stakeholders.views.commitments import (
    commitment_add,
    commitment_edit,
    commitment_remove,
    commitment_reopen,
    commitment_restore,
    commitment_settle,
)
from draagvlak.stakeholders.views.map import (
    assessment_add,
    assessment_restore,
    assessment_undo,
    stakeholder_map,
)
from draagvlak.stakeholders.views.register import (
    approach_edit,
    stakeholder_add,
    stakeholder_archive,
    stakeholder_detail,
    stakeholder_edit,
    stakeholder_list,
    stakeholder_restore,
    stance_record,
    step_edit,
    step_finish,
)
from draagvlak.stakeholders.views.ties import (
    part_add,
    part_remove,
    relation_add,
    relation_remove,
    relation_restore,
)

__all__ = [
    "approach_edit",
    "assessment_add",
    "assessment_restore",
    "assessment_undo",
    "commitment_add",
    "commitment_edit",
    "commitment_remove",
    "commitment_reopen",
    "commitment_restore",
    "commitment_settle",
    "part_add",
    "part_remove",
    "relation_add",
    "relation_remove",
    "relation_restore",
    "stakeholder_add",
    "stakeholder_archive",
    "stakeholder_detail",
    "stakeholder_edit",
    "stakeholder_list",
    "stakeholder_map",
    "stakeholder_restore",
    "stance_record",
    "step_edit",
    "step_finish",
]
