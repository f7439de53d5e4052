"""What people fill in, turned into what commands take."""

from __future__ import annotations

from draagvlak.concerns.forms.answers import (
    AnswerForm,
    CauseChoiceForm,
    CauseEditForm,
    CauseForm,
    CauseWords,
    ToldForm,
)
from draagvlak.concerns.forms.concerns import (
    ConcernEditForm,
    ConcernForm,
    ConcernWords,
    DueForm,
    OriginForm,
    OwnerForm,
    QuickForm,
    SeverityForm,
)
from draagvlak.concerns.forms.filters import read_filters
from draagvlak.concerns.forms.shared import VersionedForm
from draagvlak.concerns.forms.voices import SolvedForm, SplitForm, VoiceForm

__all__ = [
    "AnswerForm",
    "CauseChoiceForm",
    "CauseEditForm",
    "CauseForm",
    "CauseWords",
    "ConcernEditForm",
    "ConcernForm",
    "ConcernWords",
    "DueForm",
    "OriginForm",
    "OwnerForm",
    "QuickForm",
    "SeverityForm",
    "SolvedForm",
    "SplitForm",
    "ToldForm",
    "VersionedForm",
    "VoiceForm",
    "read_filters",
]
