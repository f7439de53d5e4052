"""Days and keys as words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from draagvlak.lib.fold import fold_key

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Choices

KEY_LENGTH = 160


def title_key(title: str) -> str:
    """The folded title that lists sort on."""
    return fold_key(title)[:KEY_LENGTH]


def capital(words: object) -> str:
    """A label with a capital: "heard" becomes "Heard"."""
    return str(capfirst(str(words)))


def capitals(choices: type[Choices]) -> dict[object, str]:
    """The labels of choices by value, in their order, with a capital."""
    return dict(_capitals(choices, get_language()))


@lru_cache(64)
def _capitals(choices: type[Choices], language: str | None) -> tuple[tuple[object, str], ...]:
    del language
    return tuple((each.value, capital(each.label)) for each in choices)


def day_words(day: dt.date, language: str | None = None) -> str:
    """12 november 2026, in the language of the reader; formatted once per day and language.

    Who writes many lines asks for the language once.
    """
    return _day_words(day, language or get_language() or "nl")


@lru_cache(4096)
def _day_words(day: dt.date, language: str) -> str:
    del language
    return formats.date_format(day, "j F Y")


def promise_words(due_on: dt.date, today: dt.date, language: str | None = None) -> str:
    """How far away a promised day is: "3 days late", "today", "in 5 days"."""
    return _promise_words((due_on - today).days, language or get_language())


@lru_cache(4096)
def _promise_words(days: int, language: str | None) -> str:
    del language
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
