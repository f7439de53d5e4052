"""What people fill in about a programme; each form gives a frozen value to a command."""

from __future__ import annotations

from draagvlak.programmes.forms.decisions import DecideForm, DecisionForm, ParticipationForm
from draagvlak.programmes.forms.members import AcceptForm, InviteForm, MemberForm
from draagvlak.programmes.forms.programme import (
    PhasesForm,
    ProgrammeForm,
    SolutionForm,
    StartForm,
    SupplierForm,
    VisionForm,
)

__all__ = [
    "AcceptForm",
    "DecideForm",
    "DecisionForm",
    "InviteForm",
    "MemberForm",
    "ParticipationForm",
    "PhasesForm",
    "ProgrammeForm",
    "SolutionForm",
    "StartForm",
    "SupplierForm",
    "VisionForm",
]
