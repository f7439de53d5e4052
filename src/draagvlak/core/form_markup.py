"""Inputs of forms as markup, written by hand: the same that Django's templates give, cheaper.

Django renders each option of a choice from two templates of its own; a list that filters on two
hundred groups spent more on its select than on its rows. This renderer writes what Django's
templates for inputs, choices and text areas write, and leaves every other template to Django.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, ClassVar

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import HttpRequest

    Widget = Mapping[str, object]

_WIDGETS = "django/forms/widgets/{}.html"
_INPUTS = (
    "checkbox",
    "date",
    "datetime",
    "email",
    "file",
    "hidden",
    "input",
    "number",
    "password",
    "search",
    "text",
    "time",
    "url",
)


class QuickRenderer(DjangoTemplates):
    """Django's own renderer of forms, with its busiest templates as functions."""

    written: ClassVar[Mapping[str, Callable[[Widget], str]]]

    def render(
        self,
        template_name: str,
        context: dict[str, object],
        request: HttpRequest | None = None,
    ) -> SafeString:
        """The markup of a widget, stripped."""
        write = self.written.get(template_name)
        widget = context.get("widget")
        if write is None or not isinstance(widget, dict):
            return SafeString(super().render(template_name, context, request))
        return SafeString(write(widget).strip())


def attributes(attrs: Mapping[str, object]) -> str:
    """Attributes as HTML: False leaves one out, True gives its bare name."""
    if not attrs:
        return ""
    return "".join(
        [
            f" {name}" if value is True else f' {name}="{_plain(value)}"'
            for name, value in attrs.items()
            if value is not False
        ]
    )


def _attrs(widget: Widget) -> str:
    found = widget["attrs"]
    return attributes(found) if isinstance(found, dict) else ""


def _input(widget: Widget) -> str:
    value = widget.get("value")
    shown = "" if value is None else f' value="{_plain(value)}"'
    return f'<input type="{widget["type"]}" name="{widget["name"]}"{shown}{_attrs(widget)}>'


def _option(widget: Widget) -> str:
    """One radio button or box, with its label around it when asked for."""
    if not widget.get("wrap_label"):
        return _input(widget)
    attrs = widget["attrs"]
    id_ = attrs.get("id") if isinstance(attrs, dict) else ""
    to = f' for="{_plain(id_)}"' if id_ else ""
    return f"<label{to}>{_input(widget)} {_words(widget['label'])}</label>"


def _select(widget: Widget) -> str:
    parts = [f'<select name="{widget["name"]}"{_attrs(widget)}>']
    for name, options, _index in _groups(widget):
        if name:
            parts.append(f'\n  <optgroup label="{_words(name)}">')
        parts += [
            f'\n  <option value="{_plain(option["value"])}"{_attrs(option)}>'
            f"{_words(option['label'])}</option>"
            for option in options
        ]
        if name:
            parts.append("\n  </optgroup>")
    parts.append("\n</select>")
    return "".join(parts)


def _groups(widget: Widget) -> Iterable[tuple[object, list[Widget], int]]:
    return widget["optgroups"]  # type: ignore[return-value] # as ChoiceWidget.optgroups makes them


def _textarea(widget: Widget) -> str:
    value = widget.get("value")
    shown = _words(value) if value else ""
    return f'<textarea name="{widget["name"]}"{_attrs(widget)}>\n{shown}</textarea>'


def _plain(value: object) -> str:
    """A value as text, escaped unless it is markup already."""
    if type(value) is str:
        return escape(value)
    return conditional_escape(value if isinstance(value, str) else str(value))


def _words(value: object) -> str:
    """Words as a template shows them: numbers in the reader's notation, and escaped."""
    return escape(value) if type(value) is str else _plain(localize(value))


QuickRenderer.written = {
    **{_WIDGETS.format(name): _input for name in _INPUTS},
    _WIDGETS.format("radio_option"): _option,
    _WIDGETS.format("checkbox_option"): _option,
    _WIDGETS.format("input_option"): _option,
    _WIDGETS.format("select"): _select,
    _WIDGETS.format("textarea"): _textarea,
}
