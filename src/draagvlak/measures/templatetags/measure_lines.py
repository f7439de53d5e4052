"""The lines of the list of measures, written by hand: fifty at a time, on every visit."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from draagvlak.concerns.queries import day_words, promise_words
from draagvlak.core.markup import DASH, cell, note, status
from draagvlak.core.web import to_each
from draagvlak.measures.queries import DOTS, label_of
from draagvlak.measures.states import State

if TYPE_CHECKING:
    import datetime as dt
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
    today, language = timezone.localdate(), get_language()
    dots = {each: status(DOTS[each], label_of(State, each, language)) for each in State}
    return mark_safe(  # noqa: S308 every word is escaped
        "".join(
            [
                f'<tr><th scope="row">{_box(row, choose) if choosing else ""}'
                f'<a href="{href(row.id)}">{escape(row.title)}</a><br>'
                f"{note(row.note_in(language))}{'</span></div>' if choosing else ''}</th>"
                f"{cell(state, dots[State(row.state)])}{cell(due, _due(row, today, language))}"
                f"{cell(cost, _asks(row, language), 'number')}</tr>"
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


def _due(row: MeasureRow, today: dt.date, language: str | None) -> str:
    if row.due_on is None:
        return f'<span class="no-wrap">{DASH}</span>'
    more = ""
    if row.unfinished:
        words = promise_words(row.due_on, today, language)
        more = f"<br>{status('late', words) if row.due_on < today else note(words)}"
    return f'<span class="no-wrap">{escape(day_words(row.due_on, language))}{more}</span>'


def _asks(row: MeasureRow, language: str | None) -> str:
    return f"<span>{'<br>'.join([escape(each) for each in row.asked_in(language)]) or DASH}</span>"
