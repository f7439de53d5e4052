"""Small pieces of markup for the lists that are written by hand.

A template engine takes most of the time of a list of fifty lines, so the busiest lists write their
lines in Python (`templatetags/*_lines.py`). These give what the components of the same name give.
All words are escaped here or by who calls; nothing else writes markup in Python.
"""

from __future__ import annotations

from html import escape

DASH = "–"


def status(state: str, label: str) -> str:
    """A state with its dot, as `{% ui "status" %}`; `state` is a word of the product."""
    return f'<span class="status status-{state}">{escape(label)}</span>'


def note(words: str) -> str:
    """Small print, nothing for no words."""
    return f'<span class="note">{escape(words)}</span>' if words else ""


def cell(label: str, inner: str, kind: str = "") -> str:
    """A cell that names its column on a phone; `label` is escaped, `inner` is markup."""
    shown = f' class="column-{kind}"' if kind else ""
    return f'<td{shown} data-label="{label}">{inner}</td>'
