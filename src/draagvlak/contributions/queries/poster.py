"""What stands on the poster of a door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from draagvlak.contributions.queries.entrances import entrance_address
from draagvlak.contributions.queries.labels import ways
from draagvlak.lib.pdf import Address, Heading, Items, Picture, Words
from draagvlak.lib.qr_path import qr_drawing

if TYPE_CHECKING:
    from draagvlak.contributions.models import Entrance
    from draagvlak.core.actor import Actor
    from draagvlak.lib.pdf import Block

WIDE = 110
"""Of the code, in millimetres: to be read from two metres."""


def poster_blocks(actor: Actor, entrance: Entrance) -> list[Block]:
    """The question, the code to scan, its address, and what one can count on."""
    address = entrance_address(entrance)
    programme = actor.programme.name if actor.programme else ""
    return [
        Heading(entrance.question or _("What do you want to say?"), 1),
        Words(
            _("About “%(programme)s”. Say it in one minute. Without an account.")
            % {"programme": programme}
        ),
        Picture(code_svg(address), _("Code to scan with a phone"), WIDE),
        Address(address),
        Items([f"{way.title}: {_first(way.text)}" for way in ways()]),
        Words(_("You always get an answer. Also when it is no.")),
    ]


def code_svg(address: str) -> str:
    """The code of an address as a drawing of its own."""
    drawn = qr_drawing(address)
    square = f"0 0 {drawn.size} {drawn.size}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{square}"><path d="{drawn.path}"/></svg>'
    )


def _first(text: str) -> str:
    """The first sentence: a poster is read in passing."""
    sentence, stop, _rest = text.partition(". ")
    return f"{sentence}." if stop else text
