"""What people fill in, turned into what commands take."""

from __future__ import annotations

from draagvlak.concerns.forms.answers import (
    AnswerForm,
    AnswerWords,
    CauseChoiceForm,
    CauseEditForm,
    CauseForm,
    CauseWords,
    CorrectionForm,
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
from draagvlak.concerns.forms.together import TogetherForm
from draagvlak.concerns.forms.voices import SolvedForm, SplitForm, VoiceForm

__all__ = [
    "AnswerForm",
    "AnswerWords",
    "CauseChoiceForm",
    "CauseEditForm",
    "CauseForm",
    "CauseWords",
    "ConcernEditForm",
    "ConcernForm",
    "ConcernWords",
    "CorrectionForm",
    "DueForm",
    "OriginForm",
    "OwnerForm",
    "QuickForm",
    "SeverityForm",
    "SolvedForm",
    "SplitForm",
    "TogetherForm",
    "ToldForm",
    "VersionedForm",
    "VoiceForm",
    "read_filters",
]
