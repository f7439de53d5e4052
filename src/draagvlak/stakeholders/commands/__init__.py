"""What changes stakeholders, in the words of those who do it."""

from __future__ import annotations

from draagvlak.stakeholders.commands.commitments import (
    CommitmentDraft,
    add_commitment,
    edit_commitment,
    remove_commitment,
    reopen_commitment,
    restore_commitment,
    settle_commitment,
)
from draagvlak.stakeholders.commands.register import (
    StakeholderDraft,
    StepDraft,
    add_stakeholder,
    archive_stakeholder,
    edit_approach,
    edit_stakeholder,
    finish_step,
    restore_stakeholder,
    set_step,
)
from draagvlak.stakeholders.commands.relations import (
    add_relation,
    remove_part,
    remove_relation,
    restore_relation,
    set_part,
)
from draagvlak.stakeholders.commands.stances import (
    AssessmentDraft,
    assess,
    put_assessment_back,
    take_assessment_back,
)
from draagvlak.stakeholders.commands.taking_back import (
    put_back_archived,
    put_back_commitment,
    put_back_relation,
    withdraw_assessment,
)

__all__ = [
    "AssessmentDraft",
    "CommitmentDraft",
    "StakeholderDraft",
    "StepDraft",
    "add_commitment",
    "add_relation",
    "add_stakeholder",
    "archive_stakeholder",
    "assess",
    "edit_approach",
    "edit_commitment",
    "edit_stakeholder",
    "finish_step",
    "put_assessment_back",
    "put_back_archived",
    "put_back_commitment",
    "put_back_relation",
    "remove_commitment",
    "remove_part",
    "remove_relation",
    "reopen_commitment",
    "restore_commitment",
    "restore_relation",
    "restore_stakeholder",
    "set_part",
    "set_step",
    "settle_commitment",
    "take_assessment_back",
    "withdraw_assessment",
]
