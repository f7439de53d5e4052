"""Days, positions and what is due, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

LOW, HIGH = 34, 66


def day_words(day: dt.date) -> str:
    """12 november 2026, in the language of the reader."""
    return formats.date_format(day, "j F Y")


def due_words(due_on: dt.date, today: dt.date) -> str:
    """How far away a day is: "3 days late", "today", "in 5 days"."""
    days = (due_on - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


def amount_words(amount: int) -> str:
    """Influence or interest in a word: a number says more than anybody knows."""
    return amounts()(amount)


def amounts() -> Callable[[int], str]:
    """The same for many, one after another: the words are looked up once."""
    little = pgettext("influence or interest", "little")
    some = pgettext("influence or interest", "some")
    much = pgettext("influence or interest", "much")
    return lambda amount: little if amount < LOW else much if amount > HIGH else some
