"""Who can read what one says, in each of the three ways: words from the policy table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from draagvlak.contributions.models import Contribution
from draagvlak.core.policy import Data, Role, readers

if TYPE_CHECKING:
    from collections.abc import Sequence

READS: Final = {
    Contribution.Way.NAMED: Data.NAMED_VOICE,
    Contribution.Way.CONFIDENTIAL: Data.RAISED_BY,
    Contribution.Way.ANONYMOUS: Data.CONTRIBUTION,
}
"""The class of data that decides, per way, who reads who said it."""


@dataclass(frozen=True)
class WayChoice:
    """One of the three ways, with the label that stands beside it."""

    value: str
    title: str
    text: str
    readers: str
    chosen: bool


def ways(chosen: object = "") -> Sequence[WayChoice]:
    """The three ways, from the one that tells least."""
    words = {
        Contribution.Way.ANONYMOUS: (
            _("Anonymously"),
            _(
                "Nobody knows who you are, not even the guide. No network address, no cookie and "
                "no time is stored, only the day. You follow it with a code."
            ),
            _("What you write is read by: %(who)s."),
        ),
        Contribution.Way.CONFIDENTIAL: (
            _("In confidence"),
            _("The guide knows who you are, nobody else. Not your manager, not the administrator."),
            _("What you write, and your name, are read by: %(who)s."),
        ),
        Contribution.Way.NAMED: (
            _("By name"),
            _("Your name goes with the question, so that who answers knows whom to ask."),
            _("Your name is read by: %(who)s. What you write stays with the guide."),
        ),
    }
    return [
        WayChoice(way.value, title, text, label % {"who": readers_words(READS[way])}, way == chosen)
        for way, (title, text, label) in words.items()
    ]


def release_readers(*, software: bool) -> str:
    """The roles that read a released quote; the supplier only what is about the software."""
    supplier = str(Role.SUPPLIER.label)
    found = [one for one in readers(Data.RELEASED_QUOTE) if software or one != supplier]
    return get_text_list(found, _("and"))


def readers_words(data: Data) -> str:
    """The roles that read a class, as a list in one sentence."""
    return get_text_list(readers(data), _("and"))
