"""Inputs of forms, tied to their hints and errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.forms import CheckboxInput, PasswordInput
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from draagvlak.core.templatetags.ui import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import BaseForm, BoundField
    from django.utils.functional import Promise

register = template.Library()


@register.simple_tag
def control(
    field: BoundField, hint: str = "", attrs: Mapping[str, object] | None = None
) -> SafeString:
    """The input of a field, tied to its hint and its error for a screen reader."""
    more: dict[str, object] = dict(attrs or {})
    described = described_by(field, hint)
    if described and not field.use_fieldset:
        more["aria-describedby"] = described
    return field.as_widget(
        attrs={
            key: value if isinstance(value, bool) else str(value)
            for key, value in more.items()
            if value is not None
        }
    )


@register.simple_tag
def described_by(field: BoundField, hint: str = "") -> str:
    """The ids of a field's hint and error, for `aria-describedby`; empty when it has neither."""
    ids = [f"{field.auto_id}_hint"] if hint or field.help_text else []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


@register.simple_tag
def written_field(  # noqa: PLR0913, PLR0917 the props of the component
    field: BoundField,
    label: str | Promise,
    hint: str | Promise,
    width: str,
    mark_optional: object,
    attrs: Mapping[str, object],
) -> SafeString:
    """A field with one input, as `{% ui "field" %}` shows it, written by hand.

    Empty for a hidden field, a box to tick, a group of choices and a password, which the template
    of the component shows.
    """
    kind = type(field.field.widget)
    if field.is_hidden or field.use_fieldset or issubclass(kind, CheckboxInput | PasswordInput):
        return SafeString("")
    words = conditional_escape(str(hint or field.help_text))
    optional = ""
    if mark_optional and not field.field.required:
        optional = f' <span class="optional">{conditional_escape(_("(optional)"))}</span>'
    wrong = " field-wrong" if field.errors else ""
    name = f"{conditional_escape(str(label or field.label))}{optional}"
    parts = [
        f'<div class="field field-{conditional_escape(width)}{wrong}">',
        f'<label for="{conditional_escape(field.id_for_label)}">{name}</label>',
    ]
    if words:
        parts.append(f'<p class="hint" id="{field.auto_id}_hint">{words}</p>')
    if wrong:
        errors = " ".join([conditional_escape(str(error)) for error in field.errors])
        parts.append(
            f'<p class="field-error" id="{field.auto_id}_error">'
            f"{drawn('triangle-alert')}<span>{errors}</span></p>"
        )
    parts.append(control(field, words, attrs))
    return mark_safe("\n  ".join(parts) + "\n</div>")  # noqa: S308 every word is escaped


@dataclass(frozen=True)
class FormError:
    """One line of an error summary; `href` is empty for an error of the form as a whole."""

    href: str
    text: str


@register.filter
def form_errors(form: BaseForm) -> list[FormError]:
    """Every error of a form, in the order of its fields, each with a link to its input."""
    lines = [FormError("", str(text)) for text in form.non_field_errors()]
    for field in form:
        target = field.auto_id
        if field.use_fieldset and (options := list(field.subwidgets)):
            target = options[0].id_for_label or target
        href = "" if field.is_hidden else f"#{target}"
        lines += [FormError(href, str(text)) for text in field.errors]
    return lines
