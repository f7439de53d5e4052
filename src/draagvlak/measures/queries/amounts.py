"""Money and hours as words, in the language of the reader."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from draagvlak.measures.models import Measure

NBSP = "\u00a0"


def euro_words(amount: int, language: str | None = None) -> str:
    """1250 gives "€ 1.250"; who writes many lines asks for the language once."""
    return _euro_words(amount, language or get_language())


@lru_cache(1024)
def _euro_words(amount: int, language: str | None) -> str:
    del language
    return f"€{NBSP}{number_format(amount, 0, use_l10n=True, force_grouping=True)}"


def number_words(amount: Decimal) -> str:
    """2.50 gives "2,5", 1200.00 gives "1.200"."""
    plain = amount.quantize(Decimal("0.01"))
    places = 0 if plain == plain.to_integral() else 1 if plain * 10 % 1 == 0 else 2
    return number_format(plain, places, use_l10n=True, force_grouping=True)


def hour_words(amount: Decimal, language: str | None = None) -> str:
    """2.50 gives "2,5 uur"."""
    return _hour_words(amount, language or get_language())


@lru_cache(1024)
def _hour_words(amount: Decimal, language: str | None) -> str:
    del language
    plural = 1 if amount == 1 else 2
    return ngettext("%(hours)s hour", "%(hours)s hours", plural) % {"hours": number_words(amount)}


def load_words(hours: Decimal | None, people: int | None) -> str:
    """2.5 and 31 give "2,5 uur per persoon voor 31 mensen (77,5 uur)"; unknown gives nothing."""
    if hours is None or people is None:
        return ""
    if not hours or not people:
        return _("no extra hours")
    if people == 1:
        return _("%(hours)s for 1 person") % {"hours": hour_words(hours)}
    return _("%(hours)s per person for %(people)s people (%(total)s)") % {
        "hours": hour_words(hours),
        "people": number_format(people, 0, use_l10n=True, force_grouping=True),
        "total": hour_words(hours * people),
    }


def cost_of(measure: Measure) -> str:
    """What a measure costs, in words; unknown gives nothing."""
    return "" if measure.cost_euros is None else euro_words(measure.cost_euros)


def load_of(measure: Measure) -> str:
    """What a measure asks of people, in words; unknown gives nothing."""
    return load_words(measure.load_hours, measure.load_people)


def whole_hour_words(hours: float) -> str:
    """Many hours together, rounded to half hours: 77.4 gives "77,5 uur"."""
    return hour_words(Decimal(round(hours * 2)) / 2)
