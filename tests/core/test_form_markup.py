"""Inputs written by hand are the same as Django's templates give."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from draagvlak.core.form_markup import QuickRenderer

AWKWARD = "<b>“a” & 'b'</b>"
CHOICES = [
    ("", gettext_lazy("Everywhere")),
    ("a&b", AWKWARD),
    (3, 1234567),
    ("Groep", [("x", "Eén"), ("y", mark_safe("<i>Twee</i>"))]),
]
WIDGETS = [
    forms.TextInput,
    forms.HiddenInput,
    forms.EmailInput,
    forms.NumberInput,
    forms.PasswordInput,
    forms.URLInput,
    forms.DateInput,
    forms.DateTimeInput,
    forms.TimeInput,
    forms.CheckboxInput,
    forms.FileInput,
    forms.Textarea,
]
CHOOSING = [
    forms.Select,
    forms.SelectMultiple,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
    forms.NullBooleanSelect,
]
ATTRS = [
    None,
    {"id": "id_x", "class": AWKWARD, "required": True, "disabled": False, "maxlength": 12},
    {"data-x": mark_safe("&amp;"), "aria-label": gettext_lazy("Search")},
]
VALUES = [None, "", "plat", AWKWARD, 0, 1234567, 2.5, True, dt.date(2026, 11, 22)]


def squeezed(html):
    """Django's templates leave empty lines between options, which say nothing."""
    return re.sub(r"\s+", " ", html)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("attrs", ATTRS)
@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("widget", WIDGETS)
def test_an_input_is_as_django_writes_it(widget, value, attrs, language):
    with translation.override(language):
        ours = widget().render("naam", value, attrs, renderer=QuickRenderer())
        assert ours == widget().render("naam", value, attrs, renderer=DjangoTemplates())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("attrs", ATTRS)
@pytest.mark.parametrize("value", ["", "a&b", "3", 3, ["x", "3"], None], ids=repr)
@pytest.mark.parametrize("widget", CHOOSING)
def test_a_choice_is_as_django_writes_it(widget, value, attrs, language):
    with translation.override(language):
        if widget is forms.NullBooleanSelect and isinstance(value, list):
            value = None  # it takes one value only
        made = widget() if widget is forms.NullBooleanSelect else widget(choices=CHOICES)
        ours = made.render("naam", value, attrs, renderer=QuickRenderer())
        theirs = made.render("naam", value, attrs, renderer=DjangoTemplates())
        assert squeezed(ours) == squeezed(theirs)


def test_each_option_by_itself_is_as_django_writes_it():
    class Form(forms.Form):
        one = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
        many = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)

    sent = {"one": "x", "many": ["3", "y"]}
    ours, theirs = Form(sent, renderer=QuickRenderer()), Form(sent, renderer=DjangoTemplates())
    for name in ("one", "many"):
        found = [squeezed(option.tag()) for option in ours[name].subwidgets]
        assert found == [squeezed(option.tag()) for option in theirs[name].subwidgets]
        assert len(found) == 5


def test_what_it_does_not_write_is_left_to_django():
    class Form(forms.Form):
        when = forms.SplitDateTimeField()

    ours = Form(renderer=QuickRenderer()).as_div()
    assert ours == Form(renderer=DjangoTemplates()).as_div()
    assert "when_1" in ours
