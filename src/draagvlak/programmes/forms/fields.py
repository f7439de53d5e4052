"""Fields that several forms have."""

from __future__ import annotations

from uuid import uuid4

from django import forms


def once_field() -> forms.CharField:
    """A random key, so that sending a form twice does the thing once."""
    return forms.CharField(
        widget=forms.HiddenInput, max_length=80, required=False, initial=lambda: uuid4().hex
    )


def version_field() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False, initial=0)


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
