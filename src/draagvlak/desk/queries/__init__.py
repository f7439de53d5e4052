"""What one screen needs from many apps: the day, and the thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.desk.queries import shared
from draagvlak.programmes.queries import home_of, programmes_of
from draagvlak.vault.queries import confirmed_keyring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.thread import GapGroup, Missing, Waiting

SHOWN = 8
FEW = 3
NIGHT, MORNING, AFTERNOON, EVENING = 6, 12, 18, 24


@dataclass(frozen=True)
class Today:
    """The day of one actor: what waits, how much of it is late, and where the thread hangs."""

    greeting: str
    sentence: str
    waiting: Sequence[Waiting]
    more: int
    gaps: Sequence[GapGroup]
    missing: Sequence[Missing]


@dataclass(frozen=True)
class DoorTo:
    """One programme to choose: its name, its address, and what one is to it."""

    name: str
    url: str
    note: str


def doors(user_id: UUID) -> list[DoorTo]:
    """The programmes of a user, the newest first."""
    return [
        DoorTo(
            name=card.programme.name,
            url=reverse(
                "desk:today",
                kwargs={"workspace": card.workspace.slug, "programme": card.programme.slug},
            ),
            note=f"{card.workspace.name} · {', '.join(card.roles)}",
        )
        for card in programmes_of(user_id)
    ]


def has_vault(actor: Actor) -> bool:
    """Whether this guide made a vault of their own; others never have one."""
    return actor.is_guide and confirmed_keyring(actor) is not None


def home(actor: Actor) -> Actor | None:
    """The actor in a workspace of their own where they may start a programme, or None."""
    return home_of(actor.signed_in_id, actor.name)


def today(actor: Actor) -> Today:
    """Everything on the desk of this actor in this programme."""
    found, total = shared.waiting(actor, SHOWN)
    items = sorted(found, key=pressing)
    gaps = programme_gaps(actor)
    late = sum(1 for item in items if item.overdue)
    lacking = missing(actor)
    return Today(
        greeting=greeting(actor),
        sentence=sentence(total, late, sum(gap.count for gap in gaps), whole=not lacking),
        waiting=items[:SHOWN],
        more=max(0, total - SHOWN),
        gaps=gaps,
        missing=lacking,
    )


def programme_gaps(actor: Actor) -> list[GapGroup]:
    """Every kind of gap that holds at least one thing."""
    return shared.gaps(actor, FEW)


def missing(actor: Actor) -> list[Missing]:
    """What the present phase of the programme still misses."""
    if actor.programme is None:
        return []
    return shared.missing(actor, actor.programme.phase)


def greeting(actor: Actor) -> str:
    """The words for this part of the day, with the given name."""
    hour, name = timezone.localtime().hour, actor.name.split(" ")[0]
    if hour < NIGHT:
        return _("Good night, %(name)s") % {"name": name}
    if hour < MORNING:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < AFTERNOON:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def sentence(waiting: int, late: int, hanging: int, *, whole: bool = True) -> str:
    """One plain sentence on the state of the programme for this actor.

    `whole`: the phase misses nothing, so that a thread without gaps may be called whole.
    """
    if not waiting and not hanging and not whole:
        return _("Nothing waits for you yet. See what this phase still needs.")
    if not waiting and not hanging:
        return _("Nothing waits for you, and the thread is whole.")
    if not waiting:
        text = ngettext(
            "Nothing waits for you. The thread hangs in %(count)s place.",
            "Nothing waits for you. The thread hangs in %(count)s places.",
            hanging,
        )
        return text % {"count": hanging}
    text = ngettext("%(count)s thing waits for you.", "%(count)s things wait for you.", waiting) % {
        "count": waiting
    }
    if not late:
        calm = _("Nothing of yours is late.")
        return f"{text} {calm}"
    tail = ngettext("%(count)s of them is late.", "%(count)s of them are late.", late)
    return f"{text} {tail % {'count': late}}"


def pressing(item: Waiting) -> tuple[bool, int, str]:
    """The order of what waits: late first."""
    return (not item.overdue, item.rank, item.due)
