"""The fifty lines of the list, written by hand: the template engine took most of the page's time.

`{% concern_lines rows may_keep %}`. What a line shows is decided in `queries.lists`; here it only
becomes markup, the same as the components `kind`, `status` and `inline` give. The end tags of the
last cell and the row are left out, as HTML allows: the page has a budget of bytes.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.concerns.queries.lists import ConcernRow

register = template.Library()


@register.simple_tag
def concern_lines(rows: Sequence[ConcernRow], may_keep: object, choose: object = "") -> SafeString:
    """The lines of a table; owner and severity are links to their small forms for who may."""
    words = {
        "state": escape(_("State")),
        "voices": escape(_("Voices")),
        "severity": escape(_("Severity")),
        "owner": escape(_("Owner")),
        "nobody": escape(_("Choose an owner")),
        "change": escape(_("change")),
        "choose": escape(_("Choose")),
    }
    keep = bool(may_keep)
    box = keep and bool(choose)
    return mark_safe("".join(_line(row, words, keep=keep, box=box) for row in rows))  # noqa: S308 every word is escaped in _line


def _line(row: ConcernRow, words: dict[str, str], *, keep: bool, box: bool) -> str:
    """One line; a cell ends where the next begins, so nothing says so."""
    groups = f'<br><span class="note">{escape(row.groups)}</span>' if row.groups else ""
    owner = escape(row.owner) if row.owner else _nobody(words, keep=keep)
    return (
        f'<tr><th scope="row">{_box(row, words) if box else ""}<span>'
        f'<span class="kind kind-{row.kind}">{row.kind_label}</span> '
        f'<a href="{row.id}/">{escape(row.title)}</a>{groups}</span>{"</div>" if box else ""}'
        f'<td data-label="{words["state"]}"><span class="row-text"><span>'
        f'<span class="status status-{row.state}">{row.state_label}</span></span>'
        f"{_notes(row)}</span>"
        f'<td data-label="{words["voices"]}" class="column-number">{row.voices}'
        f'<td data-label="{words["severity"]}"><span data-value>'
        f"{_value(row, 'severity', row.severity_label, words['change'], keep=keep)}"
        f'</span><td data-label="{words["owner"]}"><span data-value>'
        f"{_value(row, 'owner', owner, words['change'], keep=keep)}"
        "</span>"
    )


def _box(row: ConcernRow, words: dict[str, str]) -> str:
    """A box to choose the line, for the form below the list."""
    return (
        '<div class="choosing">'
        f'<input type="checkbox" class="choose" form="together" name="chosen" value="{row.id}" '
        f'aria-label="{words["choose"]} “{escape(row.title)}”">'
    )


def _notes(row: ConcernRow) -> str:
    """What is owed or not solved, under the state."""
    due = f"<strong>{escape(row.due_words)}</strong>" if row.late else escape(row.due_words)
    text = f'<span class="note">{due}</span>' if due else ""
    if row.unsolved:
        text += f'<span class="note">{escape(row.unsolved)}</span>'
    return text


def _nobody(words: dict[str, str], *, keep: bool) -> str:
    return f'<span class="note">{words["nobody"]}</span>' if keep else "–"


def _value(row: ConcernRow, name: str, shown: str, change: str, *, keep: bool) -> str:
    if not keep:
        return shown
    there = f"{row.id}/{name}/"
    return f'<a class="inline" href="{there}" hx-get="{there}" title="{change}">{shown}</a>'
