"""The lines of the list of people, written by hand: fifty at a time, on every visit."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from draagvlak.core.markup import DASH, cell, note
from draagvlak.core.web import to_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.template.context import Context

    from draagvlak.organisations.queries import PersonRow

register = template.Library()


@register.simple_tag(takes_context=True)
def person_lines(context: Context, rows: Sequence[PersonRow]) -> SafeString:
    """The lines of a table: name and function, where somebody works, the address."""
    href = to_each(context["actor"], "organisations:person_detail", "person_id")
    place, email = escape(_("Works at")), escape(_("E-mail address"))
    left = _("has left")
    gone = f" {note(f'({left})')}"
    return mark_safe(  # noqa: S308 every word is escaped
        "".join(
            [
                f'<tr><th scope="row">'
                f'<a href="{href(row.id)}">'
                f"{escape(row.name)}</a>{gone if row.left_on else ''}"
                f"{_below(row.function)}</th>"
                f"{cell(place, _place(row))}{cell(email, escape(row.email) or DASH)}</tr>"
                for row in rows
            ]
        )
    )


def _place(row: PersonRow) -> str:
    if not row.unit:
        return escape(row.organisation)
    more = _below(row.organisation) if row.unit != row.organisation else ""
    return escape(row.unit) + more


def _below(words: str) -> str:
    return f"<br>{note(words)}" if words else ""
