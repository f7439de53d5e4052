"""Before and after, drawn by kind of change and by size: what was changed is known for certain.

A process of `process_pairs.large` is one long way with side ways around every tenth step. A change
is made at places that lie ten steps apart, so that no change touches another. What must be found is
kept as (kind, old id), with the new id for what is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lib.process_pairs import Case, drop, large, move, name, put, routed

if TYPE_CHECKING:
    from collections.abc import Callable

    from draagvlak.lib.bpmn.model import Model, Node

Found = set[tuple[str, str]]
Made = tuple["Model", Found]
SIZES = (2, 12, 40, 100, 300)
_FROM = 6
_APART = 10
_OTHER = (
    "Portaal nakijken", "Bericht op scherm lezen", "Sjabloon kiezen", "Zaaktype aanklikken",
    "Digitaal parafering starten", "Koppeling controleren", "Termijn instellen", "Chat voeren",
    "Kenmerk overnemen", "Medewerker inlichten", "Handtekening zetten", "Gegevens ophalen",
    "Prullenbak legen", "Kopie afdrukken", "Video bekijken", "Toegang aanvragen",
    "Wachtrij bekijken", "Belafspraak maken", "Postvak openen", "Kostenplaats invullen",
    "Foto toevoegen", "Kaart intekenen", "Onderzoek uitzetten", "Herinnering klaarzetten",
    "Uitkomst tonen", "Bijlage scannen", "Vertaling vragen", "Locatie kiezen",
    "Tarief berekenen", "Wachtwoord wijzigen",
)  # fmt: skip


def places(was: Model) -> list[int]:
    """Where changes can be made: far from each other and from side ways."""
    count = sum(1 for node in was.nodes if node.id.startswith("n"))
    return [0] if count <= _FROM + 3 else list(range(_FROM, count - 3, _APART))


def _other(at: int) -> str:
    """A name that the process does not have."""
    return _OTHER[at // _APART % len(_OTHER)]


def _added(was: Model, at: int) -> Made:
    return put(was, f"z{at}", _other(at), "Balie", (f"n{at}", f"n{at + 1}")), {("added", f"z{at}")}


def _removed(was: Model, at: int) -> Made:
    return drop(was, f"n{at}"), {("removed", f"n{at}")}


def _renamed(was: Model, at: int) -> Made:
    return name(was, f"n{at}", f"{_named(was, at)} digitaal"), {("renamed", f"n{at}")}


def _half_renamed(was: Model, at: int) -> Made:
    words = f"Via het portaal {_named(was, at).split(' ', 1)[1]}"
    return name(was, f"n{at}", words), {("renamed", f"n{at}")}


def _renamed_wholly(was: Model, at: int) -> Made:
    return name(was, f"n{at}", _other(at)), {("renamed", f"n{at}")}


def _moved(was: Model, at: int) -> Made:
    node = _node(was, at)
    who = next(lane for lane in was.lanes if lane.id != node.lane)
    return move(was, f"n{at}", who.name), {("moved", f"n{at}")}


def _moved_and_renamed(was: Model, at: int) -> Made:
    new, found = _moved(was, at)
    new, more = _renamed(new, at)
    return new, found | more


def _rerouted(was: Model, at: int) -> Made:
    """Two steps change places."""
    before = f"n{at - 1}" if at else "s"
    one, other = f"n{at}", f"n{at + 1}"
    after = next(flow.target for flow in was.flows if flow.source == other)
    cut = f"{before}-{one} {one}-{other} {other}-{after}"
    new = routed(was, cut, f"{before}-{other} {other}-{one} {one}-{after}")
    return new, {("rerouted", key) for key in (before, one, other)}


def _split(was: Model, at: int) -> Made:
    """One step becomes two, each with a part of the work."""
    words = _named(was, at)
    new = name(was, f"n{at}", f"{words} in concept")
    lane = next(lane for lane in was.lanes if lane.id == _node(was, at).lane)
    after = next(flow.target for flow in was.flows if flow.source == f"n{at}")
    new = put(new, f"z{at}", "Vaststellen en afronden", lane.name, (f"n{at}", after))
    return new, {("renamed", f"n{at}"), ("added", f"z{at}")}


def _merged(was: Model, at: int) -> Made:
    """Two steps become one that carries the work of both."""
    words = f"{_named(was, at)} en {_named(was, at + 1).lower()}"
    new = drop(name(was, f"n{at}", words), f"n{at + 1}")
    return new, {("renamed", f"n{at}"), ("removed", f"n{at + 1}")}


def _question(was: Model, at: int) -> Made:
    """A question with a way back."""
    way = (f"n{at}", f"n{at + 1}")
    new = routed(put(was, f"z{at}", f"<x>{_other(at)}?", "Balie", way), "", f"z{at}-n{at}")
    return new, {("added", f"z{at}"), ("rerouted", f"n{at}")}


def _node(was: Model, at: int) -> Node:
    return next(node for node in was.nodes if node.id == f"n{at}")


def _named(was: Model, at: int) -> str:
    return _node(was, at).name


KINDS: dict[str, Callable[[Model, int], Made]] = {
    "added": _added,
    "removed": _removed,
    "renamed by a word": _renamed,
    "renamed by half": _half_renamed,
    "renamed wholly": _renamed_wholly,
    "moved to another role": _moved,
    "moved and renamed": _moved_and_renamed,
    "re-routed": _rerouted,
    "split": _split,
    "merged": _merged,
    "question put between": _question,
}


def drawn(kind: str, size: int) -> Case:
    """One pair: a kind of change at every place of a process of this size (at most ten)."""
    was = large(size, size * 31 + len(kind))
    after, expected = was, set()
    for at in places(was)[:10]:
        after, found = KINDS[kind](after, at)
        expected |= found
    return Case(f"{size} steps, {kind}", was, after, frozenset(expected))


def mixed(size: int) -> Case:
    """One pair with every kind of change, each at a place of its own."""
    was = large(size, size)
    after, expected = was, set()
    for change, at in zip(list(KINDS.values()) * 3, places(was), strict=False):
        after, found = change(after, at)
        expected |= found
    return Case(f"{size} steps, every kind", was, after, frozenset(expected))


def drawn_cases(sizes: tuple[int, ...] = SIZES) -> list[Case]:
    """All pairs: every kind at every size, and every kind at once from forty steps on."""
    found = [drawn(kind, size) for size in sizes for kind in KINDS]
    return found + [mixed(size) for size in sizes if size >= SIZES[2]]
