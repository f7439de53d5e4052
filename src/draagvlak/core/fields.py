"""Fields that forms of every app have."""

from __future__ import annotations

from django import forms

from draagvlak.core.web import once_key


def once_field() -> forms.CharField:
    """A random key, so that sending a form twice does the thing once."""
    return forms.CharField(
        widget=forms.HiddenInput, max_length=80, required=False, initial=once_key
    )
