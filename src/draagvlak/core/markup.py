"""Small pieces of markup for the lists that are written by hand.

A template engine takes most of the time of a list of fifty lines, so the busiest lists write their
lines in Python (`templatetags/*_lines.py`). These give what the components of the same name give.
All words are escaped here or by who calls; nothing else writes markup in Python.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Protocol

from django.utils.formats import localize
from django.utils.html import conditional_escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DASH = "–"


class FacetOption(Protocol):
    """One filter to choose: its words, its address, how many it leaves (None: not counted)."""

    @property
    def label(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def count(self) -> int | None: ...
    @property
    def current(self) -> bool: ...


class FacetGroup(Protocol):
    """Filters of one kind."""

    @property
    def label(self) -> str: ...
    @property
    def options(self) -> Sequence[FacetOption]: ...


def status(state: str, label: str) -> str:
    """A state with its dot, as `{% ui "status" %}`; `state` is a word of the product."""
    return f'<span class="status status-{state}">{escape(label)}</span>'


def note(words: str) -> str:
    """Small print, nothing for no words."""
    return f'<span class="note">{escape(words)}</span>' if words else ""


def facets(groups: Iterable[FacetGroup], target: str) -> str:
    """Groups of filters as links, each with how many it leaves, as `{% ui "facets" %}` shows."""
    more = f' hx-target="{escape(target)}" hx-push-url="true"' if target else ""
    return "\n  ".join(
        [
            f'<div class="facet"><h2>{escape(str(group.label))}</h2>\n  '
            f"<ul>{''.join([_facet(option, more) for option in group.options])}</ul></div>"
            for group in groups
        ]
    )


def _facet(option: FacetOption, more: str) -> str:
    href = escape(option.href)
    current = ' aria-current="true"' if option.current else ""
    fetched = f' hx-get="{href}"{more}' if more else ""
    count = "" if option.count is None else f' <span class="count">{option.count}</span>'
    return (
        f'<li><a href="{href}"{current}{fetched}><span>{escape(str(option.label))}</span>'
        f"{count}</a></li>"
    )


def tabs(items: Iterable[object]) -> str:
    """The links of `{% ui "tabs" %}`; an item is an object or a mapping."""
    return "".join([_tab_link(item) for item in items])


def _tab_link(item: object) -> str:
    href = _part(item, "href") or _part(item, "url") or ""
    current = ' aria-current="page"' if _part(item, "current") else ""
    count = _part(item, "count")
    shown = "" if count in {None, ""} else f' <span class="count">{_shown(localize(count))}</span>'
    return f'<li><a href="{_shown(href)}"{current}>{_shown(_part(item, "label"))}{shown}</a></li>'


def _part(item: object, name: str) -> object:
    return item.get(name) if isinstance(item, dict) else getattr(item, name, None)


def _shown(value: object) -> str:
    """A value as a template shows it."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def cell(label: str, inner: str, kind: str = "") -> str:
    """A cell that names its column on a phone; `label` is escaped, `inner` is markup."""
    shown = f' class="column-{kind}"' if kind else ""
    return f'<td{shown} data-label="{label}">{inner}</td>'
