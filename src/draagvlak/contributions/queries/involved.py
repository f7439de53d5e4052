"""Who speaks up often or carries much: involved people, for guides alone, with the vault open.

Nobody who spoke anonymously is in it. Nothing is scored and nobody is ranked: what stands here is
how often somebody spoke, in the order of the alphabet.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from draagvlak.concerns.models import Voice
from draagvlak.concerns.queries.voices import opened
from draagvlak.contributions.models import Contribution
from draagvlak.contributions.queries.following import asked_in
from draagvlak.contributions.queries.inbox import (
    contributions,
    reach_of,
    threads_of,
    who_spoke,
)
from draagvlak.contributions.queries.said import voices_in
from draagvlak.conversations.queries.coverage import heard_in
from draagvlak.organisations.models import Person
from draagvlak.vault.queries import Tampered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from draagvlak.contributions.queries.following import Asked
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

OFTEN, MUCH = 2, 5
"""So often one speaks up, or so many concerns one carries, to be called involved."""
LATEST, VOICES = 300, 1000
"""Contributions and voices that are opened for this: the latest ones."""


@dataclass(frozen=True)
class Known:
    """Who spoke by name or in confidence: how the guide knows them."""

    contribution: Contribution
    name: str
    address: str

    @property
    def mark(self) -> str:
        """The same for the same person: the address, or else the name."""
        return self.address.casefold() or " ".join(self.name.casefold().split())


@dataclass(frozen=True)
class Involved:
    """Somebody who is involved, in facts."""

    name: str
    times: int
    carries: int
    conversations: int
    person: UUID | None = None
    contribution: UUID | None = None
    """The latest thread of theirs, through which one can ask them to join."""
    asked: Asked | None = None


def involved(actor: Actor, vault: OpenVault) -> list[Involved]:
    """Everybody who spoke up often or carries much. Raises `Sealed` without the key."""
    found = known_speakers(actor, vault, LATEST)
    people = people_behind(actor, found)
    threads = threads_of(actor, vault, [one.contribution for one in found])
    by_mark: dict[str, list[Known]] = defaultdict(list)
    for one in found:
        by_mark[one.mark].append(one)
    carried: dict[UUID, set[UUID]] = _carried_in_conversations(actor, vault)
    heard = _conversations(actor, {*people.values(), *carried})
    rows = []
    for mark, each in by_mark.items():
        said = [line for one in reversed(each) for line in threads[one.contribution.pk]]
        person = people.get(mark)
        concerns = set(voices_in(said).values())
        if person:
            concerns |= carried.pop(person, set())
        if len(each) < OFTEN and len(concerns) < MUCH:
            continue
        rows.append(
            Involved(
                name=next((one.name for one in each if one.name), each[0].address),
                times=len(each),
                carries=len(concerns),
                conversations=heard.get(person, 0) if person else 0,
                person=person,
                contribution=each[0].contribution.pk,
                asked=asked_in(said),
            )
        )
    rows += _from_conversations(actor, carried, heard)
    return sorted(rows, key=lambda row: row.name.casefold())


def known_speakers(actor: Actor, vault: OpenVault, limit: int) -> list[Known]:
    """The latest who spoke by name or in confidence and said who they are. Latest day first."""
    rows = contributions(actor).exclude(way=Contribution.Way.ANONYMOUS)
    found = []
    for row in rows.order_by("-came_on", "pk")[:limit]:
        reach = reach_of(actor, vault, row)
        known = Known(row, who_spoke(actor, vault, row).name, reach.address if reach else "")
        if known.mark:
            found.append(known)
    return found


def people_behind(actor: Actor, found: Iterable[Known]) -> dict[str, UUID]:
    """Who of the register they are: by the address, or by a name that only one person has."""
    speakers = list(found)
    addresses = {one.address.casefold(): one.mark for one in speakers if one.address}
    names = {one.name.casefold(): one.mark for one in speakers if one.name}
    written = {one.address for one in speakers} | {one.name for one in speakers} | {*addresses}
    rows = Person.objects.present().filter(workspace_id=actor.tenant)
    rows = rows.filter(Q(email__in=written) | Q(name__in=written))
    by_name: dict[str, list[UUID]] = defaultdict(list)
    people: dict[str, UUID] = {}
    for key, name, email in rows.values_list("pk", "name", "email"):
        by_name[name.casefold()].append(key)
        if email.casefold() in addresses:
            people[addresses[email.casefold()]] = key
    for name, mark in names.items():
        if len(by_name[name]) == 1:
            people.setdefault(mark, by_name[name][0])
    return people


def _carried_in_conversations(actor: Actor, vault: OpenVault) -> dict[UUID, set[UUID]]:
    """The concerns that people of the register carry, as guides heard it in conversations."""
    rows = Voice.objects.filter(
        workspace_id=actor.tenant, concern__programme_id=actor.programme_id
    ).exclude(sealed=b"")
    found: dict[UUID, set[UUID]] = defaultdict(set)
    latest = rows.order_by("-raised_on", "pk").values_list("pk", "concern_id", "sealed")[:VOICES]
    for key, concern, sealed in latest:
        try:
            who = opened(actor, vault, key, bytes(sealed))
        except Tampered:
            continue
        if who.person is not None:
            found[who.person].add(concern)
    return found


def _conversations(actor: Actor, people: Iterable[UUID]) -> dict[UUID, int]:
    """In how many conversations each was."""
    rows = heard_in(actor).filter(person_id__in=list(people)).order_by()
    return dict(rows.values_list("person_id").annotate(many=Count("pk")))


def _from_conversations(
    actor: Actor, carried: Mapping[UUID, set[UUID]], heard: Mapping[UUID, int]
) -> list[Involved]:
    """Who carries much, and never spoke up through a door."""
    many = {key: len(each) for key, each in carried.items() if len(each) >= MUCH}
    names = Person.objects.present().filter(workspace_id=actor.tenant, pk__in=list(many))
    return [
        Involved(name, 0, many[key], heard.get(key, 0), person=key)
        for key, name in names.values_list("pk", "name")
    ]
