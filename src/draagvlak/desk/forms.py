"""The one question of the first run."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FirstProgramme(forms.Form):
    """How the programme is called, and for whom."""

    programme = forms.CharField(label=_("What is your programme called?"), max_length=120)
    workspace = forms.CharField(label=_("For which client?"), max_length=120)
    once = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput())
