from __future__ import annotations

from draagvlak.processes.forms.bringing import BroughtForm, PairForm, TieForm
from draagvlak.processes.forms.processes import ProcessForm
from draagvlak.processes.forms.steps import StepForm
from draagvlak.processes.forms.tables import StepGrid

__all__ = ["BroughtForm", "PairForm", "ProcessForm", "StepForm", "StepGrid", "TieForm"]
