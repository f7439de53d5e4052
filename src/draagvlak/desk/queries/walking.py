"""The thread through one thing, as far as it reaches both ways."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from draagvlak.core.remembered import remembered
from draagvlak.core.thread import NODES, ORDER, Node, Side, Step, neighbours_of
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

WIDEST = 12
IN_CONFIDENCE = frozenset({"conversation"})
"""Kinds of things whose walk is never kept: a conversation tells who spoke."""


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


def walk(actor: Actor, kind: str, object_id: UUID) -> Walk:
    """The thread through one thing, as far as it reaches both ways. Outsiders: Http404.

    Remembered as long as nothing changes in the workspace.
    """

    def look() -> Walk:
        return _walk(actor, kind, object_id)

    if kind in IN_CONFIDENCE:
        return look()
    return remembered(actor, "desk.walk", look, kind, object_id, actor.user_id)


def _walk(actor: Actor, kind: str, object_id: UUID) -> Walk:
    provider = NODES.get(kind)
    if provider is None:
        raise Http404
    around = neighbours_of(actor, kind, [object_id])[object_id]
    node = around.node or provider(actor, [object_id]).get(object_id)
    if node is None:
        raise Http404
    found: dict[str, dict[UUID, Node]] = defaultdict(dict)
    found[kind][object_id] = node
    gaps = list(around.gaps)
    _follow(actor, around.before, found, backwards=True)
    gaps += _follow(actor, around.behind, found, backwards=False)
    stations = [
        Station(
            kind=each,
            label=STATIONS[each][0](),
            empty=STATIONS[each][1](),
            stops=[_stop(actor, stop, node) for stop in islice(found[each].values(), WIDEST)],
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

    All things of a kind are asked at once, however they were met. A delivery is met at its measure,
    and has nothing behind it that the measure has not.
    """
    gaps: list[Step] = []
    asked = Side.BEFORE if backwards else Side.BEHIND | Side.GAPS
    frontier = [node for node in start if _keep(node, found)]
    for kind in reversed(ORDER) if backwards else ORDER:
        ids = [node.id for node in frontier if node.kind == kind][:WIDEST]
        if not ids or (kind == "delivery" and not backwards):
            continue
        met = neighbours_of(actor, kind, ids, asked).values()
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


STATIONS = {
    "conversation": (lambda: _("Conversation"), lambda: _("Not told here.")),
    "quote": (lambda: _("What was said"), lambda: _("No quote has been released yet.")),
    "concern": (lambda: _("Worry or wish"), lambda: _("No worry or wish yet.")),
    "step": (lambda: pgettext("process", "Step"), lambda: _("Nobody has said where yet.")),
    "cause": (lambda: _("Cause"), lambda: _("Nobody has said why yet.")),
    "measure": (lambda: _("Measure"), lambda: _("Nothing is planned yet.")),
    "delivery": (lambda: _("Delivered"), lambda: _("Nothing was delivered yet.")),
    "answer": (lambda: _("Answer"), lambda: _("Nobody was answered yet.")),
    "effect": (lambda: _("Effect"), lambda: _("Not asked yet.")),
}
ALWAYS = frozenset({"quote", "concern", "cause", "measure", "delivery", "answer"})
