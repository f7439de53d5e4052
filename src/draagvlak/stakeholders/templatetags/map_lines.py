"""The dots of the map and its table, written by hand: two hundred at a time, twice over."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from draagvlak.core.markup import DASH, cell, note
from draagvlak.core.templatetags.ui import drawn
from draagvlak.core.web import to_each
from draagvlak.stakeholders.models import Assessment
from draagvlak.stakeholders.queries import amounts, changes, day_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.template.context import Context

    from draagvlak.stakeholders.queries import Drawing, Mark, Sentence, Standing

register = template.Library()


@register.simple_tag
def map_trails(drawing: Drawing) -> SafeString:
    """The ways that dots came, and the lines to words that stand apart."""
    return mark_safe("".join(map(_trail, drawing.marks)))  # noqa: S308 numbers only


def _trail(mark: Mark) -> str:
    trail = ""
    if mark.trail:
        x, y = mark.start
        start = f'<circle class="trail-start" cx="{x}" cy="{y}" r="4"/>'
        trail = f'<path class="trail" d="{mark.trail}"/>{start}'
    line = mark.place.line
    return f'{trail}<path class="map-line" d="{line}"/>' if line else trail


@register.simple_tag(takes_context=True)
def map_dots(context: Context, drawing: Drawing) -> SafeString:
    """The dots, each a link to its card; the shapes are drawn once (`#shape-…`)."""
    href = to_each(context["actor"], "stakeholders:stakeholder_detail", "stakeholder_id")
    said, labels = (
        _("%(name)s: influence %(influence)s, interest %(interest)s, %(attitude)s"),
        _labels(),
    )
    found = []
    for mark in drawing.marks:
        standing, place = mark.standing, mark.place
        now, words = standing.now, escape(place.words)
        spoken = escape(_spoken(said, standing, labels[now.attitude]))
        # what is read aloud holds the words that are drawn, also a number or half a name
        spoken = spoken if words in spoken else f"{words}. {spoken}"
        text = f'<text class="dot-words" x="{place.words_x}" y="{place.words_y}">{words}</text>'
        found.append(
            f'<a class="dot" href="{href(standing.id)}" aria-label="{spoken}" '
            f'data-influence="{now.influence}" data-interest="{now.interest}" '
            f'data-name="{escape(standing.name)}"><g transform="translate({place.x} {place.y})">'
            f'<circle class="dot-reach" r="13"/><use href="#shape-{now.attitude}"/></g>'
            f"{text if words else ''}</a>"
        )
    return mark_safe("".join(found))  # noqa: S308 every word is escaped


def _spoken(said: str, standing: Standing, attitude: str) -> str:
    now = standing.now
    return said % {
        "name": standing.name,
        "influence": now.influence,
        "interest": now.interest,
        "attitude": attitude,
    }


def _labels() -> dict[str, str]:
    return {each.value: str(each.label) for each in Assessment.Attitude}


@register.simple_tag(takes_context=True)
def map_lines(context: Context, drawing: Drawing) -> SafeString:
    """The lines of the table: who, where, how, since when, and what changed."""
    actor = context["actor"]
    card = to_each(actor, "stakeholders:stakeholder_detail", "stakeholder_id")
    form = to_each(actor, "stakeholders:assessment_add", "stakeholder_id")
    heads = [_("No."), _("Influence"), _("Interest"), _("Attitude of the group"), _("Seen on")]
    number, influence, interest, attitude, seen = map(escape, heads)
    changed, move, of = escape(_("Changed")), escape(_("Move")), _("Move %(name)s")
    labels, day, pencil = _labels(), cache(day_words), drawn("pencil")

    in_words, moved = amounts(), changes()
    shapes = {value: _shape(value, label) for value, label in labels.items()}

    def amount(value: int) -> str:
        return f'<span class="no-wrap">{value} · {escape(in_words(value))}</span>'

    def line(mark: Mark) -> str:
        row = mark.standing
        now, name = row.now, escape(row.name)
        change = escape(moved(row.before, now)) if row.before else ""
        return (
            f"<tr>{cell(number, str(mark.number), 'number')}"
            f'<th scope="row"><a href="{card(row.id)}">{name}</a></th>'
            f"{cell(influence, amount(now.influence))}{cell(interest, amount(now.interest))}"
            f"{cell(attitude, shapes[now.attitude])}"
            f"{cell(seen, day(now.seen_on))}{cell(changed, change or DASH)}"
            f'<td class="no-print" data-label="{move}">'
            f"{_button(form(row.id), escape(of % {'name': row.name}), pencil)}</td></tr>"
        )

    return mark_safe("".join(map(line, drawing.marks)))  # noqa: S308 every word is escaped


def _shape(attitude: str, label: str) -> str:
    return (
        '<span class="attitude"><svg class="attitude-shape" viewBox="-12 -12 24 24" '
        f'aria-hidden="true"><use href="#shape-{attitude}"/></svg>{escape(label)}</span>'
    )


def _button(href: str, label: str, icon: str) -> str:
    return (
        f'<a class="button button-quiet button-small button-square" href="{href}" title="{label}">'
        f'{icon}<span class="visually-hidden">{label}</span></a>'
    )


@register.simple_tag
def relation_lines(rows: Sequence[Sentence]) -> SafeString:
    """How groups stand to each other, a sentence each."""
    return mark_safe(  # noqa: S308 every word is escaped
        "".join(
            f'<li class="row"><div class="row-text"><span><strong>{escape(row.source)}</strong> '
            f"{escape(row.words)} <strong>{escape(row.target)}</strong></span>{note(row.note)}"
            "</div></li>"
            for row in rows
        )
    )
