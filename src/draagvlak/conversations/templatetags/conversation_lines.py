"""Conversations and released quotes as lines, written by hand: fifty at a time."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from draagvlak.concerns.queries import day_words
from draagvlak.core.markup import note, status
from draagvlak.core.web import to_each

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from django.template.context import Context

    from draagvlak.conversations.queries.conversations import ConversationRow
    from draagvlak.conversations.queries.released import ReleasedLine

register = template.Library()
DOTS = {"held": "done", "cancelled": "stopped"}


@register.simple_tag(takes_context=True)
def conversation_lines(context: Context, rows: Sequence[ConversationRow]) -> SafeString:
    """The lines of a list: when and with whom, what came of it, and the state."""
    labels = {"held": _("held"), "cancelled": _("cancelled")}
    planned = _("planned")
    href = to_each(context["actor"], "conversations:conversation_detail", "conversation_id")
    zone, language = timezone.get_current_timezone(), get_language()
    return mark_safe(  # noqa: S308 every word is escaped
        "".join(
            [
                f'<li class="row"><div class="row-text"><a class="row-title" href="{href(row.id)}">'
                f"{escape(row.title)}</a>{note(_when_and_who(row, zone, language))}</div>"
                f'<div class="row-side">{note(_quotes(row.quotes, row.quotes_open, language))}'
                f"{status(DOTS.get(row.state, 'planned'), labels.get(row.state, planned))}"
                "</div></li>"
                for row in rows
            ]
        )
    )


def _when_and_who(row: ConversationRow, zone: dt.tzinfo, language: str | None) -> str:
    at = row.planned_at.astimezone(zone)
    words = f"{day_words(at.date(), language)}, {at:%H:%M}"
    if row.names:
        words += f" · {', '.join(row.names)}"
    if row.more:
        more = ngettext("and %(more)s more", "and %(more)s more", row.more)
        words += f" {more % {'more': row.more}}"
    return words


@lru_cache(1024)
def _quotes(many: int, still_open: int, language: str | None) -> str:
    """How many quotes came of it; looked up once per number and language."""
    del language
    if still_open:
        words = ngettext(
            "%(open)s quote without a worry or wish",
            "%(open)s quotes without a worry or wish",
            still_open,
        )
        return words % {"open": still_open}
    return ngettext("%(many)s quote", "%(many)s quotes", many) % {"many": many} if many else ""


@register.simple_tag(takes_context=True)
def released_lines(
    context: Context, quotes: Sequence[ReleasedLine], linked: Collection[UUID]
) -> SafeString:
    """Released quotes, each with the concern that it belongs to where the reader sees it."""
    here = to_each(context["actor"], "conversations:released_detail", "released_id")
    there = to_each(context["actor"], "concerns:concern_detail", "concern_id")
    belongs, language = escape(_("belongs to")), get_language()
    lines = []
    for quote in quotes:
        kind = f" quote-{quote.kind}" if quote.kind else ""
        link = ""
        if quote.concern_id is not None and quote.concern_id in linked:
            title = escape(quote.title or "")
            link = f'<span>{belongs} <a href="{there(quote.concern_id)}">{title}</a></span>'
        lines.append(
            f'<figure class="quote{kind}"><blockquote><p>'
            f'<a href="{here(quote.id)}">“{escape(quote.text)}”</a></p></blockquote>'
            f"<figcaption>{link}<span>{day_words(quote.released_on, language)}</span>"
            "</figcaption></figure>"
        )
    return mark_safe("".join(lines))  # noqa: S308 every word is escaped
