from __future__ import annotations

from draagvlak.findings.forms.findings import (
    BottleneckForm,
    FactForm,
    FindingForm,
    GainForm,
    OpportunityForm,
    PlaceForm,
    PracticeForm,
    VerdictForm,
)
from draagvlak.findings.forms.reviews import OutcomeForm, ReviewForm, VoteForm

__all__ = [
    "BottleneckForm",
    "FactForm",
    "FindingForm",
    "GainForm",
    "OpportunityForm",
    "OutcomeForm",
    "PlaceForm",
    "PracticeForm",
    "ReviewForm",
    "VerdictForm",
    "VoteForm",
]
