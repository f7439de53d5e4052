"""The vision as it is read: paragraphs, lists, bold words. Nothing else is markup."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from draagvlak.lib.paragraphs import paragraphs

register = template.Library()

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITEM = re.compile(r"[-*•]\s+")


@register.filter
def written(text: str) -> SafeString:
    """Text as HTML: empty lines part paragraphs, lines with - make a list, **words** are bold."""
    return mark_safe("".join(_block(part) for part in paragraphs(text)))  # noqa: S308 all escaped


@register.filter
def opening(text: str) -> str:
    """The first paragraph, without marks."""
    first = next(iter(paragraphs(text)), "")
    return _BOLD.sub(r"\1", first)


def _block(part: str) -> str:
    """Lines of one paragraph; runs of list items inside it become a list."""
    html = ""
    items: list[str] = []
    lines: list[str] = []

    def close() -> str:
        made = f"<p>{'<br>'.join(lines)}</p>" if lines else ""
        made += f"<ul>{''.join(items)}</ul>" if items else ""
        lines.clear()
        items.clear()
        return made

    for line in part.split("\n"):
        mark = _ITEM.match(line)
        if bool(mark) != bool(items):
            html += close()
        if mark:
            items.append(f"<li>{_inline(line[mark.end() :])}</li>")
        else:
            lines.append(_inline(line))
    return html + close()


def _inline(line: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", str(escape(line)))
