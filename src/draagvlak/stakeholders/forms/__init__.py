"""What people fill in about stakeholders."""

from draagvlak.stakeholders.forms.commitments import (
    CommitmentAddForm,
    CommitmentEditForm,
    SettleForm,
)
from draagvlak.stakeholders.forms.fields import on_version
from draagvlak.stakeholders.forms.register import (
    ApproachForm,
    StakeholderAddForm,
    StakeholderEditForm,
    StepForm,
)
from draagvlak.stakeholders.forms.stances import (
    AssessmentForm,
    DaysForm,
    PartForm,
    RelationForm,
)

__all__ = [
    "ApproachForm",
    "AssessmentForm",
    "CommitmentAddForm",
    "CommitmentEditForm",
    "DaysForm",
    "PartForm",
    "RelationForm",
    "SettleForm",
    "StakeholderAddForm",
    "StakeholderEditForm",
    "StepForm",
    "on_version",
]
