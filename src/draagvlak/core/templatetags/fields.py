"""Inputs of forms, tied to their hints and errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import BaseForm, BoundField
    from django.utils.safestring import SafeString

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
