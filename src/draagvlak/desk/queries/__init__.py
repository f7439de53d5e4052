"""What one screen needs from many apps: the day, and the thread."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.core.thread import (
    GAPS,
    GATES,
    NODES,
    ORDER,
    WAITING,
    GapGroup,
    Missing,
    Node,
    Step,
    Waiting,
    neighbours_of,
)
from draagvlak.core.web import to
from draagvlak.programmes.queries import home_of, programmes_of
from draagvlak.vault.queries import confirmed_keyring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

SHOWN = 8
FEW = 3
WIDEST = 12
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
class Stop:
    """One thing on the way: its page, and the walk that goes on from there (empty: none)."""

    title: str
    note: str
    url: str
    walk: str
    here: bool


@dataclass(frozen=True)
class Station:
    """All things of one kind on the way, and whether the viewer started from here."""

    kind: str
    label: str
    empty: str
    stops: Sequence[Stop]
    here: bool


@dataclass(frozen=True)
class Walk:
    """The thread through one thing: its stations in order, and the next missing steps."""

    node: Node
    stations: Sequence[Station]
    gaps: Sequence[Step]


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
    answers = [provider(actor, SHOWN) for provider in WAITING]
    total = sum(count for _items, count in answers)
    items = sorted((item for found, _n in answers for item in found), key=pressing)
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
    return [gap for provider in GAPS for gap in provider(actor, FEW) if gap.count]


def missing(actor: Actor) -> list[Missing]:
    """What the present phase of the programme still misses."""
    if actor.programme is None:
        return []
    phase = actor.programme.phase
    return [each for provider in GATES for each in provider(actor, phase)]


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


def walk(actor: Actor, kind: str, object_id: UUID) -> Walk:
    """The thread through one thing, as far as it reaches both ways. Outsiders: Http404."""
    provider = NODES.get(kind)
    node = provider(actor, [object_id]).get(object_id) if provider else None
    if node is None:
        raise Http404
    found: dict[str, dict[UUID, Node]] = defaultdict(dict)
    found[kind][object_id] = node
    around = neighbours_of(actor, kind, [object_id])[object_id]
    gaps = list(around.gaps)
    _follow(actor, around.before, found, backwards=True)
    gaps += _follow(actor, around.behind, found, backwards=False)
    stations = [
        Station(
            kind=each,
            label=STATIONS[each][0](),
            empty=STATIONS[each][1](),
            stops=[_stop(actor, each_node, node) for each_node in found[each].values()][:WIDEST],
            here=each == kind,
        )
        for each in ORDER
        if each in found or each in ALWAYS
    ]
    return Walk(node, stations, _once(gaps))


def _follow(
    actor: Actor, start: Iterable[Node], found: dict[str, dict[UUID, Node]], *, backwards: bool
) -> list[Step]:
    """Walk on from some nodes, kind by kind along the thread; returns the gaps met.

    All things of a kind are asked at once, however they were met.
    """
    gaps: list[Step] = []
    frontier = [node for node in start if _keep(node, found)]
    for kind in reversed(ORDER) if backwards else ORDER:
        ids = [node.id for node in frontier if node.kind == kind][:WIDEST]
        if not ids:
            continue
        met = neighbours_of(actor, kind, ids).values()
        gaps += [gap for each in met for gap in each.gaps]
        onward = (node for each in met for node in (each.before if backwards else each.behind))
        frontier += [node for node in onward if _keep(node, found)]
    return gaps


def _keep(node: Node, found: dict[str, dict[UUID, Node]]) -> bool:
    if node.id in found[node.kind]:
        return False
    found[node.kind][node.id] = node
    return True


def _stop(actor: Actor, node: Node, start: Node) -> Stop:
    known = NODES.get(node.kind) is not None and node.id != start.id
    walk = to(actor, "desk:thread_of", kind=node.kind, object_id=node.id) if known else ""
    return Stop(node.title, node.note, node.url, walk, here=node.id == start.id)


def _once(steps: Iterable[Step]) -> list[Step]:
    return list({step.url: step for step in steps}.values())


def pressing(item: Waiting) -> tuple[bool, int, str]:
    """The order of what waits: late first."""
    return (not item.overdue, item.rank, item.due)


STATIONS = {
    "conversation": (lambda: _("Conversation"), lambda: _("Not told here.")),
    "quote": (lambda: _("What was said"), lambda: _("No quote has been released yet.")),
    "concern": (lambda: _("Worry or wish"), lambda: _("No worry or wish yet.")),
    "cause": (lambda: _("Cause"), lambda: _("Nobody has said why yet.")),
    "measure": (lambda: _("Measure"), lambda: _("Nothing is planned yet.")),
    "delivery": (lambda: _("Delivered"), lambda: _("Nothing was delivered yet.")),
    "answer": (lambda: _("Answer"), lambda: _("Nobody was answered yet.")),
    "effect": (lambda: _("Effect"), lambda: _("Not asked yet.")),
}
ALWAYS = frozenset({"quote", "concern", "cause", "measure", "delivery", "answer"})
