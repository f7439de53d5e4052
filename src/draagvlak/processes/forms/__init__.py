from __future__ import annotations

from draagvlak.processes.forms.bringing import BroughtForm, PairForm, TieForm
from draagvlak.processes.forms.drawing import DrawnForm
from draagvlak.processes.forms.processes import ProcessForm
from draagvlak.processes.forms.saying import AnswerForm, RemarkForm, WaveForm
from draagvlak.processes.forms.steps import StepForm
from draagvlak.processes.forms.tables import StepGrid

__all__ = [
    "AnswerForm",
    "BroughtForm",
    "DrawnForm",
    "PairForm",
    "ProcessForm",
    "RemarkForm",
    "StepForm",
    "StepGrid",
    "TieForm",
    "WaveForm",
]
