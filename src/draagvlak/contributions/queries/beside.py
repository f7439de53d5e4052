"""Who was heard in conversations beside who spoke up themselves, per group; with the vault open.

Numbers of who spoke up show from five. What would tell a smaller number by subtraction is not told:
then only a bound stands there that the conversations alone give.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from draagvlak.contributions.models import Contribution
from draagvlak.contributions.queries.inbox import contributions, reach_of, who_spoke
from draagvlak.contributions.queries.involved import Known, people_behind
from draagvlak.conversations.queries.coverage import coverage_page, heard_in
from draagvlak.conversations.states import Axis
from draagvlak.organisations.models import GroupMember

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

SHOWN_FROM: Final = 5
LATEST: Final = 1000
"""Contributions that are opened for this: the latest ones."""


@dataclass(frozen=True)
class BesideRow:
    """One group of at least five people. None: some, but fewer than five.

    `nobody`: at most so many were in no conversation and did not speak up.
    """

    name: str
    people: int
    heard: int
    spoke: int | None
    both: int | None
    nobody: int


@dataclass(frozen=True)
class BesidePage:
    """One page of groups; `after` is the mark of the next one, empty on the last."""

    rows: Sequence[BesideRow]
    after: str = ""
    elsewhere: int = 0
    """Contributions of which nobody knows from which group they came."""


def coverage_beside(actor: Actor, vault: OpenVault, after: str = "") -> BesidePage:
    """Conversation coverage and voice coverage, per group. Raises `Sealed` without the key."""
    found = coverage_page(actor, Axis.GROUP, after=after)
    known, by_door, elsewhere = _spoken(actor, vault)
    members = _members(actor, set(known))
    heard_people = heard_in(actor).filter(person_id__in=known)
    heard = set(heard_people.values_list("person_id", flat=True))
    rows = []
    for row in found.rows:
        if row.people < SHOWN_FROM:
            continue
        people = members.get(row.key, set())
        rows.append(
            _row(
                row.name,
                row.people,
                row.heard.people,
                min(row.people, len(people) + by_door[row.key]),
                len(people & heard),
            )
        )
    return BesidePage(rows, found.older, elsewhere)


def _row(name: str, people: int, heard: int, spoke: int, both: int) -> BesideRow:
    """What may be told of one group."""
    told = spoke == 0 or spoke >= SHOWN_FROM
    some = told and (both == 0 or both >= SHOWN_FROM)
    if not told:
        nobody = people - heard
    elif not some:
        nobody = people - max(heard, spoke)
    else:
        nobody = people - heard - spoke + both
    return BesideRow(
        name,
        people,
        heard,
        spoke if told else None,
        both if some else None,
        max(0, nobody),
    )


def _spoken(actor: Actor, vault: OpenVault) -> tuple[set[UUID], Counter[str], int]:
    """Who of the register spoke; how many others per door of a group; how many from anywhere."""
    speakers, doors, unknown = [], {}, Counter[str]()
    for row in contributions(actor).order_by("-came_on", "pk")[:LATEST]:
        who = who_spoke(actor, vault, row)
        group = str(who.group) if who.group else ""
        if row.way == Contribution.Way.ANONYMOUS:
            unknown[group] += 1
            continue
        reach = reach_of(actor, vault, row)
        known = Known(row, who.name, reach.address if reach else "")
        if known.mark:
            speakers.append(known)
            doors[known.mark] = group
        else:
            unknown[group] += 1
    people = people_behind(actor, speakers)
    for mark, group in doors.items():
        if mark not in people:
            unknown[group] += 1
    elsewhere = unknown.pop("", 0)
    return set(people.values()), unknown, elsewhere


def _members(actor: Actor, people: set[UUID]) -> dict[str, set[UUID]]:
    """Which of these people each group has."""
    rows = GroupMember.objects.filter(workspace_id=actor.tenant, person_id__in=people)
    found: dict[str, set[UUID]] = defaultdict(set)
    for group, person in rows.values_list("group_id", "person_id"):
        found[str(group)].add(person)
    return found
