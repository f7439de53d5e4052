"""The lines of the list of measures, written by hand: fifty at a time, on every visit."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from draagvlak.core.markup import DASH, cell, note, status
from draagvlak.core.web import to_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.template.context import Context

    from draagvlak.measures.queries import MeasureRow

register = template.Library()


@register.simple_tag(takes_context=True)
def measure_lines(context: Context, rows: Sequence[MeasureRow], choosing: object) -> SafeString:
    """The lines of a table: what and for whom, its state, when, and what it asks."""
    state, due, cost = escape(_("State")), escape(_("Due")), escape(_("Cost and load"))
    href = to_each(context["actor"], "measures:measure_detail", "measure_id")
    choose = escape(_("Choose"))
    return mark_safe(  # noqa: S308 every word is escaped
        "".join(
            [
                f'<tr><th scope="row">{_box(row, choose) if choosing else ""}'
                f'<a href="{href(row.id)}">{escape(row.title)}</a><br>{note(row.note)}'
                f"{'</span></div>' if choosing else ''}</th>"
                f"{cell(state, status(row.dot, row.state_label))}"
                f"{cell(due, _due(row))}{cell(cost, _asks(row), 'number')}</tr>"
                for row in rows
            ]
        )
    )


def _box(row: MeasureRow, choose: str) -> str:
    """A box to choose the line, for the form below the list."""
    return (
        '<div class="choosing"><input type="checkbox" class="choose" form="together" '
        f'name="chosen" value="{row.id}" aria-label="{choose} “{escape(row.title)}”"><span>'
    )


def _due(row: MeasureRow) -> str:
    words = row.due_words
    more = ""
    if words:
        more = f"<br>{status('late', words) if row.late else note(words)}"
    return f'<span class="no-wrap">{escape(row.due) or DASH}{more}</span>'


def _asks(row: MeasureRow) -> str:
    asked = [escape(words) for words in (row.cost, row.hours) if words]
    return f"<span>{'<br>'.join(asked) or DASH}</span>"
