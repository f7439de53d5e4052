"""Numbers of findings as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from decimal import Decimal

    from draagvlak.findings.models import Bottleneck, Gain


def minute_words(minutes: Decimal | None) -> str:
    """How much time a week."""
    if minutes is None:
        return ""
    number = number_format(f"{float(minutes):.1f}".removesuffix(".0"), use_l10n=True)
    return _("%(minutes)s minutes a week") % {"minutes": number}


def price_words(each: Bottleneck) -> str:
    """What a bottleneck costs, in figures."""
    words = [minute_words(each.minutes)]
    if each.euros is not None:
        euros = number_format(each.euros, 0, use_l10n=True, force_grouping=True)
        words.append(_("€ %(euros)s a year") % {"euros": euros})
    return ", ".join(word for word in words if word)


def gain_words(gain: Gain) -> str:
    """Who gains, and how much time."""
    minutes = minute_words(gain.minutes)
    return f"{gain.group.name}: {minutes}" if minutes else gain.group.name
